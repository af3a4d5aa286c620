"""One form for texts in either script and any width: what search and comparison look at.

Folding goes character by character and knows no context. That makes it linear, lets a hit be traced back to the
characters that stand on the page, and makes both sides of a search equal whatever they are cut into.
"""

import re
import unicodedata
from functools import cache

import opencc

# One character to one; the phrases that OpenCC decides by (顯著, 乾隆, 瞭望) need context, which a search word lacks.
# What it leaves to phrases is folded always, so that 著力 finds 着力 and 瞭解 finds 了解.
_BY_PHRASE = {ord("著"): "着", ord("瞭"): "了"}

# Han characters by block: extension A, the unified ideographs, and planes 2 and 3.
_HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, 0x323B0))

# What SQLite's unicode61, which knows Unicode 6.1, keeps as it is: `_`, digits, Latin, Han of 6.1. Other characters it
# might drop, join or fold further (kana, Cyrillic, newer Han); they are spelled out.
_PLAIN_TOKEN = re.compile("[_0-9a-z\u3400-\u4db5\u4e00-\u9fcc\U00020000-\U0002a6d6\U0002a700-\U0002b81d]")
_PLAIN_TOKENS = re.compile(f"{_PLAIN_TOKEN.pattern}*")
_SEPARATORS = re.compile("_{2,}")


@cache
def simplified() -> dict[int, str]:
    """Traditional characters (code points) and the simplified one that each is on its own, by OpenCC's t2s.

    >>> simplified()[ord("經")]
    '经'
    """
    characters = [chr(code) for block in _HAN for code in block]
    # Line by line, so that no phrase is seen. One call takes 30 ms.
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {ord(old): new for old, new in zip(characters, converted, strict=True) if new != old and len(new) == 1}


def fold(text: str) -> str:
    """Compatibility forms, lower case, simplified characters; marks and zero-width characters are dropped.

    fold(a + b) == fold(a) + fold(b), and fold(fold(a)) == fold(a).

    >>> fold("經濟 ＡＢ㎡ Jīng")
    '经济 abm2 jing'
    """
    return text.translate(_FOLD)


def plain(text: str) -> str:
    """Folded text whose runs of punctuation, symbols and space are each one `_`; none at its ends.

    >>> plain("（電話：024—7269 0124）")
    '电话_024_7269_0124'
    """
    return _SEPARATORS.sub("_", marked(text)).strip("_")


def marked(text: str) -> str:
    """Folded text with `_` for each separator: `plain` before runs are joined, character by character."""
    return text.translate(_MARK)


def tokens(text: str) -> str:
    """What the full-text index is given: each character of `plain` a token of its own.

    A phrase query over such tokens finds what a scan for the substring finds, at any length, in Latin and digits too.

    >>> tokens("招商,ABC")
    '招 商 _ a b c'
    """
    said = plain(text)
    # Most texts need no character spelled out.
    return " ".join(said) if _PLAIN_TOKENS.fullmatch(said) else said.translate(_TOKENS).rstrip()


def script(text: str) -> str | None:
    """ISO 15924 of the Chinese in a text: "Hans", "Hant", or None where no character tells them apart.

    A character tells when only one of the two national sets has it: GB 2312 (1980) and Big5 (1984). The more
    frequent kind wins, so one surname in the other script does not turn a page.

    >>> script("经济"), script("經濟"), script("2023 人")
    ('Hans', 'Hant', None)
    """
    kinds = text.translate(_SCRIPT)
    hans, hant = kinds.count("s"), kinds.count("t")
    if not hans and not hant:
        return None
    return "Hans" if hans >= hant else "Hant"


class _Table(dict[int, str]):
    """A translation table for str.translate that is filled as characters are met."""


class _Fold(_Table):
    def __missing__(self, code: int) -> str:
        before, after = "", chr(code)
        while before != after:  # 薴 → 苧 → 苎
            before, after = after, "".join(_fold_once(character) for character in after)
        self[code] = after
        return after


class _Mark(_Table):
    def __missing__(self, code: int) -> str:
        self[code] = "".join("_" if _separates(character) else character for character in _FOLD[code])
        return self[code]


class _Tokens(_Table):
    def __missing__(self, code: int) -> str:
        self[code] = f"{chr(code)} " if _PLAIN_TOKEN.match(chr(code)) else f"u{code:x} "
        return self[code]


class _Script(_Table):
    def __missing__(self, code: int) -> str:
        hans, hant = _encodes(chr(code), "gb2312"), _encodes(chr(code), "big5")
        self[code] = "" if hans == hant or code < 0x3400 else "s" if hans else "t"
        return self[code]


def _fold_once(character: str) -> str:
    wide = unicodedata.normalize("NFKC", character).casefold()
    # Marks go (Jīng → jing): whether é came as one character or two then makes no difference.
    bare = "".join(c for c in unicodedata.normalize("NFD", wide) if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
    table = simplified()
    return "".join(_BY_PHRASE.get(ord(c), table.get(ord(c), c)) for c in unicodedata.normalize("NFC", bare))


def _separates(character: str) -> bool:
    """Punctuation, symbols, spaces, controls; and lone surrogates, which SQLite cannot store."""
    category = unicodedata.category(character)
    return category[0] in "PSZ" or category in {"Cc", "Cs"}


def _encodes(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


_FOLD, _MARK, _TOKENS, _SCRIPT = _Fold(), _Mark(), _Tokens(), _Script()
