"""HTML that is safe to show: text, links and tables, nothing that loads, runs or styles."""

import nh3

_CELL = {"colspan", "rowspan"}

_CLEANER = nh3.Cleaner(
    tags={"p", "br", "a", "strong", "em", "b", "i", "u", "sub", "sup", "ul", "ol", "li", "blockquote"}
    | {"h2", "h3", "h4", "h5", "h6", "table", "caption", "thead", "tbody", "tr", "td", "th"},
    clean_content_tags={"script", "style", "noscript", "template", "textarea", "select", "iframe", "object", "title"},
    attributes={"a": {"href", "title"}, "ol": {"start"}, "td": _CELL, "th": _CELL},
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
)


def sanitise(html: str) -> str:
    """The harmless part of a fragment; links go to http and https alone."""
    return _CLEANER.clean(html)
