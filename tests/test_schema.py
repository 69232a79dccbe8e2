"""The JSON Schema that editors' tools read says what the model says."""

import dataclasses
import json
from pathlib import Path

import pytest

from sistersite import model, schema

PROJECT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", sorted(schema.CLASSES))
def test_what_is_committed_is_up_to_date(name, tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.yaml").write_bytes((PROJECT / "content/site.yaml").read_bytes())
    schema.write(tmp_path)
    written, committed = ((root / f"content/schema/{name}.json").read_text("utf-8") for root in (tmp_path, PROJECT))
    assert written == committed, "run: make schema"


def test_every_field_of_a_city_is_in_it():
    made = schema.schema(model.City, (("fa", "en"), ("fa", "en")))
    fields = {f.name for f in dataclasses.fields(model.City) if not f.metadata.get("given")}
    assert set(made["properties"]) == fields
    assert {"names", "place", "upkeep"} == set(made["required"])


def test_every_file_names_its_schema():
    for file in [*PROJECT.glob("cities/*/city.yaml"), *PROJECT.glob("content/*.yaml")]:
        first = file.read_text("utf-8").split("\n", 1)[0]
        assert first.startswith("# yaml-language-server: $schema="), file
        assert (file.parent / first.split("=", 1)[1]).resolve().is_file(), file


def test_the_form_for_new_cities_names_every_field():
    form = (PROJECT / "layouts/new/city.yaml").read_text("utf-8")
    for name in json.loads((PROJECT / "content/schema/city.json").read_text("utf-8"))["properties"]:
        assert f"{name}:" in form, name
