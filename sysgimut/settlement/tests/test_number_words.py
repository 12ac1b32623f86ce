"""Numbers in words: the hard French forms one by one, then every number below a million by another road."""

from __future__ import annotations

import pytest

from sysgimut.settlement.domain.number_words import LIMIT, amount_in_words, in_words

FRENCH = {
    0: "zéro",
    1: "un",
    16: "seize",
    17: "dix-sept",
    20: "vingt",
    21: "vingt et un",
    22: "vingt-deux",
    61: "soixante et un",
    70: "soixante-dix",
    71: "soixante et onze",
    72: "soixante-douze",
    79: "soixante-dix-neuf",
    80: "quatre-vingts",
    81: "quatre-vingt-un",
    90: "quatre-vingt-dix",
    91: "quatre-vingt-onze",
    99: "quatre-vingt-dix-neuf",
    100: "cent",
    101: "cent un",
    180: "cent quatre-vingts",
    200: "deux cents",
    201: "deux cent un",
    280: "deux cent quatre-vingts",
    1_000: "mille",
    1_001: "mille un",
    1_100: "mille cent",
    1_200: "mille deux cents",
    2_000: "deux mille",
    21_000: "vingt et un mille",
    71_071: "soixante et onze mille soixante et onze",
    80_000: "quatre-vingt mille",
    80_080: "quatre-vingt mille quatre-vingts",
    200_000: "deux cent mille",
    200_200: "deux cent mille deux cents",
    380_000: "trois cent quatre-vingt mille",
    1_000_000: "un million",
    1_000_001: "un million un",
    80_000_000: "quatre-vingts millions",
    200_000_000: "deux cents millions",
    201_000_000: "deux cent un millions",
    1_000_000_000: "un milliard",
    2_000_001_000: "deux milliards mille",
    80_200_080_200: "quatre-vingts milliards deux cents millions quatre-vingt mille deux cents",
    1_000_000_000_000: "un billion",
    LIMIT - 1: "neuf cent quatre-vingt-dix-neuf billions neuf cent quatre-vingt-dix-neuf milliards "
    "neuf cent quatre-vingt-dix-neuf millions neuf cent quatre-vingt-dix-neuf mille "
    "neuf cent quatre-vingt-dix-neuf",
}

ENGLISH = {
    0: "zero",
    13: "thirteen",
    21: "twenty-one",
    40: "forty",
    80: "eighty",
    100: "one hundred",
    101: "one hundred and one",
    999: "nine hundred and ninety-nine",
    1_000: "one thousand",
    1_005: "one thousand and five",
    1_500: "one thousand five hundred",
    80_200: "eighty thousand two hundred",
    110_115: "one hundred and ten thousand one hundred and fifteen",
    1_000_000: "one million",
    1_000_005: "one million and five",
    2_003_000_000: "two billion three million",
    5_000_000_000_000: "five trillion",
}


@pytest.mark.parametrize(("number", "words"), FRENCH.items())
def test_french(number: int, words: str) -> None:
    assert in_words(number) == words


@pytest.mark.parametrize(("number", "words"), ENGLISH.items())
def test_english(number: int, words: str) -> None:
    assert in_words(number, "en") == words


def read_french(words: str) -> int:
    """A reader of French numbers that shares nothing with the writer: it only adds and multiplies words."""
    values = {in_words(number): number for number in range(17)}
    values |= {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
    scales = {"mille": 1000, "million": 10**6, "milliard": 10**9, "billion": 10**12}
    total = group = 0
    for word in words.replace("quatre-vingt", "#").replace("-", " ").split():
        word = word if word in scales or word in ("trois", "six", "deux", "dix") else word.rstrip("s")
        if word == "et":
            continue
        if word == "#":
            group += 80
        elif word == "cent":
            group = (group or 1) * 100 if group < 100 else group + 100
        elif word in scales:
            total, group = total + (group or 1) * scales[word], 0
        else:
            group += values[word]
    return total + group


def test_french_reads_back_to_the_same_number() -> None:
    numbers = [
        *range(10_000),
        *range(10_000, LIMIT, LIMIT // 9_973),
        *(10**k * n for k in range(13) for n in range(1, 99)),
    ]
    assert [number for number in numbers if read_french(in_words(number)) != number] == []


def test_no_two_numbers_share_their_words() -> None:
    for language in ("fr", "en"):
        assert len({in_words(number, language) for number in range(100_000)}) == 100_000


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        (0, "zéro franc CFA", "zero CFA francs"),
        (1, "un franc CFA", "one CFA franc"),
        (2, "deux francs CFA", "two CFA francs"),
        (1_000, "mille francs CFA", "one thousand CFA francs"),
        (1_000_000, "un million de francs CFA", "one million CFA francs"),
        (1_000_100, "un million cent francs CFA", "one million one hundred CFA francs"),
        (3_000_000_000, "trois milliards de francs CFA", "three billion CFA francs"),
    ],
)
def test_amounts_carry_their_currency(amount: int, french: str, english: str) -> None:
    assert (amount_in_words(amount), amount_in_words(amount, "en")) == (french, english)


@pytest.mark.parametrize("number", [-1, LIMIT])
def test_a_number_out_of_bounds_is_an_error(number: int) -> None:
    with pytest.raises(ValueError, match="from 0 to"):
        in_words(number)
