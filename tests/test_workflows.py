"""The templates for code hosts: they can be read, and every command in them is one that build.py takes."""

from __future__ import annotations

import argparse
import json
import re
import shlex
import shutil

import pytest
import yaml
from conftest import PROJECT, Command
from test_command import SMALL

from sistersite import cli

FILES = [PROJECT / ".gitlab-ci.yml", *sorted((PROJECT / ".github").rglob("*.yml"))]


def commands(node) -> list[str]:
    """All shell lines below a node."""
    match node:
        case dict():
            own = [line for name in ("run", "script") for line in ([node[name]] if isinstance(node.get(name), str) else node.get(name) or [])]
            return own + [line for value in node.values() for line in commands(value)]
        case list():
            return [line for value in node for line in commands(value)]
    return []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_command_is_one_that_there_is(file):
    found = [line for line in commands(yaml.safe_load(file.read_text("utf-8"))) if isinstance(line, str)]
    for line in found:
        line = re.sub(r'"[^"]*\$[^"]*"', "https://sisters.example.org/", line.replace('"$(date -u +%F)"', "2026-01-01"))
        for called in re.findall(r"build\.py\b([^|>;&}\n]*)", line):
            arguments = shlex.split(called)
            if arguments[:1] == ["setup"]:
                assert arguments[1:] in ([], ["--pdf"])
            else:
                cli._parser(argparse.ArgumentParser, str).parse_args(arguments if arguments and not arguments[0].startswith("-") else ["build", *arguments])
    assert file.parent.name == "ISSUE_TEMPLATE" or any("build.py" in line for line in found)


def test_issue_forms_ask_for_the_same_in_both_languages():
    forms = {code: yaml.safe_load((PROJECT / f".github/ISSUE_TEMPLATE/mistake-{code}.yml").read_text("utf-8")) for code in ("fa", "en")}
    asked = {code: [(field["type"], field["id"], field.get("validations")) for field in form["body"]] for code, form in forms.items()}
    assert asked["fa"] == asked["en"] and asked["fa"][0][1] == "address"


def test_a_code_quality_report(command: Command, tmp_path):
    root = shutil.copytree(SMALL, tmp_path / "root")
    record = root / "cities/florence/city.yaml"
    record.write_text(record.read_text("utf-8").replace("region: europe", "region: europa"), "utf-8")
    done = command("check", "--root", root, "--format", "gitlab", "--lang", "en")
    (entry,) = json.loads(done.stdout)
    assert done.returncode == 1 and entry["check_name"] == "unknown-choice" and "europe" in entry["description"]
    line = record.read_text("utf-8").split("\n")[entry["location"]["lines"]["begin"] - 1]
    assert entry["location"]["path"] == "cities/florence/city.yaml" and "europa" in line
    shutil.copy(SMALL / "cities/florence/city.yaml", record)
    done = command("check", "--root", root, "--format", "gitlab")
    assert done.returncode == 0 and json.loads(done.stdout) == []


def test_what_may_write_runs_nothing_of_a_pull_request():
    """Its text comes to it in a variable, never within a command; and there is no trigger that gives a fork more than its own."""
    workflow = yaml.safe_load((PROJECT / ".github/workflows/check.yml").read_text("utf-8"))
    assert workflow[True] == {"pull_request": None}  # `on` is a boolean of YAML 1.1
    assert workflow["permissions"] == {"contents": "read"} and "permissions" not in workflow["jobs"]["check"]
    job = workflow["jobs"]["comment"]
    assert job["permissions"] == {"pull-requests": "write"} and job["if"] == "github.event.pull_request.head.repo.full_name == github.repository"
    (step,) = job["steps"]
    assert "uses" not in step and "${{" not in step["run"] and "secrets." not in str(workflow)


def test_make_has_every_verb_and_names_it():
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    verbs = set(re.search(r"(?m)^\.PHONY: (.*)", makefile)[1].split())
    (ours,) = (a.choices for a in cli._parser(argparse.ArgumentParser, str)._actions if isinstance(a, argparse._SubParsersAction))
    assert set(ours) - {"setup"} <= verbs
    assert set(re.findall(r'@echo "make (\w+)', makefile)) == verbs - {"build", "help"}
