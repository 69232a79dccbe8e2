"""Digits, numbers, dates in both calendars, order of letters, direction."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sistersite import language as lang
from sistersite import load, model, pipeline, scripts
from sistersite.memo import Memo
from sistersite.model import When

PROJECT = Path(__file__).parent.parent


def languages():
    folders = {code: PROJECT / "locales" / code for code in ("fa", "en")}
    made, problems = pipeline.understand_languages(pipeline.language_files(folders), Memo(None))
    assert not problems
    return made


FA, EN = languages()["fa"], languages()["en"]


def shown(language, when):
    date = language.date(when)
    return f"{date.first} ({date.second})" if date.second else date.first


@pytest.mark.parametrize(
    ("when", "fa", "en", "iso"),
    [
        (When("gregorian", 2019, 5, 18), "۲۸ اردیبهشت ۱۳۹۸ (۱۸ مهٔ ۲۰۱۹)", "18 May 2019 (28 Ordibehesht 1398)", "2019-05-18"),
        (When("gregorian", 1989, 5), "اردیبهشت–خرداد ۱۳۶۸ (مهٔ ۱۹۸۹)", "May 1989 (Ordibehesht–Khordad 1368)", "1989-05"),
        (When("gregorian", 2019), "۱۳۹۷–۱۳۹۸ (۲۰۱۹)", "2019 (1397–1398)", "2019"),
        (When("gregorian", 2020, 3), "اسفند ۱۳۹۸–فروردین ۱۳۹۹ (مارس ۲۰۲۰)", "March 2020 (Esfand 1398–Farvardin 1399)", "2020-03"),
        (When("jalali", 1398, 7), "مهر ۱۳۹۸ (سپتامبر–اکتبر ۲۰۱۹)", "September–October 2019 (Mehr 1398)", ""),
        (When("jalali", 1404, 1, 20), "۲۰ فروردین ۱۴۰۴ (۹ آوریل ۲۰۲۵)", "9 April 2025 (20 Farvardin 1404)", "2025-04-09"),
        (When("jalali", 1399), "۱۳۹۹ (۲۰۲۰–۲۰۲۱)", "2020–2021 (1399)", ""),
        (When("gregorian", 1606), "۱۶۰۶", "1606", "1606"),
        (When("gregorian", 1925, 3, 20), "۲۰ مارس ۱۹۲۵", "20 March 1925", "1925-03-20"),
    ],
)
def test_dates(when, fa, en, iso):
    assert shown(FA, when) == fa
    assert shown(EN, when) == en
    assert FA.date(when).iso == EN.date(when).iso == iso


def test_a_date_of_publication_keeps_the_calendar_it_was_printed_in():
    assert FA.date_alone(When("gregorian", 2020, 7)).first == "ژوئیهٔ ۲۰۲۰"
    assert EN.date_alone(When("jalali", 1399, 5, 28)).first == "28 Mordad 1399"


# A second witness for the calendar: the 33-year rule, right for 1178–1633 AP.
def jalali_by_rule(year, month, day):
    leaps = lambda n: 365 * n + (8 * n + 29) // 33  # noqa: E731
    days = leaps(year - 1) - leaps(1299)
    return datetime.date(1921, 3, 21) + datetime.timedelta(days + (31 * (month - 1) if month < 7 else 186 + 30 * (month - 7)) + day - 1)


@given(st.integers(1304, 1500), st.integers(1, 12), st.integers(1, 29))
def test_the_calendar_agrees_with_the_33_year_rule(year, month, day):
    found = lang.first_day(When("jalali", year, month, day))
    assert found == jalali_by_rule(year, month, day)
    assert lang.in_calendar(found, "jalali") == When("jalali", year, month, day)


@given(st.dates(datetime.date(1926, 1, 1), datetime.date(2099, 12, 31)))
def test_a_month_spans_the_months_of_its_first_and_last_day(day):
    when = When("gregorian", day.year, day.month)
    assert lang.first_day(when) <= day <= lang.last_day(when)
    assert FA.date(when).second == FA.date_alone(when).first


@pytest.mark.parametrize(("year", "month", "day"), [(1404, 12, 30), (1398, 13, 1), (1398, 7, 31)])
def test_impossible_days(year, month, day):
    with pytest.raises(ValueError):
        lang.first_day(When("jalali", year, month, day))


def test_numbers():
    assert FA.number(12952907) == "۱۲٬۹۵۲٬۹۰۷"
    assert FA.number(34.26) == "۳۴٫۲۶"
    assert EN.number(12952907) == "12,952,907"


def test_plurals():
    assert EN.count("items", 1) == "1 act" and EN.count("items", 0) == "0 acts"
    assert FA.count("items", 3) == "۳ کار"


def test_names_from_cldr():
    assert FA.country("KR") == "کرهٔ جنوبی" and EN.country("MY") == "Malaysia"
    assert FA.language("zh") == "چینی" and FA.name == "فارسی" and EN.name == "English"


def test_order_of_letters():
    names = ["یاش", "پورتو", "ایروان", "آب", "گیونگجو", "كویت", "بارسلونا", "چین", "هاوانا", "استانبول"]
    assert sorted(names, key=FA.sort_key) == ["آب", "استانبول", "ایروان", "بارسلونا", "پورتو", "چین", "كویت", "گیونگجو", "هاوانا", "یاش"]
    assert sorted(["Zagreb", "Iași", "Łódź", "Lahore", "İstanbul", "isfahan"], key=EN.sort_key) == ["Iași", "isfahan", "İstanbul", "Lahore", "Łódź", "Zagreb"]


def test_runs_of_foreign_letters():
    runs = FA.runs("شبکهٔ UNESCO Creative Cities (UCCN) و 西安")
    assert [(r.text, r.language) for r in runs if r.foreign] == [("UNESCO Creative Cities", ""), ("UCCN", ""), ("西安", "zh")]
    runs_of = lambda text: [r.text for r in FA.runs(text) if r.foreign]  # noqa: E731
    assert runs_of("سایت 168.am و n°124 و (62 rue du Général Leclerc)") == ["168.am", "n°124", "62 rue du Général Leclerc"]
    assert runs_of("Peyman quarterly no. 40، سپس ۲۰") == ["Peyman quarterly no. 40"]
    assert "".join(r.text for r in runs) == "شبکهٔ UNESCO Creative Cities (UCCN) و 西安"
    assert [r.text for r in EN.runs("The word خواهرخوانده means sister") if r.foreign] == ["خواهرخوانده"]


@given(st.text())
def test_runs_lose_nothing(text):
    for language in (FA, EN):
        assert "".join(run.text for run in language.runs(text)) == text


def test_a_text_falls_back_and_says_in_which_language():
    assert EN.text(model.Text({"fa": "سلام"})) == ("سلام", "fa")
    assert FA.text(model.Text({"fa": "سلام", "en": "hello"})) == ("سلام", "fa")


def test_a_broken_catalogue_names_its_line():
    with pytest.raises(ValueError, match=": 3$"):
        lang.catalogue(b'msgid ""\nmsgstr ""\nmsgid "a\nmsgstr "b"\n')


def test_an_unknown_word_says_where_it_should_stand():
    with pytest.raises(lang.UnknownWord, match="nonsense"):
        EN.word("nonsense")


def test_language_files_are_read_as_any_other():
    value, problems = load.tree("locale: fa\n", "locales/fa/language.yaml")
    assert value is not None and not problems


def test_a_name_of_the_other_direction_is_one_run():
    assert scripts.whole_run("Iran Front Page (IFP), Tehran", "rtl") == scripts.Run("Iran Front Page (IFP), Tehran", True)
    assert scripts.whole_run("حیرنا (به نقل از مهر)", "ltr") == scripts.Run("حیرنا (به نقل از مهر)", True, "fa")
    assert scripts.whole_run("ایرنا IRNA", "rtl") is None
    assert scripts.whole_run("2025", "rtl") is None


def test_a_title_in_latin_letters_is_no_russian():
    assert not scripts.may_be("Ibn Sina Foundation event (Russian)", "ru")
    assert scripts.may_be("Сквер", "ru") and scripts.may_be("آغاز", "fa") and scripts.may_be("Łódź", "pl")
