"""The page is invented, and so are the words around each case."""

import json
from functools import cache
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract.readings import is_first, readings
from spiders.extract.restore import Restored, Restorer, restore, verdict

SEED = Path(__file__).parents[2] / ".." / "shared" / "seed"

ORIGINAL = """东港经济技术开发区召开经济工作会议，部署经济运行与技术改造。
会议要求，各部门要为企业办实事，创新服务机制，建设创新园区，业务办理于当日完成，并及时公开。
项目投产后，预计年产值1亿元，里程碑任务务必按期完成。新建厂区的业务骨干表示，对发展前景充满信心。
开发区管委会主任说，要发挥优势，发展产业，服务企业，建设现代化园区。"""

# What the conversion of the mirrors leaves as it is: one character to one, and these to themselves.
LEFT_ALONE = "后里于并么干制系斗范了"
ANNOTATED = "经济术开发创业务区长"


CONVERTER = opencc.OpenCC("s2t")


@cache
def traditional(character: str) -> str:
    return character if character in LEFT_ALONE else str(CONVERTER.convert(character))


def garble(text: str, annotated: str = ANNOTATED) -> str:
    """A text as a mirror republishes it: traditional, and these characters with their readings where they changed."""
    return "".join(
        f"{new}({readings(new)[0]})" if (new := traditional(old)) != old and old in annotated else new for old in text
    )


PAGE = garble(ORIGINAL)


def on_page(fragment: str) -> Restored:
    """A fragment as a part of an injected page, judged with the page."""
    return Restorer.for_page(f"{PAGE}\n{fragment}").restore(fragment)


def test_an_injected_page_becomes_what_it_was() -> None:
    assert verdict(PAGE) == "injected"
    assert restore(PAGE) == Restored(text=ORIGINAL, readings_removed=PAGE.count("("))


@pytest.mark.parametrize(
    ("published", "restored", "removed"),
    [
        pytest.param("經(jīng)濟", "经济", 1, id="1 a reading and a character without one"),
        pytest.param("鼎創(chuàng)科技(遼寧)有限公司", "鼎创科技(辽宁)有限公司", 1, id="2 genuine brackets"),
        pytest.param("區（qū）", "区", 1, id="3 full-width brackets"),
        pytest.param("頭發(fā)", "头发", 1, id="4 發 for 髮"),
        pytest.param("長(zhǎng)江", "长江", 1, id="5 the first reading, not the right one"),
        pytest.param("銀行(háng)", "银行(háng)", 0, id="6 a gloss on an unchanged character"),
        pytest.param("樂(lè)(lè)", "乐(lè)", 1, id="7 only the first bracket"),
        pytest.param("音樂(yuè)", "音乐(yuè)", 0, id="8 not the first reading"),
        pytest.param("鱷(è)魚，鱷皮，短吻鱷", "鳄(è)鱼，鳄皮，短吻鳄", 0, id="9 once among several"),
        pytest.param("們(men)", "们", 1, id="10 a neutral tone"),
        pytest.param("綠(lǜ)", "绿", 1, id="11 ü with its tone"),
        pytest.param("綠(lü)", "绿", 1, id="11 ü without"),
        pytest.param("成效顯著", "成效显著", 0, id="12 显著"),
        pytest.param("本著原則", "本着原则", 0, id="12 本着"),
        pytest.param("著力，著眼于，沿著", "着力，着眼于，沿着", 0, id="12 着"),
        pytest.param("著名著作", "著名著作", 0, id="13 著"),
        pytest.param("編著、名著、原著、專著、著稱", "编著、名著、原著、专著、著称", 0, id="13 more of 著"),
        pytest.param("皇后，投產后", "皇后，投产后", 0, id="14 后"),
        pytest.param("沈陽", "沈阳", 0, id="15 沈"),
        pytest.param("乾隆", "乾隆", 0, id="16 乾"),
        pytest.param("瞭望", "瞭望", 0, id="17 瞭"),
        pytest.param("024-72690124 72690254", "024-72690124 72690254", 0, id="18 telephone numbers"),
        pytest.param("吉利Smart&極氪", "吉利Smart&极氪", 0, id="19 Latin"),
        pytest.param("news(at)kfq@example.com", "news(at)kfq@example.com", 0, id="20 an e-mail address"),
        pytest.param("完成?,F(xiàn)在", "完成。现在", 1, id="21 out of step, repaired"),
        pytest.param("完成?,F(men)在", "完成?,F(men)在", 0, id="21 another reading: left"),
        pytest.param("心(xin)(xin)黨(dang)(dang)", "心党", 2, id="23 the second form"),
        pytest.param("", "", 0, id="31 the empty text"),
        pytest.param("\u2f45\uf914(lè)", "方乐", 1, id="radicals and compatibility forms"),
        pytest.param("dɑng 當(dɑng)", "dɑng 当(dɑng)", 0, id="a toneless single reading"),
        pytest.param("藍(lɑ́n)，贏(yínɡ)", "蓝(lɑ́n)，赢", 1, id="letters of GBK"),
    ],
)
def test_on_an_injected_page(published: str, restored: str, removed: int) -> None:
    assert on_page(published) == Restored(text=restored, readings_removed=removed)


def test_what_is_lost_beyond_repair_is_said_and_kept() -> None:
    """Case 22."""
    assert on_page("本院設??崎T診部") == Restored(text="本院设??崎T诊部", lost=1)
    assert restore("本院設??崎T診部") == Restored(text="本院設??崎T診部", lost=1)
    assert verdict("本院設??崎T診部") == "suspect"
    assert Restorer.for_page("本院設??崎T診部").lost == 1
    assert verdict("真的??维C片") == "clean"


RUBY = (
    "春(chūn)眠(mián)不(bù)覺(jué)曉(xiǎo)，處(chù)處(chù)聞(wén)啼(tí)鳥(niǎo)。"
    "夜(yè)來(lái)風(fēng)雨(yǔ)聲(shēng)，花(huā)落(luò)知(zhī)多(duō)少(shǎo)。"
)
GLOSSED = (
    "後來他們在山裡種茶，這種做法於當地並不多見，係祖父所傳。茶名有龜(guī)、鱷(è)、鷺(lù)、鵑(juān)、鸞(luán)、驥(jì)六種，"
    "製法各異，鱷茶最苦，鷺茶最香，後人多飲之。"
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("厦(xià)门是一座城市", id="24 a gloss on a place name"),
        pytest.param("请关注微信(weixin)公众号", id="25 a Latin name in brackets"),
        pytest.param("重(chóng)庆是一座城市", id="26 a gloss on a polyphone"),
        pytest.param(RUBY, id="27 a poem with full ruby"),
        pytest.param(RUBY * 3, id="27 the same, repeated"),
        pytest.param(GLOSSED, id="28 a traditional page with six glosses"),
        pytest.param(GLOSSED * 3, id="28 the same, repeated"),
        pytest.param(ORIGINAL, id="a simplified page"),
        pytest.param("會議要求，各部門要為企業辦實事(一)(a)(see below)", id="other brackets"),
    ],
)
def test_a_clean_page_stays_as_it_is(text: str) -> None:
    assert verdict(text) == "clean"
    assert restore(text) == Restored(text=text)


def test_a_title_takes_the_verdict_of_its_page() -> None:
    """Case 29."""
    title = "經(jīng)濟工作會議召開"
    assert Restorer.for_page(PAGE).apply(title) == ("经济工作会议召开", 1)
    assert restore(title).text == title


def test_some_evidence_is_said_and_nothing_is_changed() -> None:
    few = "東港經(jīng)濟技術(shù)動態"
    assert verdict(few) == "suspect"
    assert Restorer.for_page(few).apply(few) == (few, 0)


def test_the_second_form_alone_is_recognised() -> None:
    text = "黨(dang)(dang)員干部用心(xin)(xin)服務，黨(dang)(dang)群同行(xing)(xing)"
    assert restore(text) == Restored(text="党员干部用心服务，党群同行", readings_removed=4)


@pytest.mark.parametrize(
    "text", [PAGE, RUBY, GLOSSED, "樂(lè)(lè)", PAGE + "完成?,F(xiàn)在??崎T診樂(lè)(lè)心(xin)(xin)(xin)"]
)
def test_restoring_twice_changes_nothing(text: str) -> None:
    """Case 30."""
    once = restore(text).text
    assert restore(once).text == once


@given(
    st.lists(
        st.sampled_from(
            [
                "經(jīng)",
                "濟(jì)",
                "業(yè)",
                "心(xin)(xin)",
                "(men)",
                "樂(lè)",
                "著(zhù)",
                "后",
                "後",
                "?,F(xiàn)",
                "的",
            ]
        )
    )
)
def test_restoring_any_mixture_twice_changes_nothing(parts: list[str]) -> None:
    once = restore("".join(parts)).text
    assert restore(once).text == once


@given(st.sets(st.sampled_from(sorted(set(ORIGINAL))), min_size=30))
def test_whichever_characters_a_mirror_annotates_the_page_is_restored_or_kept(annotated: set[str]) -> None:
    page = garble(ORIGINAL, "".join(annotated))
    restorer = Restorer.for_page(page)
    assert restore(page).text == (ORIGINAL if restorer.verdict == "injected" else page)


@given(st.text())
def test_any_text_without_readings_is_clean(text: str) -> None:
    assert "(" in text or "（" in text or "??" in text or restore(text) == Restored(text=text)


def test_readings_are_told_with_and_without_the_tone_of_ü() -> None:
    assert readings("長")[0] == "zhǎng"
    assert is_first("長", "zhǎnɡ")
    assert not is_first("長", "cháng")
    assert not is_first("A", "a")
    assert readings("A") == ()


@pytest.mark.skipif(not SEED.is_dir(), reason="the folder shared/seed is not beside the project")
def test_the_document_that_the_project_was_made_for_is_restored_whole() -> None:
    published = (SEED / "article.txt").read_text("utf-8")
    original = (SEED / "restored.txt").read_text("utf-8")
    gold = json.loads((SEED / "gold.json").read_text("utf-8"))
    page = Restorer.for_page(published)
    assert page.restore(published) == Restored(text=original, readings_removed=gold["readings_injected"])
    body = "\n".join(published.splitlines()[:8])
    assert page.apply(body) == ("\n".join(original.splitlines()[:8]), 162)
