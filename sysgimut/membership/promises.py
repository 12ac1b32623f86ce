"""What the database promises of people and households."""

from __future__ import annotations

from sysgimut.journal.promise import Promise, apart

PROMISES = [
    apart(
        "membership_belonging_apart",
        "membership_belonging",
        "a person belongs to one household at a time",
        ["person_id"],
        "joined",
        "left",
    ),
    Promise(
        "membership_nametoken_known",
        "membership_nametoken",
        "a name is somebody's, in a household that is recorded",
        "NOT EXISTS (SELECT 1 FROM membership_person p WHERE p.id = NEW.person_id) "
        "OR NOT EXISTS (SELECT 1 FROM membership_household h WHERE h.id = NEW.household_id)",
    ),
    Promise(
        "membership_belonging_books",
        "membership_belonging",
        "a belonging is in the books of the household's mutual",
        "EXISTS (SELECT 1 FROM membership_household h WHERE h.id = NEW.household_id AND h.mutual <> NEW.mutual)",
    ),
]
