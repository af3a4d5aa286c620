"""Invented news of an invented zone, as long as wanted: the same random numbers make the same text."""

import tomllib
from pathlib import Path
from random import Random

_WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def headline(random: Random) -> str:
    """The title of an article."""
    who, does, what = (random.choice(_WORDS[kind]) for kind in ("who", "does", "what"))
    return f"{who}{does}{what}{random.randint(1, 99)}期工作"


def paragraph(random: Random) -> str:
    """Two to five sentences."""
    return "".join(_sentence(random) for _ in range(random.randint(2, 5)))


def _sentence(random: Random) -> str:
    """Some fifty characters, one sentence in three with a number."""
    when, who, how, end, unit = (random.choice(_WORDS[kind]) for kind in ("when", "who", "how", "end", "unit"))
    first, then = (random.choice(_WORDS["does"]) + what for what in random.sample(_WORDS["what"], 2))
    counted = f"，共涉及{random.randint(2, 980)}.{random.randint(1, 9)}{unit}" if random.random() < 0.3 else ""
    return f"{when}，{who}{how}，{first}{counted}，{then}，{end}。"
