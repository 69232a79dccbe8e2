"""What goes beside the pages, and that remembering never changes a byte."""

import datetime
import re
import shutil
from pathlib import Path

import pytest

from sistersite import pipeline, web

PROJECT = Path(__file__).parent.parent
TODAY = datetime.date(2026, 11, 22)
HEALTHY = PROJECT / "tests" / "cases" / "healthy" / "in"


@pytest.fixture
def root(tmp_path):
    shutil.copytree(HEALTHY, tmp_path / "site")
    return tmp_path / "site"


def outputs(root, remember, **more):
    made = pipeline.make(pipeline.Options(root, date=more.pop("date", TODAY), memo=remember, drawings=False, **more))
    assert not made.problems
    return {output.path: output.content for output in made.outputs}


def replaced(root, path, old, new):
    file = root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


EDITS = (
    ("cities/florence/city.yaml", 'en: "Florence"', 'en: "Firenze"'),
    ("cities/florence/fa.md", "\n\n", "\n\nجملهٔ تازه.\n\n"),
    ("content/site.yaml", '  en: "', '  en: "New '),
    ("content/networks.yaml", '  en: "', '  en: "New '),
    ("content/proposals.yaml", '  en: "', '  en: "New '),
    ("content/sources.yaml", 'publisher: "', 'publisher: "New '),
    ("content/pages/about/en.md", 'title: "', 'title: "New '),
    ("locales/de/LC_MESSAGES/messages.po", 'msgid "menu.cities"\nmsgstr "', 'msgid "menu.cities"\nmsgstr "Neu '),
)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit[0])
def test_remembering_never_changes_a_byte(root, edit):
    """After any edit, a build that remembers the one before makes what a build from nothing makes."""
    before = outputs(root, True)
    replaced(root, *edit)
    after = outputs(root, True)
    assert after == outputs(root, False)
    assert after != before


def test_options_are_remembered_too(root):
    outputs(root, True)
    for more in ({"date": datetime.date(2030, 1, 1)}, {"base_url": "https://other.example/sub/"}):
        assert outputs(root, True, **more) == outputs(root, False, **more)


def test_an_edit_makes_only_what_it_touches_anew(root):
    before = outputs(root, True)
    replaced(root, "cities/xian/fa.md", "\n", "\n\nجملهٔ تازه.\n\n")
    after = outputs(root, True)
    changed = {path for path in before if before[path] != after.get(path)}
    assert changed and all("xian" in path for path in changed)


def test_a_base_with_a_path():
    base = web.Base("https://a.example/sisters")
    assert base.link("fa/") == "/sisters/fa/" and base.absolute("") == "https://a.example/sisters/"
    assert web.Base("https://a.example/").link("fa/") == "/fa/"


def test_a_renamed_city_is_found_under_its_old_address(root):
    made = outputs(root, False)
    page = made["en/cities/florentia/index.html"].decode()
    assert 'content="0; url=' in page and "/en/cities/florence/" in page and "noindex" in page
    assert b"florentia" not in made["sitemap.xml"]


def test_languages_without_a_page_are_no_alternates(root):
    page = outputs(root, False)["en/cities/xian/index.html"].decode()
    assert 'hreflang="fa" href="http' not in page.split("<body")[0]
    assert "notice" in page and 'lang="fa" dir="rtl"' in page


def test_a_page_of_prose_without_a_translation_says_so_and_its_words_say_their_language(root):
    (root / "content/pages/about/en.md").unlink()
    page = outputs(root, False)["en/about/index.html"].decode()
    assert 'class="notice">This text has not been written in English yet' in page
    assert re.search(r'<h1><bdi lang="fa" dir="rtl">', page) and '<div lang="fa" dir="rtl">' in page


def test_only_the_older_text_says_that_the_other_is_newer(root):
    replaced(root, "content/pages/about/fa.md", "\n## ", "\nجملهٔ تازه.\n\n## ")
    made = {code: outputs(root, False)[f"{code}/about/index.html"].decode() for code in ("fa", "en")}
    assert '<p class="notice">' not in made["fa"]
    link = '<a href="/small/fa/about/" hreflang="fa">the text in Persian</a>'
    assert f'<p class="notice">This text is being brought up to date; {link} is newer.</p>' in made["en"]


def test_the_board_is_for_the_office_alone(root):
    made = outputs(root, False)
    page = made["fa/status/index.html"].decode()
    assert '<meta name="robots" content="noindex">' in page and "cities/florence/fa.md" in page
    assert b"/status/" not in made["sitemap.xml"]
    assert not [path for path, content in made.items() if path.endswith(".html") and "/status/" not in path and b"/status/" in content]
    assert 'content="noindex"' not in made["fa/index.html"].decode()


def test_figures_that_are_too_old_say_so(root):
    replaced(root, "cities/florence/city.yaml", "due: 2027-11-22", "due: 2026-11-21")
    page = outputs(root, False)["en/cities/florence/index.html"].decode()
    assert re.search(r"<small>\(figure of \d{4}, due for review\)", page)
    assert "due for review" not in outputs(root, False)["en/cities/xian/index.html"].decode()
