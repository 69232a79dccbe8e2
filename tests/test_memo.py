"""What is remembered is what would be computed."""

from dataclasses import dataclass

from sistersite.memo import Memo, digest
from sistersite.model import Node, Text, When


def test_digests_tell_values_apart():
    values = [
        "", "a", b"a", 1, "1", None, False, ("a", "b"), ("ab",), {"a": "b"}, {"a": {"b": 1}}, When("jalali", 1398), When("gregorian", 1398),
        Text({"fa": "a"}), Text({"en": "a"}), Node("paragraph", ("a",)), Node("paragraph", (), "a"),
    ]  # fmt: skip
    assert len({digest(value) for value in values}) == len(values)


def test_equal_values_have_equal_digests():
    assert digest(Text({"fa": "a" * 3}), ["x"]) == digest(Text({"fa": "aaa"}), ("x",))


def test_of_many_only_the_missing_are_computed(tmp_path):
    asked = []

    def double(missing):
        asked.append(missing)
        return [2 * (n + 1) for n in missing]

    assert Memo(tmp_path).many("f", [(1,), (2,)], double) == [2, 4]
    assert Memo(tmp_path).many("f", [(1,), (2,), (3,)], double) == [2, 4, 6] and asked == [[0, 1], [2]]
    assert Memo(tmp_path).many("f", [(1,)], double) == [2] and len(asked) == 2
    assert Memo(None).many("f", [(1,)], double) == [2] and len(asked) == 3


def test_what_is_spared_is_not_swept(tmp_path):
    Memo(tmp_path).many("sheet", [(1,)], lambda missing: ["a"])
    Memo(tmp_path)("file", (1,), lambda: "b")
    Memo(tmp_path).sweep(("sheet",))
    assert [file.name.partition("-")[0] for file in tmp_path.iterdir()] == ["sheet"]


def test_it_computes_once(tmp_path):
    calls = []
    memo = Memo(tmp_path)
    for _ in range(2):
        assert memo("f", ("x",), lambda: calls.append(1) or {"y": (1, 2)}) == {"y": (1, 2)}
    assert len(calls) == 1
    assert Memo(tmp_path)("f", ("x",), lambda: calls.append(2)) == {"y": (1, 2)}
    Memo(tmp_path)("g", ("x",), lambda: calls.append(3))
    Memo(None)("f", ("x",), lambda: calls.append(4))
    assert calls == [1, 3, 4]


def test_a_spoilt_file_is_computed_anew(tmp_path):
    memo = Memo(tmp_path)
    memo("f", ("x",), lambda: 1)
    for file in tmp_path.iterdir():
        file.write_bytes(b"nonsense")
    assert Memo(tmp_path)("f", ("x",), lambda: 2) == 2
    assert Memo(tmp_path)("f", ("x",), lambda: 3) == 2


def test_what_was_not_asked_for_is_swept_away(tmp_path):
    Memo(tmp_path)("f", ("old",), lambda: 1)
    memo = Memo(tmp_path)
    memo("f", ("new",), lambda: 2)
    memo.sweep()
    assert len(list(tmp_path.iterdir())) == 1


@dataclass(frozen=True)
class Other:
    words: dict


def test_the_name_of_a_class_counts():
    assert digest(Other({"fa": "a"})) != digest(Text({"fa": "a"}))
