"""One form for texts in either script and any width: what search and comparison look at.

Folding goes character by character and knows no context. That makes it linear, lets a hit be traced back to the
characters that stand on the page, and makes both sides of a search equal whatever they are cut into.
"""

import re
import unicodedata
from array import array
from functools import cache

import opencc

# One character to one; the phrases that OpenCC decides by (顯著, 乾隆, 瞭望) need context, which a search word lacks.
# What it leaves to phrases is folded always, so that 著力 finds 着力 and 瞭解 finds 了解.
_BY_PHRASE = {ord("著"): "着", ord("瞭"): "了"}

# Han characters by block: extension A, the unified ideographs, and planes 2 and 3.
_HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, 0x323B0))

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
    """What the full-text index is given: each two neighbours of `plain` as a token, then each character once.

    >>> tokens("招商招商,A")
    '招商 商招 招商 商_ _a 招 商 a'
    """
    said = plain(text)
    return _pairs(said) + " ".join(dict.fromkeys(said.replace("_", "")))


def phrase(word: str) -> str:
    """The tokens of the index that stand side by side just where a scan of `plain` for a word finds it.

    Of any length, in Latin and digits too; a word of one character is a token of its own. Empty for punctuation alone.

    >>> phrase("招商引資"), phrase("園")
    ('招商 商引 引资', '园')
    """
    said = plain(word)
    return _pairs(said).rstrip() or said


def _pairs(said: str) -> str:
    """Each two neighbours of a text, and a space behind them; empty for a single character.

    Three slices of an array take a tenth of the time of a loop, and of a crawl's time the index takes enough.
    """
    units = array("I", said.encode("utf-32-le"))
    apart = array("I", " ".encode("utf-32-le") * 3 * max(0, len(units) - 1))
    apart[::3], apart[1::3] = units[:-1], units[1:]
    return apart.tobytes().decode("utf-32-le")


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


_FOLD, _MARK, _SCRIPT = _Fold(), _Mark(), _Script()
