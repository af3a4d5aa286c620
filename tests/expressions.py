"""Every regular expression of the program, as it meets texts, and the texts that would cost each of them most.

A text that is hard for an expression follows from the expression: what it repeats without a bound, over and over, after
what has to come before; or all of it over and over, so that it begins anew at each and never comes to its end.
"""

import ast
import importlib
import pkgutil
import re
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from inspect import getsource
from pathlib import Path
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import archive
import crawler
import spiders

Pattern = re.Pattern[str] | re.Pattern[bytes]

NOT_OURS_TO_RUN = ("crawler.demo", "crawler.commands")
OF_OUR_OWN_TEXTS = {"archive.web.policy._SCRIPT"}  # our templates, once at the start
FAMILIES = Path(spiders.__file__).parent / "families"

_FROM_THE_START = {"match", "fullmatch"}
_CALLS = {"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
_MANY = 500  # a repeat that may be longer than that is as good as without a bound
_CATEGORIES = {
    code.CATEGORY_DIGIT: r"\d",
    code.CATEGORY_NOT_DIGIT: r"\D",
    code.CATEGORY_SPACE: r"\s",
    code.CATEGORY_NOT_SPACE: r"\S",
    code.CATEGORY_WORD: r"\w",
    code.CATEGORY_NOT_WORD: r"\W",
}
_LETTERS = "a1 -的=:/~☃"
_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)


@dataclass(frozen=True)
class Expression:
    """An expression, where it stands, and how it meets a text: from its start, or at every place."""

    name: str
    pattern: Pattern
    method: str = "finditer"

    def meets(self, text: str) -> None:
        """Have it look at a text, to the end."""
        subject: Any = text if isinstance(self.pattern.pattern, str) else text.encode()
        found = getattr(self.pattern, self.method)(subject)
        if self.method == "finditer":
            for _ in found:
                pass

    def takes(self, text: str, tries: int = 1) -> float:
        """Seconds of the processor, the least of some tries."""
        least = float("inf")
        for _ in range(tries):
            begun = time.process_time()
            self.meets(text)
            least = min(least, time.process_time() - begun)
        return least

    def is_linear(self, before: str, unit: str, most: int) -> bool:
        """Whether eight times a text, of so many characters at most, takes about eight times as long, not 64 times."""
        size = 1000
        while size < most:
            size *= 2
            whole = _repeated(before, unit, size)
            if self.takes(whole) > 0.03:
                part = self.takes(_repeated(before, unit, size // 8), 9)  # so short that a busy machine could double it
                return self.takes(whole, 3) < 24 * max(part, 0.001)
        return True


def _repeated(before: str, unit: str, size: int) -> str:
    return before + unit * (size // len(unit)) + "\x01"


def expressions() -> list[Expression]:
    """All of them: constants of modules however deep, those within calls, and those of the families' files."""
    found = [each for module in _modules() for each in of_module(module.__name__, vars(module), getsource(module))]
    for path in sorted(FAMILIES.glob("*.toml")):
        found += _of_family(path)
    return [each for each in found if each.name not in OF_OUR_OWN_TEXTS]


def _modules() -> Iterator[ModuleType]:
    for package in (archive, spiders, crawler):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.startswith(NOT_OURS_TO_RUN):
                yield importlib.import_module(found.name)


def of_module(module: str, names: Mapping[str, object], source: str) -> Iterator[Expression]:
    """The expressions of a module: by its names, and as texts that are given to a function of `re`."""
    for name, value in names.items():
        used = set(re.findall(rf"\b{re.escape(name)}\.({'|'.join(_CALLS)})\(", source))
        method = used.pop() if len(used) == 1 and used <= _FROM_THE_START else "finditer"
        yield from (Expression(f"{module}.{name}", pattern, method) for pattern in _within(value))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from _of_call(module, node, node.func)


def _within(value: object) -> Iterator[Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for part in (*value.keys(), *value.values()):
            yield from _within(part)
    elif isinstance(value, tuple | list | set | frozenset):
        for part in value:
            yield from _within(part)


def _of_call(module: str, call: ast.Call, function: ast.Attribute) -> Iterator[Expression]:
    if not (isinstance(function.value, ast.Name) and function.value.id == "re" and function.attr in _CALLS):
        return
    text = _text(call.args[0])
    if text is not None:
        method = function.attr if function.attr in _FROM_THE_START else "finditer"
        yield Expression(f"{module}:{call.lineno}", re.compile(text), method)


def _text(node: ast.expr) -> str | bytes | None:
    """A text that stands in the code; in place of what is put into it, a letter."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "a" for part in node.values)
    return None


def _of_family(path: Path) -> Iterator[Expression]:
    told = tomllib.loads(path.read_text("utf-8"))
    tables = [told.get("fingerprint", {}), told.get("files", {}), *told.get("api", [])]
    for table in tables:
        for key in ("article", "listing", "address"):
            value = table.get(key, [])
            for text in [value] if isinstance(value, str) else value:
                yield Expression(f"{path.name} {key} {text}", re.compile(text, re.IGNORECASE))


def attacks(pattern: Pattern) -> list[tuple[str, str]]:
    """The texts that would cost an expression most, each as what stands first and what is repeated after it."""
    given = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    flags = pattern.flags if isinstance(pattern.pattern, str) else pattern.flags & ~re.UNICODE
    tree = list(_parser.parse(given, flags))
    found = {pair for before, unit in _repeats(tree, "") for pair in ((before, unit), ("", before + unit))}
    return sorted(pair for pair in found if pair[1])


def _repeats(items: Iterable[tuple[Any, Any]], before: str) -> Iterator[tuple[str, str]]:
    """Of each repeat without a bound, what stands before it and what it repeats."""
    for operator, argument in items:
        if operator in _REPEATS:
            _, most, inner = argument
            if most >= _MANY:
                yield before, _sample(inner)
            yield from _repeats(inner, before)
        elif operator is code.BRANCH:
            for branch in argument[1]:
                yield from _repeats(branch, before)
        elif operator is code.SUBPATTERN:
            yield from _repeats(argument[3], before)
        elif operator is code.ATOMIC_GROUP:
            yield from _repeats(argument, before)
        elif operator in (code.ASSERT, code.ASSERT_NOT):
            yield from _repeats(argument[1], before)
        before += _sample([(operator, argument)])


def _sample(items: Iterable[tuple[Any, Any]]) -> str:
    """A text that is matched; what may be repeated is there once."""
    return "".join(_SAMPLES.get(operator, lambda _: "")(argument) for operator, argument in items)


def _of_set(argument: list[tuple[Any, Any]]) -> str:
    operator, first = argument[0]
    if operator is code.NEGATE:
        return next((letter for letter in _LETTERS if not any(_has(letter, *each) for each in argument[1:])), "")
    return _SAMPLES[operator](first)


def _has(letter: str, operator: Any, argument: Any) -> bool:
    if operator is code.LITERAL:
        return bool(ord(letter) == argument)
    if operator is code.RANGE:
        return bool(argument[0] <= ord(letter) <= argument[1])
    return re.match(_CATEGORIES[argument], letter) is not None


_SAMPLES: dict[Any, Callable[[Any], str]] = {
    code.LITERAL: chr,
    code.NOT_LITERAL: lambda letter: "b" if letter == ord("a") else "a",
    code.ANY: lambda _: "a",
    code.IN: _of_set,
    code.RANGE: lambda ends: chr(ends[0]),
    code.CATEGORY: lambda category: next(letter for letter in _LETTERS if re.match(_CATEGORIES[category], letter)),
    code.BRANCH: lambda argument: _sample(argument[1][0]),
    code.SUBPATTERN: lambda argument: _sample(argument[3]),
    code.ATOMIC_GROUP: _sample,
    **dict.fromkeys(_REPEATS, lambda argument: _sample(argument[2]) * max(1, argument[0])),
}
