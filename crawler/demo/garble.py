"""What mirror sites do to a page: every character made traditional on its own, and readings put after some of them."""

import random
import re
from dataclasses import dataclass
from functools import cache

import msgspec
import opencc
from pypinyin.constants import PINYIN_DICT

from crawler.demo.content import Story

# Characters whose traditional form depends on the word; mirrors leave them, having no word list.
_LEFT = frozenset("后里于并么干制系斗范台面")
_READING = re.compile(r"\([a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]+\)")


@dataclass(frozen=True, slots=True)
class Mirror:
    """One page's way of garbling: `share` of the characters that it converts carry a reading, always or never."""

    seed: str
    share: float = 0.4

    @classmethod
    def of(cls, seed: str) -> "Mirror":
        """The way of a page, the same each time; two pages of one site differ."""
        return cls(seed, share=0.3 + random.Random(seed).random() * 0.3)  # noqa: S311 - a choice, not a secret

    def garbled(self, text: str) -> str:
        """The text as the mirror prints it."""
        return "".join(self._character(char) for char in text)

    def story(self, story: Story) -> Story:
        """An article as the mirror republishes it."""
        texts = {name: self.garbled(getattr(story, name)) for name in ("title", "source", "author", "editor", "body")}
        return msgspec.structs.replace(story, **texts)

    def _character(self, char: str) -> str:
        traditional = _traditional(char)
        if traditional == char or random.Random(self.seed + char).random() >= self.share:  # noqa: S311
            return traditional
        return f"{traditional}({PINYIN_DICT[ord(traditional)].split(',')[0]})"


def readings(text: str) -> int:
    """How many readings a garbled text carries."""
    return len(_READING.findall(text))


@cache
def _traditional(char: str) -> str:
    """One character's traditional form, where converting it back gives the same character again."""
    if char in _LEFT:
        return char
    if char == "着":
        return "著"  # what the converters of mirrors write; plain tables leave it
    traditional = _to_traditional().convert(char)
    return traditional if len(traditional) == 1 and _to_simplified().convert(traditional) == char else char


@cache
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
