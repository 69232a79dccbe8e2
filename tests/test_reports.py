"""A reader's word about a mistake reaches whoever can mend it, with the address of the page."""

from __future__ import annotations

import dataclasses
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import PROJECT, real_world
from test_language import EN, FA

from sistersite.reports import report_address

ADDRESS = "https://sisters.example.ir/fa/cities/xian/"


def settings(**more):
    return dataclasses.replace(real_world().site.settings, **more)


def asked(link):
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


@pytest.mark.parametrize("language", [FA, EN])
def test_an_e_mail_to_the_office_when_there_is_no_repository(language):
    link = report_address(settings(repository=None), language, "شیان", ADDRESS)
    assert link.startswith("mailto:intaffairs@isfahan.ir?") and "+" not in link and " " not in link
    assert asked(link)["body"] == f"{ADDRESS}\r\n\r\n{language.word('report.body')}" and "شیان" in asked(link)["subject"]


@pytest.mark.parametrize("language", [FA, EN])
def test_a_form_of_the_code_host(language):
    link = report_address(settings(repository="https://github.com/isfahan/sisters/"), language, "Xi’an", ADDRESS)
    assert link.startswith("https://github.com/isfahan/sisters/issues/new?") and asked(link)["address"] == ADDRESS
    form = PROJECT / ".github/ISSUE_TEMPLATE" / asked(link)["template"]
    assert "id: address" in form.read_text("utf-8")


def test_an_issue_at_gitlab():
    link = report_address(settings(repository="https://gitlab.com/isfahan/sisters"), EN, "Xi’an", ADDRESS)
    assert link.startswith("https://gitlab.com/isfahan/sisters/-/issues/new?") and asked(link)["issue[description]"].startswith(ADDRESS)


def test_no_link_where_nobody_can_be_asked():
    offices = {name: dataclasses.replace(office, email=None) for name, office in settings().offices.items()}
    assert report_address(settings(repository=None, offices=offices), EN, "Xi’an", ADDRESS) == ""
