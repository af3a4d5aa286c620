"""Elements that are known to hold the text of an article, by the names that content management systems give them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from spiders.extract.page import BETWEEN
from spiders.family import CONTAINER, families, family_named

# Names that many systems share, or that belong to none we have a file of; `zoom` is what the buttons 大 中 小 enlarge.
_COMMON = ("#zoom", ".zoom", "#zoomcon", "#czfxcontent", "#content_con", "#rwb_zw", "founder-content")


@dataclass(frozen=True, slots=True)
class Containers:
    """Ranks of names: 0 is looked at first. Those in `shared` are of names that may mean something else."""

    by_tag: Mapping[str, int] = field(default_factory=dict)
    by_id: Mapping[str, int] = field(default_factory=dict)
    by_class: Mapping[str, int] = field(default_factory=dict)
    by_start: Mapping[str, int] = field(default_factory=dict)
    shared: range = range(0)

    def rank(self, tag: str, name: str, classes: str) -> int | None:
        """The rank of an element with this tag, id and class, in lower case; None for one that is no container."""
        return min(self._ranks(tag, name, classes), default=None)

    def _ranks(self, tag: str, name: str, classes: str) -> Iterator[int]:
        if tag in self.by_tag:
            yield self.by_tag[tag]
        if name in self.by_id:
            yield self.by_id[name]
        if name:
            yield from (rank for start, rank in self.by_start.items() if name.startswith(start))
        yield from (self.by_class[one] for one in classes.split() if one in self.by_class)


@cache
def containers(family: str | None) -> Containers:
    """The containers of a family in their order, then those of all; with no family, all alike."""
    found = family_named(family) if family is not None else None
    sure = [BETWEEN, *found.article.body] if found is not None else []
    own = [*sure, *found.article.shared_body] if found is not None else []
    known = [*own, *(name for other in families() for name in other.article.body), *_COMMON, BETWEEN]
    tables: dict[str, dict[str, int]] = {"tag": {}, "id": {}, "classed": {}, "start": {}}
    for place, selector in enumerate(known):
        match = CONTAINER.fullmatch(selector.lower())
        assert match is not None  # files are checked
        assert match.lastgroup is not None
        tables[match.lastgroup].setdefault(match[match.lastgroup], min(place, len(own)))
    shared = range(len(sure), len(own))
    return Containers(tables["tag"], tables["id"], tables["classed"], tables["start"], shared)
