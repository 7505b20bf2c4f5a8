from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checking.message_catalogue import WORDING, advice, full_message, short_message
from pipeline.model.finding import Finding, Level, Place

RULE = re.compile(r"[a-z]+(-[a-z]+)+")
# What the workbook's reader says of a cell, before reading/ makes a rule of it.
NOT_RULES = {"long-number"} - set(WORDING)


def raised() -> set[str]:
    """Every rule id in the code of the two rooms, the catalogue excluded."""
    files = [*Path("pipeline/reading").glob("*.py"), *Path("pipeline/checking").glob("*.py")]
    trees = [ast.parse(file.read_text("utf-8")) for file in files if file.stem != "catalogue"]
    texts = (
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {text for text in texts if RULE.fullmatch(text)} - NOT_RULES


def test_every_rule_has_wording_and_every_wording_a_rule() -> None:
    assert raised() == set(WORDING)


@pytest.mark.parametrize("rule", sorted(WORDING))
def test_a_message_states_what_was_found_what_was_expected_and_what_to_do(rule: str) -> None:
    template = WORDING[rule]
    names = {name for _, name, _, _ in Formatter().parse(template) if name}

    assert names <= {"found", "wanted"}
    assert template.endswith(("。", "{wanted}"))
    assert "请" in template or "{wanted}" in template
    assert re.search(r"应|此项必填|请确认|，\{wanted\}，请核对", template)


@given(st.sampled_from(sorted(WORDING)), st.text(), st.text(), st.sampled_from(Level))
def test_every_placeholder_is_filled_for_any_typed_text(
    rule: str, found: str, wanted: str, level: Level
) -> None:
    finding = Finding(Place("表.xlsx", "基本情况", "C7"), "单位总数", rule, level, found, wanted)

    assert full_message(finding).startswith("表.xlsx「基本情况」C7 “单位总数”：")
    assert full_message(finding).endswith(short_message(finding))


def test_braces_in_an_answer_are_only_text() -> None:
    finding = Finding(Place("表.xlsx"), "人数", "not-a-number", Level.ERROR, "{found} {0}")

    assert "填的是“{found} {0}”" in full_message(finding)


def test_a_long_answer_is_quoted_by_its_beginning() -> None:
    finding = Finding(Place("表.xlsx"), "人数", "not-a-number", Level.ERROR, "长" * 500)

    assert f"{'长' * 120}…" in short_message(finding)
    assert "长" * 121 not in short_message(finding)


def test_the_units_explanation_is_passed_on() -> None:
    finding = Finding(
        Place("表.xlsx"),
        "人次",
        "change-too-large",
        Level.MUST_EXPLAIN,
        "180",
        "上期是 100",
        "新增两场宣讲",
    )

    assert full_message(finding).endswith("（单位说明：新增两场宣讲）")


def test_a_prompt_that_says_what_to_do_is_unchanged() -> None:
    assert advice(Level.ERROR, "四项之和应等于合计，请改正。") == "四项之和应等于合计，请改正"
    assert advice(Level.ERROR, "四项之和应等于合计") == "四项之和应等于合计，请核对后改正"
    assert "“情况说明”栏" in advice(Level.MUST_EXPLAIN, "请核对")
