"""The same facts in two languages: what is a difference and what is not."""

import datetime
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sistersite import counterparts, discover, glossary, load, memo, model, pipeline, quantities, samefact
from sistersite.counterparts import Chapter, Exemption
from sistersite.errors import Place
from sistersite.read import Written

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT / "tests/samefact"))
import measure  # noqa: E402

LANGUAGES, _ = pipeline.understand_languages(pipeline.language_files(discover.languages(PROJECT)), memo.Memo(None))
NAMES = (
    ("florence", {"fa": ["فلورانس"], "en": ["Florence"]}),
    ("new-julfa", {"fa": ["جلفای نو"], "en": ["New Julfa"]}),
    ("julfa", {"fa": ["جلفا"], "en": ["Julfa"]}),
    ("wego", {"fa": ["ویگو"], "en": ["WeGO"]}),
    ("ir", {"fa": ["ایران"], "en": ["Iran", "Persian"]}),
)
TONGUES = {
    code: samefact.Tongue(quantities.lexicon(LANGUAGES[code]), glossary.forms(NAMES, LANGUAGES[code].settings.endings)) for code in ("fa", "en")
}


def found(fa: str, en: str, markdown: bool = False, understood: frozenset[str] = frozenset()) -> list[tuple[str, str | None, str | None]]:
    ours, theirs = (samefact.claims(text, TONGUES[code], markdown) for code, text in (("fa", fa), ("en", en)))
    return [
        (one.kind, one.ours and fa[one.ours.start : one.ours.end], one.theirs and en[one.theirs.start : one.theirs.end])
        for one in samefact.differences(ours, theirs, understood)
    ]


@pytest.mark.parametrize(
    ("fa", "en"),
    [
        ("شانزده شهر", "sixteen cities"),
        ("شانزدهمین شهر", "the 16th city"),
        ("۱۶ شهر", "sixteen cities"),
        ("سدهٔ هفدهم", "the seventeenth century"),
        ("نیم میلیون نفر", "half a million people"),
        ("یک و نیم میلیون", "1.5 million"),
        ("۱۲٫۹۵ میلیون", "12.95 million"),
        ("۳۱۰۰ سال", "3,100 years"),
        ("۳٬۱۰۰ سال", "3,100 years"),
        ("سه هزار و پانصد", "three thousand five hundred"),
        ("دویست و پنجاه هزار", "two hundred and fifty thousand"),
        ("صدوبیست‌وششمین نشست", "the 126th session"),
        ("بیست‌وپنجمین سال", "the twenty-fifth year"),
        ("۱۹۹۴ تا ۱۹۹۸", "1994–98"),
        ("۱۰ درصد", "10 per cent"),
        ("۱۰٪", "10%"),
        ("در هر دو شهر", "in both cities"),
        ("یک کتاب", "a book"),
        ("نه شیان", "not Xi’an"),
        ("ده‌ها نفر در سه‌شنبه", "dozens of people on Tuesday"),
        ("۲۰ فروردین ۱۴۰۴", "9 April 2025"),
        ("۲۰ فروردین ۱۴۰۴ (۹ آوریل ۲۰۲۵)", "9 April 2025"),
        ("۶ مهٔ ۱۹۸۹ (۱۶ اردیبهشت ۱۳۶۸)", "6 May 1989 (16 Ordibehesht 1368)"),
        ("۱۳۶۸ (۱۹۸۹)", "1989"),
        ("در ۱۳۹۷", "in 2018"),
        ("مهر ۱۳۹۷", "October 2018"),
        ("نوامبر ۲۰۰۸ (آبان–آذر ۱۳۸۷)", "November 2008"),
        ("مهر–آبان ۱۳۷۹", "October 2000"),
        ("۲۲ شهریور", "13 September"),
        ("۱۷ تا ۱۹ مهٔ ۲۰۱۹", "17–19 May 2019"),
        ("۲۸ فروردین تا ۳ اردیبهشت ۱۳۹۸", "17–23 April 2019"),
        ("۱۳۹۸/۰۲/۱۷", "7 May 2019"),
        ("۲۰۱۹/۵/۱۷", "17/5/2019"),
        ("۱۷ مهٔ ۲۰۱۹", "5/17/2019"),
        ("هفدهم مرداد", "17 Mordad"),
        ("۶۱۴ قمری (۱۲۱۷ میلادی)", "614 AH (1217)"),
        ("آوریل ۲۰۲۰ و در آوریل", "in April 2020"),
        ("از جلفا تا جلفای نو", "from Julfa to New Julfa"),
        ("عضو WeGO", "a member of WeGO"),
        ("ایرانی", "Iranian"),
        ("فلورانسی‌ها", "Florence"),
    ],
)
def test_the_same(fa, en):
    assert not found(fa, en)


@pytest.mark.parametrize(
    ("fa", "en", "difference"),
    [
        ("شانزده شهر", "fifteen cities", ("fact-differs", "شانزده", "fifteen")),
        ("شهرها", "three cities", ("fact-differs", None, "three")),
        ("دو شهر", "three cities", ("fact-differs", None, "three")),
        ("۱۲٫۹۵ میلیون", "12.59 million", ("fact-differs", "۱۲٫۹۵ میلیون", "12.59 million")),
        ("۱۰ درصد", "10 people", ("fact-differs", "۱۰ درصد", "10")),
        ("۱۰ درصد", "11 per cent", ("fact-differs", "۱۰ درصد", "11 per cent")),
        ("۲۰ فروردین ۱۴۰۴", "8 April 2025", ("fact-differs", "۲۰ فروردین ۱۴۰۴", "8 April 2025")),
        ("مهر ۱۳۹۷", "December 2018", ("fact-differs", "مهر ۱۳۹۷", "December 2018")),
        ("در ۱۳۹۷", "in October 2018", ("fact-differs", None, "October 2018")),
        ("در ۱۳۹۷", "in 2020", ("fact-differs", "۱۳۹۷", "2020")),
        ("۲۲ شهریور", "11 September", ("fact-differs", "۲۲ شهریور", "11 September")),
        ("۱۳۹۸/۰۲/۱۷", "8 May 2019", ("fact-differs", "۱۳۹۸/۰۲/۱۷", "8 May 2019")),
        ("۱۳۹۸/۰۲/۱۷", "17/5/2019", ("fact-differs", "۱۳۹۸/۰۲/۱۷", "17/5/2019")),
        ("۷ مهٔ ۲۰۱۹", "7/5/2019", ("fact-differs", None, "5")),
        ("۳۱ خرداد ۱۴۰۰", "23 June 2021", ("fact-differs", "۳۱ خرداد ۱۴۰۰", "23 June 2021")),
        ("در فلورانس", "in the city", ("name-differs", "فلورانس", None)),
        ("در جلفا", "in New Julfa", ("name-differs", "جلفا", "New Julfa")),
    ],
)
def test_not_the_same(fa, en, difference):
    assert difference in found(fa, en)


def test_notes_and_links():
    assert not found("سخن.[^s1][^s2] [شیان](city:xian)", "Said.[^s2][^s1] [Xi’an](city:xian)", markdown=True)
    assert found("سخن.[^s1]", "Said.", markdown=True) == [("note-differs", "[^s1]", None)]
    assert found("سخن.[^s1][^s1]", "Said.[^s1]", markdown=True) == [("note-differs", "[^s1]", None)]
    assert found("[شیان](city:xian)", "[Xi’an](city:kazan)", markdown=True) == [("link-differs", "city:xian", "city:kazan")]
    assert not found("سخن[^s16] [۱](https://a.ir/fa/12)", "Said[^s16] [1](https://a.ir/fa/12)", markdown=True)  # no numbers in marks


def test_names_of_the_subject_go_without_saying():
    assert not found("فلورانس شهری است", "It is a city", understood=frozenset({"florence"}))


@pytest.mark.parametrize(
    ("text", "contradictions"),
    [
        ("6 May 1989 (16 Ordibehesht 1368)", 0),
        ("6 May 1989 (17 Ordibehesht 1368)", 1),
        ("1389 (2010)", 0),
        ("1389 (2012)", 1),
        ("7 to 14 April 2018 (18 to 25 Farvardin 1397)", 0),
        ("from Tir 1376 to Esfand 1379 (June 1997 to March 2001)", 0),
        ("in 1402 and 1403 (2023 and 2024)", 0),
        ("31 February 2020 (1398)", 1),
    ],
)
def test_both_calendars_in_one_text(text, contradictions):
    assert len(samefact.claims(text, TONGUES["en"]).contradictions) == contradictions


@given(st.dates(min_value=datetime.date(1926, 1, 1), max_value=datetime.date(2080, 1, 1)))
def test_every_day_is_the_same_in_both_calendars(day):
    gregorian = model.When("gregorian", day.year, day.month, day.day)
    words = [LANGUAGES[code].date(gregorian).first for code in ("fa", "en")]
    assert not found(*words)


@given(st.integers(3, 10**9))
def test_every_number_is_the_same_in_both_scripts(number):
    assert not found(LANGUAGES["fa"].number(number), LANGUAGES["en"].number(number))
    assert found(LANGUAGES["fa"].number(number), LANGUAGES["en"].number(number * 2 + 5))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_compared(fa, en):
    found(fa, en, markdown=True)


# --- exemptions


def scalar(text: str, line: int = 1) -> load.Scalar:
    return load.Scalar(text, Place("x.yaml", line, 5), True, True)


def problems(texts=(), chapters=None, whole=True):
    return [(p.kind, p.place) for p in counterparts.compare(texts, chapters or {}, TONGUES, frozenset(), whole)]


def test_a_short_text_may_differ_with_a_reason():
    words = {"fa": scalar("سه شهر"), "en": scalar("cities", 2)}
    assert problems([Written(words)]) == [("fact-differs", Place("x.yaml", 1, 6))]
    assert not problems([Written(words, scalar("why", 3))])
    same = {"fa": scalar("سه شهر"), "en": scalar("three cities", 2)}
    assert problems([Written(same, scalar("why", 3))]) == [("differs-unneeded", Place("x.yaml", 3, 5))]
    assert not problems([Written(same, scalar("why", 3))], whole=False)


def test_a_text_in_one_language_is_no_difference():
    assert not problems([Written({"fa": scalar("سه شهر")})])
    assert not problems(chapters={"fa": Chapter("fa.md", "سه شهر[^s1]", 1)})


def chapters(*exemptions: str) -> dict[str, Chapter]:
    exempt = tuple((Place("en.md", number), Exemption(what=what, why="why")) for number, what in enumerate(exemptions, 2))
    return {"fa": Chapter("fa.md", "یک شهر\n\nشهرها[^s1]\n", 1), "en": Chapter("en.md", "One city\n\nsix  cities[^s1]\n", 5, (), exempt)}


def test_a_chapter_exempts_what_it_quotes():
    assert problems(chapters=chapters()) == [("fact-differs", Place("en.md", 7, 1))]
    assert not problems(chapters=chapters("six"))
    assert problems(chapters=chapters("six", "seven")) == [("differs-unneeded", Place("en.md", 3))]


def test_texts_with_other_paragraphs_are_compared_as_wholes():
    texts = {"fa": Chapter("fa.md", "سه\n\nپنج\n", 1), "en": Chapter("en.md", "three, five\n", 1)}
    assert not problems(chapters=texts)


# --- the real content


def test_recall_and_false_alarms():
    pairs, tongues = measure.content()
    outcomes = measure.measure(pairs, tongues, most=40, seed=2026)
    planted, missed = sum(one.planted for one in outcomes.values()), sum(len(one.missed) for one in outcomes.values())
    assert planted > 400
    assert 1 - missed / planted >= measure.RECALL, {kind: one.missed for kind, one in outcomes.items()}
    alarms = [pair.texts for pair in pairs if measure.said(pair, tongues)]
    assert len(pairs) > 1000 and len(alarms) / len(pairs) <= measure.ALARMS, alarms
