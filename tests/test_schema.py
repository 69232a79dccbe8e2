"""The JSON Schema that editors' tools read says what the model says, and explains it in both languages."""

import dataclasses
import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sistersite import guide, load, model, schema
from sistersite.errors import Place
from sistersite.read import Rules, record

PROJECT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", sorted(schema.CLASSES))
def test_what_is_committed_is_up_to_date(name, tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.yaml").write_bytes((PROJECT / "content/site.yaml").read_bytes())
    schema.write(tmp_path)
    written, committed = ((root / f"content/schema/{name}.json").read_text("utf-8") for root in (tmp_path, PROJECT))
    assert written == committed, "run: make schema"


def test_every_field_of_a_city_is_in_it():
    made = schema.schema(model.City, (("fa", "en"), ("fa", "en")), PROJECT)
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


@pytest.mark.parametrize("name", sorted(schema.CLASSES))
def test_every_field_and_choice_is_explained_in_both_languages(name):
    def explained(at, path):
        for field, inner in at.get("properties", {}).items():
            assert both(inner["description"]), f"{path}.{field}"
        if "enum" in at:
            assert len(at["enum"]) == len(at["enumDescriptions"]), path
            assert all(map(both, at["enumDescriptions"])), path
        for key, inner in at.items():
            if isinstance(inner, dict):
                explained(inner, f"{path}.{key}" if at is not inner else path)

    def both(text):
        return re.search("[\u0600-\u06ff]", text) and re.search("[A-Za-z]{3}", text) and text.startswith("\u2067")

    made = json.loads((PROJECT / f"content/schema/{name}.json").read_text("utf-8"))
    assert made["properties"]
    explained(made, name)


def test_the_guide_is_the_same_in_every_language():
    held = guide.languages(PROJECT)
    assert [one.direction for one in held.values()] == ["rtl", "ltr"]
    assert len({frozenset(one.catalogue.words) for one in held.values()}) == 1


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Typed:
    date: model.When | None = None
    whole: int | None = None
    decimal: float | None = None
    language: model.LanguageCode | None = None
    zone: model.TimeZone | None = None
    file: model.FileName | None = None
    url: model.Url | None = None
    email: model.Email | None = None


_PATTERNS = {
    "whole": schema._SCALARS[int], "decimal": schema._SCALARS[float], "language": schema._SCALARS[model.LanguageCode], "file": schema._SCALARS[model.FileName],
    "zone": schema._SCALARS[model.TimeZone], "url": schema._SCALARS[model.Url], "email": schema._SCALARS[model.Email],
    "date": schema._Schemas((), (), lambda key, **how: key).when()["else"],
}  # fmt: skip
_TYPED = st.one_of(
    st.from_regex("[0-9۰-۹٠-٩]{2,4}(-[0-9۰-۹]{1,2}){0,2}", fullmatch=True), st.from_regex(r"[+-]?[0-9۰-۹]*\.?[0-9]*", fullmatch=True),
    st.from_regex(r"[A-Za-z]{1,4}[-/._][A-Za-z0-9]{0,4}(\.[a-z]+)?", fullmatch=True), st.from_regex(r"https?://[a-z.]{1,6}(/[a-z?]*)?", fullmatch=True),
    st.from_regex(r"[a-z.]{1,4}@[a-z.]{1,6}", fullmatch=True), st.text(max_size=6),
)  # fmt: skip


@given(st.sampled_from(sorted(_PATTERNS)), _TYPED)
@example("date", "۱۳۹۸-۰۲")
@example("date", "2100")
@example("date", "2101")
@example("whole", "۱۷")
def test_what_is_accepted_is_not_marked(name, typed):
    """A schema may let a slip pass, but what `check` accepts it never marks."""
    value = load.Mapping(((load.Scalar(name, Place("x")), load.Scalar(typed, Place("x"), True)),), Place("x"))
    if not record(_Typed, value, Rules((), ())).problems:
        assert re.search(_PATTERNS[name]["pattern"], typed), (name, typed)
