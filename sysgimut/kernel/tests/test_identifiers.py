"""Check characters and UUIDv7."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sysgimut.kernel import check_digit
from sysgimut.kernel.ids import ENTROPY_BYTES, unix_ms_of, uuid7

REFERENCES = st.text(check_digit.ALPHABET, min_size=1, max_size=20)
ENTROPY = st.binary(min_size=ENTROPY_BYTES, max_size=ENTROPY_BYTES)


@given(REFERENCES)
def test_a_reference_with_its_check_character_is_valid(text: str) -> None:
    assert check_digit.valid(check_digit.append(text))
    assert check_digit.valid(check_digit.append(text).lower())


@given(REFERENCES, st.data())
def test_one_wrong_character_is_found(text: str, data: st.DataObject) -> None:
    good = text + check_digit.check_character(text)
    at = data.draw(st.integers(0, len(good) - 1))
    wrong = data.draw(st.sampled_from([c for c in check_digit.ALPHABET if c != good[at]]))
    assert not check_digit.valid(good[:at] + wrong + good[at + 1 :])


@pytest.mark.parametrize("text", ["", "A", "é-1", "A B!"])
def test_what_is_no_reference_is_not_valid(text: str) -> None:
    assert not check_digit.valid(text)


def test_known_values_of_the_standard() -> None:
    """ISO/IEC 7064 MOD 37,36: the example of the standard is A12425GABC1234002 with check character M."""
    assert check_digit.check_character("A12425GABC1234002") == "M"


@given(st.integers(0, 2**48 - 1), ENTROPY)
def test_a_uuid7_carries_its_moment_and_its_version(moment: int, entropy: bytes) -> None:
    made = uuid7(moment, entropy)
    assert unix_ms_of(made) == moment
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"


@given(st.integers(0, 2**48 - 2), ENTROPY, ENTROPY)
def test_uuid7s_sort_by_their_moment(moment: int, one: bytes, other: bytes) -> None:
    assert uuid7(moment, one) < uuid7(moment + 1, other)


def test_a_uuid7_of_nonsense_is_refused() -> None:
    for moment, entropy in ((-1, b"0" * 10), (2**48, b"0" * 10), (0, b"0" * 9)):
        with pytest.raises(ValueError, match="uuid7 needs"):
            uuid7(moment, entropy)
