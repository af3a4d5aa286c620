"""Readings of Chinese characters in pinyin, as brackets after a character give them: 經(jīng), 們（men）, 綠(lü)."""

import unicodedata
from functools import cache

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
LETTERS = "a-zāáǎàōóǒòēéěèīíǐìūúǔùüǖǘǚǜńňǹḿêɑɡ"

# One syllable in brackets of either width: the character, its reading. 6 letters: zhuāng, chuáng.
IN_BRACKETS = rf"([{HAN}])[(（]([{LETTERS}]{{1,6}})[)）]"

# GBK has these two in its row of pinyin, and some writers of readings use them.
_LOOKALIKES = str.maketrans("ɑɡ", "ag")


def normal(reading: str) -> str:
    """A reading with the letters a and g as everybody types them."""
    return reading.translate(_LOOKALIKES)


def toneless(reading: str) -> str:
    """A reading without its tone mark; the dots of ü stay.

    >>> toneless("lǜ"), toneless("jīng")
    ('lü', 'jing')
    """
    letters = unicodedata.normalize("NFD", normal(reading))
    bare = "".join(c for c in letters if c == "\u0308" or not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare)


@cache
def readings(character: str) -> tuple[str, ...]:
    """All readings of a character, the most usual first, with tone marks; none for what has no reading."""
    import pypinyin  # takes 0.25 s and is needed on garbled pages alone

    found: list[list[str]] = pypinyin.pinyin(character, heteronym=True, errors="ignore")
    return tuple(found[0]) if found else ()


def is_first(character: str, reading: str) -> bool:
    """Whether a reading is the character's most usual one, tone marks and all; ü may stand without its tone."""
    first = next(iter(readings(character)), None)
    if first is None:
        return False
    return normal(reading) == first or ("ü" in toneless(first) and reading == toneless(first))
