"""Datasette's hook marker with a type: the package has none, and an untyped decorator would hide what it decorates."""

from collections.abc import Callable
from typing import TypeVar, cast

import datasette

Hook = TypeVar("Hook", bound=Callable[..., object])


def hookimpl(function: Hook) -> Hook:
    """Mark a function as the implementation of the Datasette hook of its name."""
    return cast(Hook, datasette.hookimpl(function))


def last(function: Hook) -> Hook:
    """The same, called after all other plugins, so that what it registers stays."""
    return cast(Hook, datasette.hookimpl(trylast=True)(function))


def around(function: Hook) -> Hook:
    """The same, as a generator around all other plugins: it may replace what they return (pluggy's hookwrapper)."""
    return cast(Hook, datasette.hookimpl(hookwrapper=True)(function))
