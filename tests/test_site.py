"""The real content: no problems, every link lands, the mark-up is right, two builds are equal."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import html5lib.constants
import pytest
import reading
from conftest import DATE, PROJECT, TOOLS, Command, said
from reading import Page

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
XML = "{http://www.w3.org/XML/1998/namespace}"
DIRECTIONS = {"fa": "rtl", "en": "ltr"}
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")  # RFC 3339


def real(pages: dict[str, Page]) -> list[Page]:
    """Pages with words of their own: neither redirects nor answers to wrong addresses."""
    return [page for page in pages.values() if not page.refresh and not page.address.endswith("404.html")]


def digests(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


# --- the content and the build


def test_content_has_no_problems(command: Command) -> None:
    made = command("check", "--no-memo", "--date", DATE, "--lang", "en")
    assert made.returncode == 0, made.stdout + made.stderr


def test_two_builds_are_equal_byte_for_byte(built_site: Path, command: Command, tmp_path: Path) -> None:
    surroundings = {"PYTHONHASHSEED": "4321", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "COLUMNS": "40"}
    made = command("build", "--no-memo", "--date", DATE, "--out", tmp_path / "again", cwd=tmp_path, env=surroundings)
    assert made.returncode == 0, made.stderr
    first, second = digests(built_site), digests(tmp_path / "again")
    assert list(first) == list(second)
    said([name for name in first if first[name] != second[name]])


# --- addresses


def _links(site: Path, pages: dict[str, Page], base: str) -> list[str]:
    found = []
    for page in pages.values():
        for link in page.links:
            if (why := reading.complaint(site, pages, base, page, link.target)) is not None:
                found.append(f"{page.address}:{link.line}: <{link.tag} {link.attribute}> {link.target!r} {why}")
        if page.refresh and (why := reading.complaint(site, pages, base, page, page.refresh)):
            found.append(f"{page.address}: refresh to {page.refresh!r} {why}")
    return found


def test_every_link_lands(built_site: Path, pages: dict[str, Page], base_url: str) -> None:
    assert sum(len(page.links) for page in pages.values()) > 1000
    said(_links(built_site, pages, base_url))


def test_every_link_lands_below_a_path(command: Command, tmp_path: Path) -> None:
    base, site = "https://x.example/sub/", tmp_path / "sub"
    made = command("build", "--date", DATE, "--base-url", base.rstrip("/"), "--out", site)
    assert made.returncode == 0, made.stdout
    pages = reading.pages(site)
    said(_links(site, pages, base))
    said(_map_complaints(site, pages, base))
    for code in DIRECTIONS:
        said(_feed_complaints(site, pages, base, code))


def test_ids_are_unique(pages: dict[str, Page]) -> None:
    said([f"{page.address}: id {name!r} ×{n}" for page in pages.values() for name, n in Counter(page.ids).items() if n > 1 or not name or " " in name])


def test_every_page_is_reachable_from_the_home_page_of_its_language(pages: dict[str, Page], base_url: str) -> None:
    for code in DIRECTIONS:
        reached, ahead = set(), [f"{code}/"]
        while ahead:
            address = ahead.pop()
            if address in reached or address not in pages or pages[address].of != code:
                continue
            reached.add(address)
            for link in pages[address].links:
                if link.tag == "a" and urlsplit(link.target).netloc == "":
                    ahead.append(unquote(urlsplit(link.target).path).removeprefix(urlsplit(base_url).path))
        said([f"{page.address} is not reachable" for page in real(pages) if page.of == code and page.address not in reached and page.robots != "noindex"])
    chooser = {link.target for link in pages[""].links if link.tag == "a"}
    assert {f"{urlsplit(base_url).path}{code}/" for code in DIRECTIONS} <= chooser


def test_canonical_addresses(pages: dict[str, Page], base_url: str) -> None:
    said([f"{page.address}: canonical {page.canonical}" for page in real(pages) if page.canonical != [base_url + page.address]])
    said([f"{page.address}: canonical {page.canonical}" for page in pages.values() if page.refresh and page.canonical != [page.refresh]])


def test_translations_name_each_other(pages: dict[str, Page], base_url: str) -> None:
    found = []
    for page in real(pages):
        own = {code: address for code, address in page.alternates.items() if code != "x-default"}
        if page.of and own and own.get(page.of) != base_url + page.address:
            found.append(f"{page.address} does not name itself: {own}")
        for code, address in own.items():
            other = pages.get(address.removeprefix(base_url))
            if other is None or other.language != code:
                found.append(f"{page.address}: {code} is {address}, which is no page in that language")
            elif page.of and {c: a for c, a in other.alternates.items() if c != "x-default"} != own:
                found.append(f"{page.address} and {other.address} do not name each other")
        default = page.alternates.get("x-default")
        if default not in (None, base_url):
            found.append(f"{page.address}: x-default is {default}")
    said(found)


def test_each_page_has_its_twin(pages: dict[str, Page]) -> None:
    paths = {code: {page.address.removeprefix(f"{code}/") for page in pages.values() if page.of == code} for code in DIRECTIONS}
    assert paths["fa"] == paths["en"]
    assert len(paths["fa"]) > 40


# --- mark-up


def test_every_page_says_its_language_and_direction(pages: dict[str, Page]) -> None:
    found = [f"{page.address}: lang={page.language!r} dir={page.direction!r}" for page in pages.values() if DIRECTIONS.get(page.language) != page.direction]
    said(found + [f"{page.address}: lang={page.language!r}" for page in pages.values() if page.of and page.of != page.language])


def test_html5lib_finds_no_error(pages: dict[str, Page]) -> None:
    found = []
    for page in pages.values():
        for (line, column), kind, values in page.parser.errors:
            found.append(f"{page.address}:{line}:{column}: {html5lib.constants.E.get(kind, kind) % values}")
    said(found)


def test_nu_checker_finds_no_error(built_site: Path, tool: Callable[[str], str]) -> None:
    line = [tool("java"), "-Xss4m", "-jar", tool("vnu-jar"), "--format", "json", "--skip-non-html", "--errors-only", "--exit-zero-always", str(built_site)]
    told = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=240)
    messages = json.loads(told.stderr)["messages"]
    said(sorted({f"{unquote(m.get('url', '')).rpartition('/public/')[2]}:{m.get('lastLine', 0)}: {m['message']}" for m in messages}))


def test_html_validate_finds_no_error(built_site: Path, tool: Callable[[str], str], tmp_path: Path) -> None:
    answer = tmp_path / "told.json"  # a pipe loses the end of a long answer
    rules = str(PROJECT / "tests/browser/htmlvalidate.json")
    line = [tool("node"), tool("html-validate"), "--formatter", f"json={answer}", "--config", rules, f"{built_site}/**/*.html"]
    told = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=120, cwd=TOOLS.parent)
    assert answer.is_file(), told.stderr
    found = set()
    for file in json.loads(answer.read_text("utf-8")):
        name = file["filePath"].rpartition("/public/")[2]
        found |= {f"{name}:{m['line']}:{m['column']}: {m['message']} [{m['ruleId']}]" for m in file["messages"]}
    said(sorted(found))


def test_nothing_is_fetched_from_elsewhere(built_site: Path, pages: dict[str, Page], base_url: str) -> None:
    home = urlsplit(base_url).netloc
    found = []
    for page in pages.values():
        for link in reading.fetched(page):
            parts = urlsplit(link.target)
            if parts.scheme not in ("", "https", "http") or parts.netloc not in ("", home):
                found.append(f"{page.address}:{link.line}: <{link.tag} {link.attribute}> {link.target}")
    for file in built_site.rglob("*.css"):
        style = file.read_text("utf-8")
        found += [f"{file.name}: {told}" for told in re.findall(r"url\(\s*[\"']?(?:[a-z]+:|//)[^)]*|@import[^;]*", style)]
    for file in built_site.rglob("*.svg"):
        drawn = ElementTree.parse(file)
        found += [f"{file.name}: {value}" for element in drawn.iter() for value in element.attrib.values() if "://" in value]
    said(found)


def test_no_script_or_style_is_written_into_a_page(pages: dict[str, Page]) -> None:
    said([f"{page.address}: {told}" for page in pages.values() for told in page.inline])


def test_every_page_has_a_strict_policy(pages: dict[str, Page]) -> None:
    found = []
    for page in pages.values():
        rules = dict(part.strip().partition(" ")[::2] for part in page.policy.split(";") if part.strip())
        if rules.get("default-src") != "'none'" or rules.get("base-uri") != "'none'" or "unsafe" in page.policy or "*" in page.policy:
            found.append(f"{page.address}: {page.policy or 'no policy'}")
    said(found)


# --- what stands beside the pages


def test_robots(built_site: Path, base_url: str) -> None:
    lines = (built_site / "robots.txt").read_text("ascii").splitlines()
    assert lines[0] == "User-agent: *"
    assert not [line for line in lines if line.startswith("Disallow: /")]
    assert f"Sitemap: {base_url}sitemap.xml" in lines


def _map_complaints(site: Path, pages: dict[str, Page], base: str) -> list[str]:
    found, listed = [], {}
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    assert root.tag == f"{MAP}urlset"
    for entry in root.iter(f"{MAP}url"):
        (place,) = entry.findall(f"{MAP}loc")
        if place.text in listed:
            found.append(f"twice: {place.text}")
        listed[place.text] = {link.get("hreflang"): link.get("href") for link in entry.findall(f"{XHTML}link")}
    wanted = {base + page.address: page for page in real(pages) if not page.of or page.of in page.alternates}
    found += [f"not in the site map: {address}" for address in wanted.keys() - listed.keys()]
    found += [f"no such page: {address}" for address in listed.keys() - wanted.keys()]
    for address in wanted.keys() & listed.keys():
        alternates = {code: a for code, a in wanted[address].alternates.items() if code != "x-default"}
        if wanted[address].of and listed[address] != alternates:
            found.append(f"{address}: other alternates in the site map than on the page")
    return found


def test_site_map(built_site: Path, pages: dict[str, Page], base_url: str) -> None:
    said(_map_complaints(built_site, pages, base_url))


def _feed_complaints(site: Path, pages: dict[str, Page], base: str, code: str) -> list[str]:
    """What RFC 4287 asks (section in brackets), and that all addresses land."""
    found = []
    feed = ElementTree.parse(site / code / "feed.xml").getroot()
    assert feed.tag == f"{ATOM}feed"
    if feed.get(f"{XML}lang") != code:
        found.append("the feed does not say its language")
    entries = feed.findall(f"{ATOM}entry")
    assert entries, "an empty feed"
    for holder in (feed, *entries):
        name = holder.findtext(f"{ATOM}title")
        for once in ("id", "title", "updated"):  # (4.1.1, 4.1.2)
            if len(holder.findall(ATOM + once)) != 1 or not (holder.findtext(ATOM + once) or "").strip():
                found.append(f"{name}: not exactly one {once}")
        if not STAMP.fullmatch(holder.findtext(f"{ATOM}updated") or ""):  # (3.3)
            found.append(f"{name}: updated is no time of RFC 3339")
        if not urlsplit(holder.findtext(f"{ATOM}id") or "").scheme:  # (4.2.6)
            found.append(f"{name}: its id is not a whole address")
        if not any(link.get("rel", "alternate") == "alternate" for link in holder.findall(f"{ATOM}link")):  # (4.1.2)
            found.append(f"{name}: no alternate link")
        kinds = Counter((link.get("type"), link.get("hreflang")) for link in holder.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate")
        if any(n > 1 for n in kinds.values()):  # (4.1.1)
            found.append(f"{name}: two alternate links of the same kind")
        for link in holder.findall(f"{ATOM}link"):
            if (why := reading.complaint(site, pages, base, pages[""], link.get("href", ""))) is not None:
                found.append(f"{name}: {link.get('href')} {why}")
    if len([link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self" and link.get("href") == f"{base}{code}/feed.xml"]) != 1:
        found.append("no link to itself (4.1.1)")
    if feed.find(f"{ATOM}author/{ATOM}name") is None and any(entry.find(f"{ATOM}author/{ATOM}name") is None for entry in entries):
        found.append("no author (4.1.1)")
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    found += [f"{n} entries with the id {name}" for name, n in ids.items() if n > 1]
    times = [datetime.datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "") for entry in entries]
    if times != sorted(times, reverse=True):
        found.append("entries are not newest first")
    if datetime.datetime.fromisoformat(feed.findtext(f"{ATOM}updated") or "") < max(times):
        found.append("an entry is newer than the feed")
    return found


@pytest.mark.parametrize("code", DIRECTIONS)
def test_feeds(built_site: Path, pages: dict[str, Page], base_url: str, code: str) -> None:
    said(_feed_complaints(built_site, pages, base_url, code))


def test_every_xml_file_is_well_formed(built_site: Path) -> None:
    files = [file for kind in ("xml", "svg") for file in built_site.rglob(f"*.{kind}")]
    assert len(files) >= 4
    for file in files:
        ElementTree.parse(file)


# --- Persian


def _persian(pages: dict[str, Page], pattern: str) -> list[str]:
    """Where words in Persian hold what the pattern finds; foreign words and left-to-right parts may."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for page in pages.values():
        for words in reading.words(page):
            if words.language == "fa" and not words.apart and (hit := re.search(pattern, words.text)):
                around = words.text[max(0, hit.start() - 25) : hit.end() + 25].replace("\n", " ")
                found[f"{around!r} in {words.path}"].append(page.address)
    return [f"{place} (on {len(where)} pages, first {where[0]!r})" for place, where in sorted(found.items())]


def test_persian_words_have_persian_digits(pages: dict[str, Page]) -> None:
    said(_persian(pages, "[0-9]"))


def test_persian_words_have_no_arabic_letters_or_digits(pages: dict[str, Page]) -> None:
    said(_persian(pages, "[يكى\u0660-\u0669]"))


def test_persian_words_have_no_stray_signs(pages: dict[str, Page]) -> None:
    """Presentation forms, tatweel, controls of direction, doubled half-spaces, Latin commas between Persian words."""
    said(_persian(pages, "[\ufb50-\ufdfb\ufe70-\ufeff\u0640\u200e\u202a-\u202e\u2066-\u2069]|\u200c\u200c|[\u0600-\u06ff][,;?]"))
