"""Writes the articles of the family sites: the same ones each time, put together from invented parts."""

import random
import re
import tomllib
from collections.abc import Iterator, Set
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

from crawler.demo.content import Story, Zone

Kind = Literal["news", "notices", "policy", "investment"]

_NEWEST = datetime.fromisoformat("2026-08-31 16:42")  # in the local time of the zones
_SLOT_NUMBERS = {"n": (3, 96), "big": (120, 980)}


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text())


def stories(zone: Zone, kind: Kind, count: int, first_id: int, taken: Set[str]) -> tuple[Story, ...]:
    """So many articles of a zone, newest first; ids count down to `first_id`, the oldest one's; no title is `taken`.

    Every fifth names no source, some have an author, an editor, a picture, a table or files. A file's name is the
    article's id with a number and a suffix; where it lies is for the site to say.
    """
    return tuple(_Writer(zone, kind, first_id, taken).all(count))


class _Writer:
    def __init__(self, zone: Zone, kind: Kind, first_id: int, taken: Set[str]) -> None:
        self._random = random.Random(f"{zone.host} {first_id}")  # noqa: S311 - a choice, not a secret
        self._zone, self._kind, self._first_id, self._words = zone, kind, first_id, _words()
        self._titles = set(taken)

    def all(self, count: int) -> Iterator[Story]:
        at = _NEWEST - timedelta(days=self._random.randrange(3))
        for number in range(count):
            yield self._story(str(self._first_id + count - 1 - number), number, at)
            at -= timedelta(days=self._random.randint(1, 6), minutes=self._random.randint(-240, 240))
            at = at.replace(hour=min(max(at.hour, 8), 18))

    def _story(self, story_id: str, number: int, at: datetime) -> Story:
        choose = self._random
        files: tuple[tuple[str, str], ...] = ()
        if self._kind in ("notices", "policy") and number % 3 == 0:
            label = choose.choice(self._words["body"]["files"])
            files = tuple((f"{story_id}-{n}.{kind}", f"{label}.{kind}") for n, kind in self._kinds(number))
        title, source = self._title(), "" if number % 5 == 3 else self._filled("{short}{office}", at)
        people = self._words["slots"]["person"]
        author = choose.choice(people) if number % 4 == 1 else ""
        editor = choose.choice(people) if number % 3 == 2 else ""
        if author and author == editor:  # a tag would tell the one, the page the other
            editor = people[people.index(editor) - 1]
        return Story(
            id=story_id,
            title=title,
            date=f"{at:%Y-%m-%d %H:%M}",
            source=source,
            author=author,
            editor=editor,
            number=f"{self._zone.short[:2]}管发〔{at:%Y}〕{number + 1}号",
            index=f"99990100{at:%Y}{number + 1:05}",
            written=f"{at - timedelta(days=9):%Y-%m-%d}",
            topic="综合政务",
            files=files,
            body="\n".join(self._body(story_id, number, at)),
        )

    def _kinds(self, number: int) -> list[tuple[int, str]]:
        return list(enumerate(("pdf", "docx") if number % 2 else ("xls",), 1))

    def _title(self) -> str:
        while True:
            title = self._filled(self._random.choice(self._words[self._kind]["titles"]), _NEWEST)
            if title not in self._titles:
                self._titles.add(title)
                return title

    def _body(self, story_id: str, number: int, at: datetime) -> Iterator[str]:
        """Three to eight paragraphs, one a line, in the notation of content/*.toml."""
        choose, words = self._random, self._words["body"]
        yield self._filled(choose.choice(self._words[self._kind]["openings"]), at)
        sentences = choose.sample(words["sentences"], k=20)
        middle = choose.randint(1, 6)
        for part in range(middle):
            if self._kind == "policy" and part < len(words["headings"]):
                yield f"# {words['headings'][part]}"
            if part == 1 and number % 4 == 0:
                yield f"!{story_id}-9.png|{choose.choice(words['pictures'])}"
            if part == 2 and number % 7 == 5:
                yield from ("| 项目 | 数量 |", *(self._filled("| {product} | {n} |", at) for _ in range(3)))
            yield self._filled("".join(sentences.pop() for _ in range(choose.randint(1, 3))), at)
        if self._kind == "notices" and number % 2:
            yield self._filled(words["trap"], at)
        yield self._filled(choose.choice(words["closings"]), at)

    def _filled(self, text: str, at: datetime) -> str:
        """The text with every slot filled anew."""
        return re.sub(r"\{(\w+)\}", lambda slot: self._value(slot[1], at), text)

    def _value(self, name: str, at: datetime) -> str:
        choose = self._random
        match name:
            case "short" | "city":
                return str(getattr(self._zone, name))
            case "day":
                return f"{at.month}月{at.day}日"
            case "plain":
                return f"{at + timedelta(days=3):%Y年%m月%d日}"
            case "share":
                return str(choose.randint(11, 389) / 10)
            case "n" | "big":
                return str(choose.randint(*_SLOT_NUMBERS[name]))
            case _:
                return str(choose.choice(self._words["slots"][name]))
