"""Parts of texts around what was searched for."""

from archive.search import snippet

Pieces = list[tuple[str, bool]]  # of a text, each told to be a hit or not


def part(text: str, query: str, size: int) -> Pieces:
    """The part of a text around the first hit, with an ellipsis on the sides where the text goes on."""
    pieces = snippet(text, query, size)
    shown = "".join(piece for piece, _ in pieces)
    before = [] if text.startswith(shown) else [("…", False)]
    after = [] if text.endswith(shown) else [("…", False)]
    return [*before, *pieces, *after]
