"""What every app stands on: integer money, periods, identifiers, outcomes and sentences. Pure Python."""
