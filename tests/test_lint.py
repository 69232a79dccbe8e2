"""Slips of typing: what is told, what is mended, what is left in peace."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sistersite import lint
from sistersite.errors import KINDS

MONTHS = {
    "fa": ("ژانویهٔ", "فوریهٔ", "مهٔ", "ژوئن", "ژوئیهٔ", "اوت", "سپتامبر", "نوامبر", "فروردین", "اردیبهشت", "شهریور", "مهر", "تیر"),
    "en": ("January", "May", "July", "August", "October", "November", "Mehr", "Ordibehesht"),
}
NOT_CERTAIN = "?"


def mended(text, code="fa", markdown=False):
    """With all that is certain put in; a sign before what is told and not certain."""
    for one in reversed(lint.findings(text, code, MONTHS.get(code, ()), markdown)):
        put = NOT_CERTAIN + one.found if one.mended is None else one.mended
        text = text[: one.offset] + put + text[one.offset + len(one.found) :]
    return text


def kinds(text, code="fa", markdown=False):
    return {one.kind for one in lint.findings(text, code, MONTHS.get(code, ()), markdown)}


PERSIAN = [
    ("letter-form", "كتاب علي", "کتاب علی"),
    ("letter-form", "خانۀ نو و خانه‌ی کهنه", "خانهٔ نو و خانهٔ کهنه"),
    ("letter-form", "راه‌ی نو", "را?ه‌ی نو"),
    ("letter-form", "ﮐﺘﺎب", "کتاب"),
    ("letter-form", "کتـــاب", "کتاب"),
    ("letter-form", "دایرة", "دایر?ة"),
    ("digits", "در 2019 و ٤٥ و ۲۰1۹", "در ۲۰۱۹ و ۴۵ و ۲۰۱۹"),
    ("digits", "۱,۲۰۰ نفر و 1,200,000 نفر و ۳۰%", "۱٬۲۰۰ نفر و ۱٬۲۰۰٬۰۰۰ نفر و ۳۰٪"),
    ("digits", "بخش 2.5 و ۳.۱", "بخش ?2.5 و ۳?.۱"),
    ("half-space", "می شود و نمی شود و می توان دید و میشوند", "می‌شود و نمی‌شود و می‌توان دید و می‌شوند"),
    ("half-space", "شهر ها و شهر هایی و بزرگ ترین آن هاست", "شهر‌ها و شهر‌هایی و بزرگ‌ترین آن‌هاست"),
    ("half-space", "خانه ای که رفته اند و گروه ای", "خانه‌ای که رفته‌اند و گروه? ای"),
    ("half-space", "خانهها، کتاب‌‌ها، شهر‌ ، ‌باغ", "خانه‌ها، کتاب‌ها، شهر، باغ"),
    ("half-space", "«نو» ها", "«نو»? ها"),
    ("spacing", "شهر ، باغ ؛ کوه", "شهر، باغ؛ کوه"),
    ("spacing", "شهر،باغ؛کوه، ( پل ) و «پل «", "شهر، باغ؛ کوه، (پل) و «پل «"),
    ("spacing", "در ۲۰۱۹،۴ آذر", "در ۲۰۱۹، ۴ آذر"),
    ("spacing", "شهر  باغ .", "شهر باغ."),
    ("spacing", "رفت.آمد شد", "رفت?.آمد شد"),
    ("quotation-marks", 'گفت "نو" و (“کهنه”)', "گفت «نو» و («کهنه»)"),
    ("punctuation", "شهر, باغ; کوه? آری...", "شهر، باغ؛ کوه؟ آری…"),
    ("punctuation", "۲۰۱۹-۲۰۲۱ – پل - رود", "۲۰۱۹–۲۰۲۱ – پل – رود"),
    ("hidden-character", "شه\u200fر با\u00a0غ\ufeff", "شهر با غ"),
    ("hidden-character", "شهر \u202eباغ", "شهر ?\u202eباغ"),
    ("month-name", "۵ می ۲۰۲۰ و ۷ جولای ۲۰۱۹ و ۲ اگوست", "۵ مهٔ ۲۰۲۰ و ۷ ژوئیهٔ ۲۰۱۹ و ۲ اوت"),
    ("month-name", "۱۲ اردبهشت ۱۳۹۹ و اردبهشت ۱۳۹۹", "۱۲ اردیبهشت ۱۳۹۹ و ?اردبهشت ۱۳۹۹"),
    ("mixed-script", "گروه Мetro", "گروه Metro"),
]
ENGLISH = [
    ("quotation-marks", 'the city\'s "new" gate', "the city’s “new” gate"),
    ("quotation-marks", "the 'new' gate", "the ?'new’ gate"),
    ("spacing", "gates,walls , and towers .", "gates, walls, and towers."),
    ("spacing", "It ended.Then it began", "It ended?.Then it began"),
    ("punctuation", "1998-2001 - so it was...", "1998–2001 – so it was…"),
    ("month-name", "7 Octobre 2019 and Octobre 2019", "7 October 2019 and ?Octobre 2019"),
    ("hidden-character", "co\u00adoperation", "cooperation"),
    ("half-space", "to\u200cwn", "town"),
    ("mixed-script", "Isfаhan and Флорence", "Isfahan and ?Флорence"),
    ("letter-form", "Besanc\u0327on", "Besançon"),
]


@pytest.mark.parametrize(("kind", "text", "expected"), PERSIAN)
def test_persian(kind, text, expected):
    assert kind in kinds(text)
    assert mended(text) == expected


@pytest.mark.parametrize(("kind", "text", "expected"), ENGLISH)
def test_english(kind, text, expected):
    assert kinds(text, "en") == {kind}
    assert mended(text, "en") == expected


@pytest.mark.parametrize(
    "text",
    [
        "گروه G20، استاندارد ISO 9001 و 3 km و Expo 2020",
        "Palazzo Vecchio, Piazza della Signoria, 50122 Firenze",  # an address as its country writes it
        "سایت isfahaninfo.com و intaffairs@isfahan.ir و https://a.ir/x-2,3?y=1;z",
        "«بادیشه تسایتونگ (Badische Zeitung, Freiburg)»",
        "«شهر»‌ها و ۳۰‌ساله و آن‌ها",
        "می ناب و ماه می بود و ۵ می دادند",
        "شهریار ۱۳۹۹ و ۱۲ شهر ۱۳۹۹ و ژوئیهٔ ۲۰۱۹ و ۷ مه، و خرداد‌ماه",
        "تلفن ۰۳۱-۳۲۲۲۰۰۰۰ و ۳۰–۴۰ و ۱۰:۳۰ و ۱۳۹۸/۲/۲۸",
        "حجة‌الاسلام و دایرة‌المعارف و تأیید و جزء و رأی",
        "نقل «گفت که “آری”»",
        "هیئت، ه.ش و ق.م",
        "میدان و میراث و میزبان و میانه و دهه",
    ],
)
def test_right_persian_is_left_in_peace(text):
    assert lint.findings(text, "fa", MONTHS["fa"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "the U.S., e.g. at 10:30, No.2, St. Peter’s; “so”, ‘so’ (1,800 m)",
        "Gholam‘ali of Julfa, isfahaninfo.com, ISO 639-1, 2019-05-18, +49 761 201-0",
        "«نیمهٔ جهان» and می‌شود",
        "Augustine 12 years 1999, in Mayo",
    ],
)
def test_right_english_is_left_in_peace(text):
    assert lint.findings(text, "en", MONTHS["en"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "شهر[^s1] و باغ.[^s1][^s2] کوه[^s1].\n\nپل",
        "فلورانس، *Firenze, bella*{lang=it}، و [شیان](city:xian)، [باغ](https://a.ir/b,c?d=1)",
        "## یک کتاب {#book-2}\n\n-   باغ\n- پل\n\n1. یک\n2. دو\n\n> شهر\n\n| الف | ب   |\n|-----|-----|\n| ۱   | ۲   |",
        "![مستطیل](photos/arno-2.jpg)\n\n**پررنگ**، *کج*؛ سطر  \nسطر دیگر",
        "باغ *كتاب ي*{lang=ar} و پل",
    ],
)
def test_signs_of_markdown_are_no_slips(text):
    assert lint.findings(text, "fa", MONTHS["fa"], markdown=True) == []


def test_other_languages_are_asked_for_what_holds_for_all():
    assert kinds('„Ja“, sagte "er" ,  1998-2001', "de") == {"spacing"}
    assert kinds("Sta\u200bdt", "de") == {"hidden-character"}


def test_titles_are_looked_at_for_what_is_hidden_only():
    assert [one.found for one in lint.hidden("“كتاب” : « l’art\u00a0» ,\u200e")] == ["\u200e"]


def test_what_is_shown_is_the_whole_word_as_it_will_be():
    one = lint.findings("باغ يكتا،شهر", "fa")[0]
    assert (one.offset, one.found, one.shown, one.shown_mended) == (4, "ي", "يكتا،شهر", "یکتا، شهر")


def test_kinds_are_kinds():
    assert set(lint.KINDS) <= set(KINDS)
    assert {kind for kind, *_ in (*PERSIAN, *ENGLISH)} == set(lint.KINDS)


PIECES = st.lists(
    st.sampled_from(
        [
            *"شهر‌ـيكىۀهیةا می نمی شود ها های ای تر بزرگ ۱۲۳1234٣ , ; ? ، ؛ ؟ . : ! - – \" ' “ ” « » ( ) % … a b Bc é ж".split(" "),
            *(" ", "  ", "\u200c", "\u200f", "\u00a0", "\u0301", "\n", "[^s1]", "*", "](a:b)", "["),
        ]
    ),
    max_size=14,
).map("".join)


@given(PIECES, st.sampled_from(["fa", "en", "de"]), st.booleans())
def test_mending_comes_to_an_end(text, code, markdown):
    for _ in range(8):
        certain = [one for one in lint.findings(text, code, MONTHS.get(code, ()), markdown) if one.mended is not None]
        if not certain:
            return
        for one in reversed(certain):
            assert text[one.offset :].startswith(one.found) and one.mended != one.found and "\n" not in one.found + one.mended
            text = text[: one.offset] + one.mended + text[one.offset + len(one.found) :]
    raise AssertionError(f"still mending: {text!r}")


@given(PIECES, st.sampled_from(["fa", "en"]))
def test_findings_stand_apart_and_in_order(text, code):
    ends = [(one.offset, one.offset + len(one.found)) for one in lint.findings(text, code, MONTHS[code])]
    assert all(first[1] <= second[0] for first, second in zip(ends, ends[1:], strict=False))


def test_the_words_of_the_interface_keep_to_the_rules(project):
    """They are read beside the content; what they quote as wrong is wrong on purpose."""
    from sistersite.language import catalogue

    for code in ("fa", "en"):
        for key, words in catalogue((project / f"locales/{code}/LC_MESSAGES/messages.po").read_bytes()).words.items():
            if key.startswith(("advice.", "differs.", "problem.", "use.", "yaml.", "expect.", "done.", "progress.", "problems.")):
                continue
            for text in [words] if isinstance(words, str) else words:
                told = lint.findings(re.sub(r"\{[^{}]*\}|%\w", "\ue001", text), code)
                assert not told, f"{code}: {key}: {told}"
