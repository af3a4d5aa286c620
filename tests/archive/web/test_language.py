import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.web.language import _TEXTS, LANGUAGES, choose, text


@pytest.mark.parametrize(
    ("asked", "accepted", "chosen"),
    [
        (None, None, "en"),
        (None, "", "en"),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        (None, "zh-TW", "zh"),
        (None, "de, en;q=0.7, zh;q=0.3", "en"),
        (None, "fr", "en"),
        (None, "en;q=0, zh;q=0.1", "zh"),
        (None, "zh;q=nonsense, en;q=0.5", "en"),
        ("zh", "en", "zh"),
        ("en", "zh", "en"),
        ("xx", "zh", "zh"),
    ],
)
def test_the_address_goes_before_what_the_browser_likes(asked: str | None, accepted: str | None, chosen: str) -> None:
    assert choose(asked, accepted) == chosen


@given(st.text())
def test_any_header_chooses_a_language(accepted: str) -> None:
    assert choose(None, accepted) in LANGUAGES


def test_every_text_has_both_languages_and_takes_the_same_values() -> None:
    values = {
        "n": 2,
        "q": "",
        "at": "",
        "seen": "",
        "number": 1,
        "of": 2,
        "pages": 2,
        "offset": 0,
        "bytes": 0,
        "source": "",
        "day": "",
    }
    for key, forms in _TEXTS.items():
        assert set(forms) >= set(LANGUAGES), key
        for language in LANGUAGES:
            assert text(language, key, status=1, outcome="", **values), key


def test_one_article_is_not_told_as_many() -> None:
    assert text("en", "found", n=1) == "1 article found"
    assert text("en", "found", n=1234) == "1,234 articles found"
    assert text("zh", "found", n=1) == "共 1 篇"
