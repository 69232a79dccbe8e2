"""The sheet for review: nothing of a text is missing in it, what belongs together stands side by side."""

import re
from pathlib import Path

import pytest
from conftest import real_world
from test_language import EN, FA

from sistersite import signoff, views, web
from sistersite.errors import WrongUse
from sistersite.model import Node, Prose
from sistersite.templates import Templates

PROJECT = Path(__file__).parent.parent
SPOKEN = {"fa": FA, "en": EN}


def made(*paths):
    return signoff.sheets(real_world(), SPOKEN, paths)


def page(*paths):
    templates = Templates(PROJECT / "layouts", web.NAMES)
    return signoff.html(made(*paths), real_world(), SPOKEN, FA, PROJECT / "assets", templates)


def test_every_text_has_its_sheet_in_the_order_of_the_book():
    site = real_world().site
    told = [(one.row.kind, one.row.slug) for one in made()]
    assert len(told) == len(set(told)) == len(site.cities) + len(site.pages)
    cities = [slug for kind, slug in told if kind == "city"]
    assert cities == list(real_world().cities)
    front = [("page", slug) for slug in site.settings.book.front]
    assert told[: len(front)] == front


def test_what_belongs_together_stands_side_by_side():
    for sheet in made("cities"):
        running = [one for one in sheet.passages if not one.part]
        assert running and all(set(one.sides) == {"fa", "en"} for one in running), sheet.row.slug
        for one in running:
            heads = {code: re.match("<h\\d", side) is not None for code, side in one.sides.items()}
            assert len(set(heads.values())) == 1, sheet.row.slug


def test_every_word_and_every_note_of_a_text_is_there():
    [sheet] = made("cities/xian")
    chapter = real_world().cities["xian"].chapters["fa"]
    text = " ".join(re.sub("<[^>]+>", "", one.sides["fa"]) for one in sheet.passages if not one.part)
    for node in chapter.nodes:
        words = " ".join(one for one in node.children if isinstance(one, str)).split()
        assert all(word in text for word in words)
    assert sheet.marks["fa"] == len(list(views.values_of(chapter.nodes, "note")))
    assert sheet.words["fa"] > 100


def test_no_two_things_have_the_same_name_and_every_mark_leads_to_its_source():
    html = page()
    names = re.findall(r' id="([^"]+)"', html)
    assert len(names) == len(set(names))
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert any("source-" in one for one in targets) and targets <= set(names)


def test_it_needs_no_other_file():
    assert not re.findall(r"<(?:script|img|link|iframe)\b|url\((?!data:)", page("cities/xian"))


def test_pieces_go_by_their_sections():
    def text(*nodes):
        return Prose("fa", tuple(Node(kind, (words,), value=words if kind == "heading" else "") for kind, words in nodes))

    one = text(("paragraph", "a"), ("heading", "h"), ("paragraph", "b"))
    other = text(("heading", "h"), ("paragraph", "B"), ("paragraph", "C"))
    side_by_side = [{code: node.children[0] for code, node in nodes.items()} for nodes in signoff._aligned({"fa": one, "en": other})]
    assert side_by_side == [{"fa": "a"}, {"fa": "h", "en": "h"}, {"fa": "b", "en": "B"}, {"en": "C"}]
    elsewhere = text(("heading", "other"), ("paragraph", "B"))
    assert len(list(signoff._aligned({"fa": one, "en": elsewhere}))) == 3


def test_a_path_that_leads_to_no_text_is_told():
    with pytest.raises(WrongUse) as told:
        made("cities/xain")
    assert told.value.values["nearest"] == "cities/xian"


def test_the_command_writes_it(command, tmp_path):
    file = tmp_path / "sheet.html"
    done = command("review", "cities/xian", "--lang", "en", "--out", file)
    assert done.returncode == 0, done.stderr
    html = file.read_text("utf-8")
    assert html.count('<section class="sheet"') == 1 and 'dir="rtl"' in html
