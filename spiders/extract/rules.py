"""What the rules of a profile, and after them those of a family, say about an article page: they go before everything
that is found without them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from spiders.extract import infoline
from spiders.extract.body import Region
from spiders.extract.infoline import Info
from spiders.extract.outline import Block, Line, Outline
from spiders.extract.page import Doc
from spiders.extract.prose import prose
from spiders.extract.said import Said
from spiders.extract.title import Title, joined
from spiders.profile import ArticleRules


@lru_cache(maxsize=512)
def compiled(selector: str) -> CSSSelector:
    """A CSS selector, translated once."""
    return CSSSelector(selector, translator="html")


def selected(element: HtmlElement, selectors: Sequence[str]) -> list[HtmlElement]:
    """What the first of some selectors selects that selects anything; empty where none does."""
    return next(filter(None, (compiled(selector)(element) for selector in selectors)), [])


@dataclass(frozen=True, slots=True)
class Ruled:
    """Rules applied to one page; each answer is None or empty where no rule applies. What they find
    passes through `restore`."""

    doc: Doc
    page: Outline
    rules: ArticleRules
    restore: Callable[[str], str]

    def title(self) -> Title:
        """The title, with the lines it is printed in."""
        elements, rule = self._selected(self.rules.title)
        for element in elements:
            if text := joined([part for part in map(self._shown, element.itertext()) if part]):
                block = self._block(element)
                return Title(text=text, start=block.first, end=block.end, block=block, rule=rule)
        return Title()

    def region(self) -> Region | None:
        """The block of the text; of several, as on pages that carry a copy for printing, the one with the most."""
        elements, rule = self._selected(self.rules.body)
        lines = self.page.lines
        size = {
            block: sum(len(line.text) for line in lines[block.first : block.end])
            for block in map(self._block, elements)
        }
        block = max(size, key=lambda block: size[block], default=None)
        return Region(block, block.first, block.end, True, [prose(line) for line in lines], rule) if block else None

    def info(self) -> Info:
        """Date, source, people and section."""
        info = Info()
        for field in ("published", "source", "author", "editor", "section"):
            elements, rule = self._selected(getattr(self.rules, field))
            texts = [self._shown("".join(element.itertext())) for element in elements]
            said = infoline.read(texts, places=elements)
            value: Said | None = getattr(said, field)
            if field == "published":
                value = value or said.dated or said.bare
            elif value is None and texts and not said.kinds and (name := infoline.name(texts[0])):
                value = Said(name, at=elements[0])
            setattr(info, field, replace(value, rule=rule) if value is not None else None)
        return info

    def removed(self, line: Line) -> bool:
        """Whether a line is of what a rule takes out of the text."""
        if not self.rules.remove:
            return False
        elements = {element for selector in self.rules.remove for element in compiled(selector)(self.doc.tree)}
        texts = {self._shown("".join(element.itertext())) for element in elements}
        return line.text in texts or any(block.element in elements for block in line.block.chain())

    def _selected(self, selectors: Sequence[str]) -> tuple[list[HtmlElement], str]:
        """What the first of some selectors selects that selects anything, and what such a rule is called."""
        for selector in selectors:
            if elements := compiled(selector)(self.doc.tree):
                return elements, f"rule {selector}"
        return [], ""

    def _shown(self, text: str) -> str:
        return self.restore(" ".join(text.split()))

    def _block(self, element: HtmlElement) -> Block:
        """The block that an element is, or stands in."""
        blocks = {block.element: block for block in self.page.blocks}
        while element not in blocks and (parent := element.getparent()) is not None:
            element = parent
        return blocks.get(element, self.page.blocks[0])
