"""Reading a built site: its pages, their links, ids and texts."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import html5lib

_LINKS = ("href", "src", "poster", "action", "formaction", "data", "cite", "xlink:href")
# What a browser fetches by itself to show the page; the other addresses only when somebody follows them.
_FETCHED = frozenset("img script iframe embed object source track video audio input use image".split())
_FETCHED_RELS = frozenset("stylesheet icon preload modulepreload prefetch preconnect dns-prefetch manifest apple-touch-icon mask-icon".split())


@dataclass(frozen=True)
class Link:
    line: int
    tag: str
    attribute: str
    target: str
    fetched: bool


@dataclass
class Page:
    """One HTML file of a built site; `address` is its path below the base, without index.html."""

    file: Path
    address: str
    text: str
    language: str = ""
    direction: str = ""
    policy: str = ""
    refresh: str = ""
    robots: str = ""
    canonical: list[str] = field(default_factory=list)
    alternates: dict[str, str] = field(default_factory=dict)  # hreflang → address, of <link> in the head
    ids: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)  # scripts, styles and handlers written into the page

    @property
    def of(self) -> str:
        """The language its address begins with, or nothing."""
        head = self.address.partition("/")[0]
        return head if re.fullmatch("[a-z]{2,3}", head) else ""

    @cached_property
    def parser(self) -> html5lib.HTMLParser:
        made = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        made.tree_ = made.parse(self.text)
        return made

    @property
    def tree(self) -> Any:
        return self.parser.tree_


@dataclass(frozen=True)
class Words:
    """A piece of text with what surrounds it."""

    text: str
    language: str
    apart: bool  # inside <bdi> or dir="ltr"
    path: str  # names of the elements around it


def pages(site: Path) -> dict[str, Page]:
    """All pages of a built site by address, in order."""
    found = (_page(site, file) for file in sorted(site.rglob("*.html")))
    return {page.address: page for page in found}


def fetched(page: Page) -> Iterator[Link]:
    return (link for link in page.links if link.fetched)


def complaint(site: Path, known: dict[str, Page], base: str, page: Page, target: str) -> str | None:
    """Why an address on a page does not land, or None. `base` is where the site stands."""
    target = target.strip()
    try:
        whole = urlsplit(urljoin(base + page.address, target))
    except ValueError:
        return "is not an address"
    if whole.scheme in ("mailto", "tel"):
        return None if re.fullmatch(r"[\w.+-]+@[\w.-]+|\+?[\d-]+", whole.path) else "is not an address of mail or telephone"
    if whole.scheme not in ("http", "https"):
        return f"has the scheme {whole.scheme!r}"
    home = urlsplit(base)
    if whole.netloc != home.netloc:
        return None if re.fullmatch(r"[\w.-]+\.\w+\.?(:\d+)?", whole.netloc) else "has no host"
    if whole.scheme != home.scheme:
        return "has another scheme than the site"
    if not whole.path.startswith(home.path):
        return f"leaves {home.path}"
    path = unquote(whole.path.removeprefix(home.path))
    file = site / path
    if path == "" or path.endswith("/"):
        file /= "index.html"
    if not file.is_file():
        return "leads to nothing" if not file.is_dir() else "leads to a folder without its final /"
    if whole.fragment:
        landed, name = known.get(path), unquote(whole.fragment)
        if path.endswith(".svg"):  # shapes that pages refer to
            return None if f' id="{name}"' in file.read_text("utf-8") else "leads to a shape that is not in the file"
        if landed is None or name not in landed.ids:
            return "leads to a place that is not on the page"
    return None


def words(page: Page) -> Iterator[Words]:
    """All text of a page, with the language and direction that hold there."""
    yield from _words(page.tree, "", False, ())


def _words(element: Any, language: str, apart: bool, path: tuple[str, ...]) -> Iterator[Words]:
    if not isinstance(element.tag, str):  # a comment
        return
    language = element.get("lang", element.get("xml:lang", language))
    apart = apart or element.tag == "bdi" or element.get("dir") == "ltr"
    path = (*path, element.tag.rpartition("}")[2] + "".join(f".{name}" for name in element.get("class", "").split()))
    if element.text and element.tag not in ("script", "style"):
        yield Words(element.text, language, apart, " ".join(path[-4:]))
    for child in element:
        yield from _words(child, language, apart, path)
        if child.tail:
            yield Words(child.tail, language, apart, " ".join(path[-4:]))


def _page(site: Path, file: Path) -> Page:
    page = Page(file, file.relative_to(site).as_posix().removesuffix("index.html"), file.read_text("utf-8"))
    reader = _Reader(page)
    reader.feed(page.text)
    reader.close()
    return page


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        page, line = self.page, self.getpos()[0]
        given = {name: value or "" for name, value in attributes}
        rels = set(given.get("rel", "").split())
        if tag == "html":
            page.language, page.direction = given.get("lang", ""), given.get("dir", "")
        elif tag == "meta":
            self._meta(given)
        elif tag == "link" and "canonical" in rels:
            page.canonical.append(given.get("href", ""))
        elif tag == "link" and "alternate" in rels and "hreflang" in given:
            page.alternates[given["hreflang"]] = given.get("href", "")
        elif tag == "style" or tag == "script" and "src" not in given and "json" not in given.get("type", "") and not self._named():
            page.inline.append(f"line {line}: <{tag}>")
        if "id" in given:
            page.ids.append(given["id"])
        loaded = tag in _FETCHED or tag == "link" and bool(rels & _FETCHED_RELS)
        for name, value in given.items():
            if name.startswith("on") or name == "style" or value.strip().lower().startswith("javascript:"):
                page.inline.append(f'line {line}: <{tag} {name}="{value}">')
            if name in _LINKS:
                page.links.append(Link(line, tag, name, value, loaded and name != "cite"))
            elif name in ("srcset", "imagesrcset"):
                page.links.extend(Link(line, tag, name, part.split()[0], True) for part in value.split(",") if part.strip())

    def _named(self) -> bool:
        """Whether the policy of the page names the script that begins here, by its digest (CSP level 3, 6.7.3.3)."""
        line, column = self.getpos()
        rest = "\n".join(self.page.text.split("\n")[line - 1 :])[column:]
        content = rest.partition(">")[2].partition("</script>")[0]
        return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'" in self.page.policy

    def _meta(self, given: dict[str, str]) -> None:
        told = given.get("http-equiv", "").lower()
        if told == "content-security-policy":
            self.page.policy = given.get("content", "")
        elif told == "refresh":
            self.page.refresh = given.get("content", "").partition("url=")[2]
        elif given.get("name") == "robots":
            self.page.robots = given.get("content", "")
