"""What of an article is compared, and what two readings of it have in common. Pure."""

import hashlib
import json
from dataclasses import dataclass

from archive.records import Article, Attachment
from archive.urls import told_apart

# Characters that show nothing and are no white space: soft hyphen, zero-width space and joiners, BOM.
_UNSEEN = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_FIELDS = ("title", "published_at", "source", "author")
_SHRUNK = 0.3  # of the text before: with less left, a page that came in part is likelier than an edit
_BROKEN = 0.005  # of the text: more replacement characters than a typing error makes


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What of an article is compared: a difference in any of these is an edit, in anything else it is not."""

    title: str | None
    published_at: str | None
    source: str | None
    author: str | None
    body: str
    attachments: tuple[Attachment, ...]

    def compared(self) -> dict[str, object]:
        """The fields as they are compared: without white space, and files by the identity of their address.

        Where a line breaks is the template's doing, and so are the scheme and the session id of a link.
        """
        texts: dict[str, object] = {name: seen(getattr(self, name)) for name in _FIELDS}
        files = {
            (told_apart(attachment.url), seen(attachment.name), attachment.kind) for attachment in self.attachments
        }
        return {**texts, "body": seen(self.body) or "", "attachments": sorted(files)}

    def digest(self) -> str:
        """SHA-256, in hex, of what is compared as canonical JSON: keys sorted, no white space, characters as UTF-8."""
        return _digest(self.compared())

    def text_digest(self) -> str:
        """The same of title, date and text alone: what two addresses of one article share."""
        return _digest([seen(self.title), self.published_at, seen(self.body)])


def contents(article: Article) -> Contents:
    """What is compared of an article. The order of attachments is not, nor a second link to the same file."""
    attachments = {attachment.url: attachment for attachment in reversed(article.attachments)}
    return Contents(
        title=article.title,
        published_at=article.published_at,
        source=article.source,
        author=article.author,
        body=article.body,
        attachments=tuple(attachments[url] for url in sorted(attachments)),
    )


def difference(known: Contents, now: Contents) -> tuple[str, ...]:
    """The names of the fields that differ, in the order in which they are declared."""
    before, after = known.compared(), now.compared()
    return tuple(name for name in Contents.__dataclass_fields__ if before[name] != after[name])


def lost(known: Contents, now: Contents) -> tuple[str, ...]:
    """The fields that a later reading no longer has, and the text if more than half of it is missing."""
    fields = [name for name in _FIELDS if getattr(known, name) and not getattr(now, name)]
    if 2 * len(now.body) < len(known.body):
        fields.append("body")
    return tuple(fields)


def doubt(known: Contents | None, now: Contents) -> str | None:
    """Why a reading should not be believed at once; None where nothing speaks against it."""
    if known is not None and len(now.body) < _SHRUNK * len(known.body):
        return f"{len(now.body)} characters of text where there were {len(known.body)}"
    broken = now.body.count("\ufffd")
    if broken > _BROKEN * len(now.body):
        return f"{broken} of {len(now.body)} characters can't be read"
    return None


def seen(text: str | None) -> str | None:
    """A text without white space of any width and what cannot be seen; None stays None.

    >>> seen("招商 引资\\n\\u3000推进会")
    '招商引资推进会'
    """
    if text is None:
        return None
    bare = "".join(text.split())
    for character in _UNSEEN:  # to look for each is faster than to look at every character of a text
        if character in bare:
            bare = bare.replace(character, "")
    return bare


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
