"""Where a reader's word about a mistake goes: a form of the code host, or the office's e-mail, with the address of the page filled in."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from sistersite.language import Language
from sistersite.model import Settings


def report_address(settings: Settings, language: Language, title: str, address: str) -> str:
    """The link for a page with this title and absolute address; empty where neither a repository nor an e-mail is known."""
    subject, body = language.word("report.subject", title=title), language.word("report.body")
    if settings.repository:
        host, repository = urlsplit(settings.repository).netloc, settings.repository.rstrip("/")
        if "gitlab" in host:
            return _with(f"{repository}/-/issues/new", {"issue[title]": subject, "issue[description]": f"{address}\n\n{body}"})
        return _with(f"{repository}/issues/new", {"template": f"mistake-{language.code}.yml", "title": subject, "address": address})  # fields by their ids
    email = next((office.email for office in settings.offices.values() if office.email), None)
    return _with(f"mailto:{email}", {"subject": subject, "body": f"{address}\r\n\r\n{body}"}) if email else ""  # line ends: RFC 6068, section 5


def _with(target: str, asked: dict[str, str]) -> str:
    return f"{target}?{urlencode(asked, quote_via=quote)}"
