"""Words that are looked for all at once: the same are found as one after the other. All texts are invented."""

from hypothesis import given
from hypothesis import strategies as st

from spiders.extract.words import Words
from spiders.family import families

PARTS = ["/up/", "/", "up", "a", "TRS", "_x", "新闻", "\ud800"]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=12).map("".join)


@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=6), TEXTS)
def test_words_are_found_that_overlap_others_or_stand_in_them(words: list[str], text: str) -> None:
    assert Words(words).found(text) == {number for number, word in enumerate(words) if word in text}


@given(st.data())
def test_each_mark_of_a_family_is_found_beside_any_other(data: st.DataObject) -> None:
    marks = [mark for family in families() for mark in family.fingerprint.markup]
    pair = data.draw(st.tuples(st.sampled_from(marks), st.sampled_from(marks)))
    cut = data.draw(st.integers(0, min(map(len, pair))))
    text = f"<p>{pair[0]}{pair[1][cut:]}</p>"
    assert Words(marks).found(text) == {number for number, mark in enumerate(marks) if mark in text}
