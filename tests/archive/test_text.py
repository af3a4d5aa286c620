import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import fold, marked, phrase, plain, script, simplified, tokens


@pytest.mark.parametrize(
    ("published", "folded"),
    [
        ("經濟技術", "经济技术"),
        ("經濟技術開發區", "经济技术开发区"),
        ("投產后", "投产后"),
        ("投產後", "投产后"),
        ("著力", "着力"),
        ("本着", "本着"),
        ("瞭解", "了解"),
        ("乾淨", "干净"),
        ("衛生", "卫生"),
        ("ＡＢＣ１２３", "abc123"),
        ("（甲）：乙　丙", "(甲):乙 丙"),
        ("占地３㎡", "占地3m2"),
        ("Smart&極氪", "smart&极氪"),
        ("Straße", "strasse"),
        ("招\u200b商\ufeff", "招商"),
        ("Jīng jing", "jing jing"),
        ("\uf914\u2f45", "乐方"),
        ("", ""),
    ],
)
def test_scripts_widths_and_cases_fold_to_one_form(published: str, folded: str) -> None:
    assert fold(published) == folded


def test_an_accent_in_one_character_or_two_is_the_same() -> None:
    assert fold(unicodedata.normalize("NFD", "Zürich 開發")) == fold("Zürich 開發") == "zurich 开发"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_folding_knows_no_context(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)
    assert marked(left + right) == marked(left) + marked(right)


def test_every_han_character_folds_to_one_that_is_simplified() -> None:
    table = simplified()
    folded = [fold(chr(code)) for code in range(0x4E00, 0xA000)]
    assert all(len(character) == 1 for character in folded)
    assert not [character for character in folded if ord(character) in table]
    assert len(table) > 4000


def test_a_run_of_punctuation_and_space_is_one_separator() -> None:
    assert plain("電話：024—7269 0124。\n") == "电话_024_7269_0124"
    assert plain("甲，\n\u3000\u3000乙") == plain("甲, 乙") == "甲_乙"
    assert plain("…！？") == ""


def test_the_index_is_given_each_two_neighbours_and_each_character_once() -> None:
    assert tokens("招商,招A1") == "招商 商_ _招 招a a1 招 商 a 1"
    assert tokens("二〇かЯ𠀀") == "二〇 〇か かя я𠀀 二 〇 か я 𠀀"
    assert (tokens("園"), tokens("，"), tokens("")) == ("园", "", "")


def test_a_word_is_asked_for_by_its_pairs_or_as_the_one_character_that_it_is() -> None:
    assert [phrase(word) for word in ("招", "招商", "經濟技術", "a@b", "，")] == [
        "招",
        "招商",
        "经济 济技 技术",
        "a_ _b",
        "",
    ]


@given(st.text())
def test_tokens_can_be_stored_whatever_the_text(text: str) -> None:
    tokens(text).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("铁岭经济技术开发区", "Hans"),
        ("鐵嶺經濟技術開發區", "Hant"),
        ("经济发展座谈会，嘉宾陳先生", "Hans"),
        ("人民日报 2023", "Hans"),
        ("中央人民", None),
        ("2023 ABC", None),
        ("", None),
    ],
)
def test_the_script_is_told_by_characters_that_only_one_script_has(text: str, name: str | None) -> None:
    assert script(text) == name
