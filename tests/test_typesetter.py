"""What Typst sets or refuses to set, and where it says a mistake is; the same bytes each time; footnotes that stray."""

from __future__ import annotations

import datetime
import io

import pytest
from conftest import DATE, needed
from typst_pages import FONTS

from sistersite import typesetter
from sistersite.crosslinks import Place
from sistersite.typesetter import NotSet

needed("typst", "pikepdf")

DAY = datetime.date.fromisoformat(DATE)
HEAD = '#set document(title: "T")\n#set text(lang: "en", font: "Site Sans", fallback: false)\n#set page(width: 80mm, height: 60mm, margin: 10mm)\n'


@pytest.fixture
def typeset(tmp_path):
    """Set a template, with others beside it, to the bytes of a PDF."""

    def run(body, data=None, blocks_of=tuple, head=HEAD, day=DAY, **others):
        for name, text in {**others, "main": head + body}.items():
            (tmp_path / f"{name}.typ").write_text(text, "utf-8")
        return typesetter.typeset(tmp_path / "main.typ", "document", data or {}, [FONTS], day, blocks_of).pdf

    return run


def pages(pdf):
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def refused(run, *arguments, **more):
    with pytest.raises(NotSet) as caught:
        run(*arguments, **more)
    return caught.value


# --- what is set


def test_the_template_finds_its_data(typeset):
    body = '#let data = json(bytes(sys.inputs.data))\n#for n in range(data.count) { pagebreak(weak: true); [#data.name #n] }\n'
    pdf = typeset(body, {"count": 3, "name": "Xi’an"})
    assert pages(pdf) == 3


def test_it_is_tagged_pdf_ua_of_its_day(typeset):
    import pikepdf

    with pikepdf.open(io.BytesIO(typeset("Hello"))) as document:
        assert bool(document.Root.MarkInfo.Marked) and document.Root.StructTreeRoot
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1" and metadata["xmp:CreateDate"].startswith(f"{DATE}T12:00")


def test_the_same_bytes_each_time_and_others_for_other_data(typeset):
    body = "#let data = json(bytes(sys.inputs.data))\n#data.name"
    assert typeset(body, {"name": "a"}) == typeset(body, {"name": "a"}) != typeset(body, {"name": "b"})
    assert typeset("a") != typeset("a", day=datetime.date(2030, 1, 1))


# --- what is refused


def test_a_mistake_in_a_template_is_told_with_its_place(typeset):
    error = refused(typeset, "Hello\n#nothing-here")
    assert (error.file, error.place) == ("main.typ", (5, 2)) and "unknown variable" in str(error)


def test_a_mistake_in_a_template_beside_it(typeset):
    error = refused(typeset, '#import "lines.typ": *\n', lines="#let a = 1\n#let b = c\n")
    assert (error.file, error.place[0]) == ("lines.typ", 2)


def test_a_sign_that_is_no_template(typeset):
    error = refused(typeset, "#let a = (")
    assert error.file == "main.typ" and error.place == (4, 10)


def test_a_missing_glyph_stops_it(typeset):
    error = refused(typeset, "Hello\n\nhere 𓀀 stands")
    assert error.file == "main.typ" and error.place[0] == 6 and "𓀀" in str(error)


def test_an_unknown_font_stops_it(typeset):
    error = refused(typeset, '#text(font: "No Such Face")[Hello]')
    assert error.file == "main.typ" and error.place == (4, 13) and "no such face" in str(error).lower()


def test_fonts_of_the_machine_are_not_looked_for(typeset):
    for name in ("DejaVu Sans", "Libertinus Serif"):  # the second comes with Typst itself
        assert name.lower() in str(refused(typeset, f'#text(font: ("{name}", "Site Sans"))[Hello]')).lower()


def test_a_picture_without_words_stops_it(typeset):
    drawn = '<svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"9\\" height=\\"9\\"><path d=\\"M0 0h9v9z\\"/></svg>'
    assert typeset(f'#image(bytes("{drawn}"), alt: "A corner")')
    assert "alt" in str(refused(typeset, f'#image(bytes("{drawn}"))'))


def test_data_that_a_template_does_not_know_has_a_place_too(typeset):
    error = refused(typeset, "#let data = json(bytes(sys.inputs.data))\n#data.other", {"name": "a"})
    assert (error.file, error.place[0]) == ("main.typ", 5)


def test_a_saying_without_a_place():
    error = NotSet("something else")
    assert (error.file, error.place) == ("", (1, 1))


# --- footnotes that stray

STRAYING = """
#let fresh = json(sys.inputs.fresh)
#metadata((strays: { WHEN }, places: ((id: "a", says: "Source 1", page: 1, x: 2.5, y: 30),))) <told>
#for one in fresh { pagebreak(); [#one] }
end
"""


def test_it_is_set_anew_where_footnotes_stray(typeset):
    asked = []

    def blocks_of(strays):
        asked.append(list(strays))
        return [f"{one}/0" for one in strays]

    once = STRAYING.replace("WHEN", 'if fresh.len() == 0 { ("a-1", "a-2") } else { () }')
    assert pages(typeset(once, blocks_of=blocks_of)) == 3 and asked == [["a-1", "a-2"]]


def test_strays_are_asked_for_round_by_round_and_not_for_ever(typeset):
    asked = []

    def blocks_of(strays):
        asked.append(strays)
        return strays

    always = STRAYING.replace("WHEN", '("a-" + str(fresh.len()),)')
    assert pages(typeset(always, blocks_of=blocks_of)) == typesetter.ROUNDS
    assert asked == [[f"a-{n}"] for n in range(typesetter.ROUNDS)]


def test_without_strays_nobody_is_asked(typeset):
    never = STRAYING.replace("WHEN", "()")
    assert pages(typeset(never, blocks_of=lambda strays: pytest.fail("asked"))) == 1


def test_it_is_told_where_sources_stand(tmp_path):
    (tmp_path / "main.typ").write_text(HEAD + STRAYING.replace("WHEN", "()"), "utf-8")
    (place,) = typesetter.typeset(tmp_path / "main.typ", "document", {}, [FONTS], DAY).places
    assert place == Place("a", "Source 1", 1, 2.5, 30)
