"""What an element is called: one object for all that are called alike, so that rules can know it again by that."""

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Tag, class and id of an element as they are written; None for no class or id. Two that are equal are the same
    object, for as long as it is kept: made by `names` alone."""

    tag: str
    classes: str | None
    id: str | None


@lru_cache(maxsize=4096)  # a site's pages have their names in common
def names(tag: str, classes: str | None = None, id: str | None = None) -> Names:
    """The names of an element."""
    return Names(tag, classes, id)
