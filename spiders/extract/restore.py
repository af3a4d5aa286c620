"""Undoing what mirror sites do to a page: traditional characters, one for one, with their readings put in brackets.

「經(jīng)濟技術(shù)」 was 「经济技术」. On one page a character carries its reading always or never, the reading is
the character's most usual one, and only characters that the conversion changed carry any. So the page is judged as a
whole, and brackets that an author wrote are kept. A page that was not injected comes back as it is.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from archive.text import simplified
from spiders.extract.readings import HAN, IN_BRACKETS, LETTERS, is_first, readings, toneless

Verdict = Literal["clean", "suspect", "injected"]

_READING = re.compile(IN_BRACKETS)
_BRACKET = re.compile(rf"[(（][{LETTERS}]{{1,6}}[)）]")
# The rare second form: no tone marks, on any character, and twice: 黨(dang)(dang).
_DOUBLED = re.compile(rf"([{HAN}])[(（]([a-zü]{{1,6}})[)）](?:[(（]\2[)）])+")
# A page that went through GBK and lost step: 「。現(xiàn)」 is A1A3 AC46, of which A1 was lost, A3AC became a comma and
# 46 the letter F: 「?,F(xiàn)」.
_OUT_OF_STEP = re.compile(rf"\?([,;:!?])([@-~])[(（]([{LETTERS}]{{1,6}})[)）]")
# The same without a reading to check a repair by: 「??崎T診」.
_LOST = re.compile(rf"\?\?([{HAN}])([A-Za-z])(?=[{HAN}])")

# 着 and 著 are one character after the conversion. Words in which it was 著 from the start:
_WAS_WRITTEN_SO = re.compile(
    "著(?=[力手眼重陆装落])|(?<![显卓昭土编名原论专巨译合遗拙新撰])著(?!名|作|称|述|者|录|书立)"
)
# What this conversion never yields and a genuinely traditional page is full of, and what it leaves as it was.
_GENUINE, _LEFT_ALONE = "後於裡裏麼並係製幹鬥", "于并么后里"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A text as it was before; `readings_removed` counts brackets taken out, `lost` places that cannot be mended."""

    text: str
    readings_removed: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Restorer:
    """The judgement on one page, to be applied to its title, body, source and footer alike.

    `verdict` is "injected" (restore), "suspect" (some evidence; the text is kept, a person should look) or "clean".
    `annotated` are the characters that carry injected readings on this page, `lost` counts the places where
    characters were destroyed beyond repair.
    """

    verdict: Verdict
    annotated: frozenset[str] = frozenset()
    lost: int = 0

    @staticmethod
    def for_page(text: str) -> "Restorer":
        """Judge a page by all of its visible text."""
        lost = _count_lost(text)
        if not _has_bracket(text):
            return Restorer(verdict="suspect" if lost else "clean", lost=lost)
        return _judge(text.translate(_look_alikes()), lost)

    def apply(self, fragment: str) -> tuple[str, int]:
        """A part of the page restored, and how many readings were removed from it."""
        restored = self.restore(fragment)
        return restored.text, restored.readings_removed

    def restore(self, fragment: str) -> Restored:
        """A part of the page restored; as it is unless the page was injected."""
        lost = _count_lost(fragment)
        if self.verdict != "injected":
            return Restored(text=fragment, lost=lost)
        text, repaired = _replace(_OUT_OF_STEP, _back_in_step, fragment.translate(_look_alikes()))
        text, doubled = _replace(_DOUBLED, _without_doubled, text)
        text, single = _replace(_READING, self._without_reading, text)
        text = _WAS_WRITTEN_SO.sub("着", text.translate(_before()))
        return Restored(text=text, readings_removed=repaired + doubled + single, lost=lost)

    def _without_reading(self, found: re.Match[str]) -> str:
        character, reading = found.groups()
        return character if character in self.annotated and is_first(character, reading) else found[0]


def verdict(text: str) -> Verdict:
    """Whether a page's text was injected with readings: see Restorer."""
    return Restorer.for_page(text).verdict


def restore(text: str, page: Restorer | None = None) -> Restored:
    """A text restored by the judgement on its page, or, where none is given, as a page of its own."""
    return (page or Restorer.for_page(text)).restore(text)


def _has_bracket(text: str) -> bool:
    """Whether a text has what may be a reading. Few have many brackets, and one character is found at once."""
    for bracket in "(（":
        at = text.find(bracket)
        while at >= 0:
            if _BRACKET.match(text, at) is not None:
                return True
            at = text.find(bracket, at + 1)
    return False


def _judge(text: str, lost: int) -> Restorer:
    total = Counter(text)
    carried = Counter(found.groups() for found in _READING.finditer(text))
    usual = {character: count for (character, reading), count in carried.items() if _is_candidate(character, reading)}
    good = {character: count for character, count in usual.items() if count >= _share(character) * total[character]}
    # Readings of whatever kind on characters that the conversion leaves alone: a gloss, or a text with full ruby.
    glosses = sum(
        count
        for (character, reading), count in carried.items()
        if ord(character) not in simplified() and character != "著" and _reads(character, reading)
    )
    doubled = {found[1] for found in _DOUBLED.finditer(text) if _without_doubled(found) != found[0]}
    number, types = sum(good.values()), len(good)
    genuine = sum(total[character] for character in _GENUINE)
    left_alone = sum(total[character] for character in _LEFT_ALONE)
    for_page = types >= 3 and number >= types + 2 and glosses * 10 <= number and genuine * 10 <= left_alone
    if for_page or len(doubled) >= 3:
        return Restorer(verdict="injected", annotated=frozenset(good), lost=lost)
    some = types >= 2 and glosses < number and genuine * 10 <= left_alone
    return Restorer(verdict="suspect" if some or doubled or lost else "clean", lost=lost)


def _is_candidate(character: str, reading: str) -> bool:
    """Whether a bracket may be an injected one: on a character that the conversion made, its most usual reading."""
    return (ord(character) in simplified() or character == "著") and is_first(character, reading)


def _share(character: str) -> float:
    """How much of a character's occurrences must carry the reading. 著 stands for two characters, one unannotated."""
    return 0.3 if character == "著" else 0.9


def _reads(character: str, reading: str) -> bool:
    """Whether a bracket is any reading of the character, with or without tone: 微信(weixin) is none of 信."""
    return toneless(reading) in {toneless(known) for known in readings(character)}


def _without_doubled(found: re.Match[str]) -> str:
    return found[1] if _reads(found[1], found[2]) else found[0]


def _back_in_step(found: re.Match[str]) -> str:
    """The two characters that GBK lost step in, if the second is one with the reading that follows."""
    mark, letter, reading = found.groups()
    try:
        character = bytes([ord(mark) + 0x80, ord(letter)]).decode("gbk")
    except UnicodeDecodeError:
        return found[0]
    return f"。{character}" if _is_candidate(character, reading) else found[0]


def _replace(pattern: re.Pattern[str], by: Callable[[re.Match[str]], str], text: str) -> tuple[str, int]:
    """A text with matches replaced, and how many of them were really changed."""
    changed = 0

    def replacement(found: re.Match[str]) -> str:
        nonlocal changed
        new = by(found)
        changed += new != found[0]
        return new

    return pattern.sub(replacement, text), changed


def _count_lost(text: str) -> int:
    return sum(_is_lost(found) for found in _LOST.finditer(text)) if "??" in text else 0


def _is_lost(found: re.Match[str]) -> bool:
    """Whether half of a Han character and a letter make a character that the conversion yields: 崎T hides 門."""
    half, letter = found.groups()
    try:
        character = (half.encode("gbk")[1:] + letter.encode()).decode("gbk")
    except UnicodeError:
        return False
    return ord(character) in simplified()


@cache
def _before() -> dict[int, str]:
    """Characters of an injected page, and what they were before the conversion.

    The text was simplified, so what GB 2312 has may have stood there: 乾 in 乾隆, 徵 in 宫商角徵羽.
    """
    return {code: new for code, new in simplified().items() if not chr(code).encode("gb2312", "ignore")}


@cache
def _look_alikes() -> dict[int, str]:
    """Radicals and compatibility forms, which such pages mix in, and the characters that they look like."""
    blocks = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
    return {code: unicodedata.normalize("NFKC", chr(code)) for block in blocks for code in block}
