"""Values by name: none is computed before it is read, whatever is made of them until then."""

from __future__ import annotations

import pytest

from pipeline.model.named_values import NamedValues, changed


def counted() -> tuple[NamedValues[int], list[str]]:
    """Values that are the lengths of their names, and the names that were computed."""
    read: list[str] = []

    def compute(name: str) -> int:
        read.append(name)
        return len(name)

    return NamedValues(("总投资", "行数"), compute, lambda name: f"{name}的样子"), read


def test_a_value_is_computed_once_and_only_if_it_is_read() -> None:
    values, read = counted()
    twice = changed(changed(values, lambda number: number * 10), str)

    assert (list(twice), len(twice), "行数" in twice, "没有" in twice) == (
        ["总投资", "行数"], 2, True, False,
    )  # fmt: skip
    assert read == []
    assert (twice["总投资"], twice["总投资"]) == ("30", "30")
    assert read == ["总投资"]


def test_its_structure_is_known_without_computing_it() -> None:
    values, read = counted()
    made = changed(values, str)

    assert isinstance(made, NamedValues)
    assert made.example("行数") == "行数的样子"
    assert read == []


def test_a_name_that_is_not_there_has_no_value() -> None:
    values, _ = counted()

    with pytest.raises(KeyError):
        values["没有"]


def test_plain_values_are_changed_at_once() -> None:
    assert changed({"甲": 1}, str) == {"甲": "1"}
