"""Files are mended letter by letter; all else in them stays byte for byte."""

import re
import shutil

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from test_cases import CASES, HEALTHY, lay_out

from sistersite import lint, mending, model, texts
from sistersite.errors import Mend, Place, Problem
from sistersite.rules import Rules

RULES = Rules(("fa", "en"), ("fa", "en"))
PATH = "cities/x/city.yaml"


def problems_of(content, path=PATH):
    if path.endswith(".md"):
        return texts.read_prose(path, content, "fa", texts.PageHead, RULES).problems
    return texts.read_record(model.Fact, path, content, RULES).problems


def settled(content, path=PATH):
    """Mended until nothing certain is left, and how many places were."""
    count = 0
    while True:
        content, done = mending.mended(path, content, problems_of(content, path))
        if not done:
            return content, count
        count += done


def test_only_what_was_found_changes():
    old = "# یادداشت ي ، شهر\r\nsources: [s1]   # كجا\r\nfa:   \"شهر ي ، نو\"\r\nen: 'the  town' # it's\r\n".encode()
    assert settled(old) == (old.replace('شهر ي ، نو"'.encode(), 'شهر ی، نو"'.encode()).replace(b"the  town", b"the town"), 3)


def test_the_byte_order_mark_and_lone_line_ends_stay():
    old = b"\xef\xbb\xbf" + 'fa: "كتاب"\ren: "A  book"\rsources: [s1]\r'.encode()
    new, count = settled(old)
    assert new == old.replace("ك".encode(), "ک".encode()).replace(b"A  book", b"A book") and count == 2


@pytest.mark.parametrize(
    "value",
    [r'"گفت \"كتاب\""', '"كتاب\n    دیگر"', ">-\n    كتاب\n    دیگر", "'it''s ي'", r'"\u0643تاب"'],
)
def test_what_is_not_written_as_it_is_read_is_told_and_left(value):
    content = f'fa: {value}\nen: "A book"\nsources: [s1]\n'.encode()
    problems = problems_of(content)
    assert problems and not any(problem.mend for problem in problems)
    assert mending.mended(PATH, content, problems) == (content, 0)


def test_a_colon_in_a_bare_sentence_is_left():
    content = 'fa: شهر:باغ كتاب\nen: "A book"\nsources: [s1]\n'.encode()
    assert settled(content)[0] == content.replace("ك".encode(), "ک".encode())


def test_a_file_that_would_hold_something_else_is_left():
    content = b"fa: one\n"
    assert mending.mended(PATH, content, [Problem(Place(PATH, 1, 5), "spacing", {}, Mend("one", "a: b"))]) == (content, 0)


def test_a_file_that_has_changed_meanwhile_is_left():
    content = 'fa: "كتاب"\nen: "A book"\nsources: [s1]\n'.encode()
    assert mending.mended(PATH, b"# new\n" + content, problems_of(content)) == (b"# new\n" + content, 0)


def test_markdown_with_a_head():
    old = '---\ntitle: "كتاب"  # ي\nsummary: "شهر ، باغ"\n---\n## شهر {#a-b}\n\nشهر ، باغ[^s1] و [پل,](https://a.ir/b,c).  \n'.encode()
    new, count = settled(old, "content/pages/x/fa.md")
    assert count == 4
    assert new.decode() == '---\ntitle: "کتاب"  # ي\nsummary: "شهر، باغ"\n---\n## شهر {#a-b}\n\nشهر، باغ[^s1] و [پل،](https://a.ir/b,c).  \n'


def test_the_difference_shows_what_cannot_be_seen():
    lines = list(mending.difference(PATH, "fa: ش\u200fهر\r\nen: x\r\n".encode(), "fa: شهر\r\nen: x\r\n".encode()))
    assert lines[:2] == [f"--- {PATH}", f"+++ {PATH}"] and lines[3:] == ["-fa: ش<U+200F>هر", "+fa: شهر"]


WORDS = st.lists(
    st.sampled_from(
        [
            *"شهر كتاب يك خانه ای ها می شود 12 ۳,۴۰۰ ، , ; - ... : # & * ! | > % ' « » a the".split(" "),
            *(" ", "  ", "\u200c", "\u200f", "\u00a0", "{", "}", "\\\\", '\\"'),
        ]
    ),
    min_size=1,
    max_size=9,
).map("".join)


@given(
    fa=WORDS, en=WORDS, note=WORDS, mark=st.booleans(), end=st.sampled_from(["\n", "\r\n"]), gap=st.sampled_from(["", "  "]), order=st.permutations(range(3))
)
def test_nothing_but_the_flagged_spans_changes(fa, en, note, mark, end, gap, order):
    lines = [f'fa: {gap}"{fa}"', f'en: "{en}"{gap} # {note}', "sources: [s1]"]
    text = end.join([f"# {note}", *(lines[n] for n in order), ""])
    old = b"\xef\xbb\xbf" * mark + text.encode()
    problems = [problem for problem in problems_of(old) if problem.mend]
    new, done = mending.mended(PATH, old, problems)
    assert done == len(problems)
    before, after = yaml.safe_load(old.decode("utf-8-sig")), yaml.safe_load(new.decode("utf-8-sig"))
    expected = dict(before)
    for code, typed in (("fa", fa), ("en", en)):
        if before[code] == typed and typed.strip():  # no escapes; a field of spaces is empty
            words = typed
            for one in reversed(lint.findings(typed, code)):
                words = words if one.mended is None else words[: one.offset] + one.mended + words[one.offset + len(one.found) :]
            expected[code] = words
    assert after == expected and list(after) == list(before)
    strip = re.compile(r'(?m)^((?:fa|en): *)"(?:[^"\\\r\n]|\\.)*"')  # all but the two sentences is as it was
    assert strip.sub(r"\1", new.decode()) == strip.sub(r"\1", old.decode()) and new.startswith(b"\xef\xbb\xbf") == mark
    last, _ = settled(new)
    assert settled(last) == (last, 0)


def test_the_command_mends_shows_and_has_nothing_to_do_the_second_time(command, tmp_path):
    lay_out(CASES / "spacing", tmp_path / "site")
    shutil.copytree(CASES / "half-space-2/in", tmp_path / "site", dirs_exist_ok=True)
    file = tmp_path / "site/cities/florence/city.yaml"
    file.chmod(0o640)
    done = command("check", "--fix", "--lang", "en", "--root", tmp_path / "site")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "--- cities/florence/city.yaml" in done.stdout and "Mended 5 places." in done.stdout
    assert '+    en: "Florence lies on the Arno."' in done.stdout
    assert done.stdout.count("[spacing]") == 1 and done.stdout.count("[half-space]") == 1  # those that are not certain
    assert done.stdout.rstrip().endswith("2 problems.")
    assert file.stat().st_mode & 0o777 == 0o640 and not list(file.parent.glob(".*"))
    left = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file() and ".cache" not in path.parts}
    again = command("check", "--fix", "--lang", "en", "--root", tmp_path / "site")
    assert "nothing that the program could mend" in again.stdout
    assert {path: path.read_bytes() for path in left} == left


def test_a_healthy_site_is_not_touched(command, tmp_path):
    lay_out(HEALTHY, tmp_path / "site")
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "site").rglob("*") if path.is_file()}
    done = command("check", "--fix", "--lang", "en", "--root", tmp_path / "site")
    assert done.returncode == 0 and done.stdout.startswith("There was nothing")
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before


def test_with_a_format_for_programs_only_that_is_printed(command, tmp_path):
    lay_out(CASES / "spacing-2", tmp_path / "site")
    done = command("check", "--fix", "--format", "json", "--root", tmp_path / "site")
    assert (done.returncode, done.stdout) == (0, '{"problems": []}\n')
