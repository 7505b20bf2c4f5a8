"""The digest of a record: the same for ever for the same record, and another for any other."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from pipeline.ledger.fingerprints import content_digest, content_of, fingerprint_event
from pipeline.model.filling import Answer, AnswerState, ListRow
from pipeline.model.finding import Finding, Level, Place
from pipeline.model.submission import CheckOutcome, Submission
from tests.ledger.forms import NOON, submission

PLACE = Place("U01 报送表.xlsx", "名单", "B3")
FINDING = Finding(PLACE, "日期", "not-a-date", Level.ERROR, "昨天", "日期", "", "L1")
# Of a record that stands in somebody's ledger since the first version: this must never change.
KNOWN = "147c497f126da580be49653fa4121447f1ebdf183c1f8f77302203904348f886"


def whole() -> Submission:
    """A submission with one of each: a single field, a zero report, a row, a finding."""
    small = submission()
    in_row = Answer(
        "L1", PLACE, AnswerState.VALUE, "9月30日", date(2026, 9, 30), ("补年",), "", "属实"
    )
    filling = replace(
        small.filling,
        rows=(ListRow("名单", 3, (in_row,)),),
        zero=Answer("零报告", PLACE, AnswerState.VALUE, "否", "否"),
        missing_sheets=("附表",),
        stamp_version="3f9a12",
        unit_place=PLACE,
    )
    return replace(small, filling=filling, findings=(FINDING,), version=2)


def test_a_record_of_the_first_version_has_its_digest_for_ever() -> None:
    assert content_digest(whole()) == KNOWN


def variants() -> list[tuple[str, Submission]]:
    """The same submission with one thing changed, for each thing that is recorded."""
    first = whole()
    given = first.filling
    single, row, finding = given.singles[0], given.rows[0], first.findings[0]
    of_answer = [
        replace(single, field_code="C02"), replace(single, place=PLACE),
        replace(single, state=AnswerState.NOTHING), replace(single, typed="12"),
        replace(single, value=Decimal("12.0")), replace(single, value="12"),
        replace(single, changes=()), replace(single, fault="x"), replace(single, explanation="x"),
    ]  # fmt: skip
    of_filling = [
        *(replace(given, singles=(answer,)) for answer in of_answer),
        replace(given, singles=()), replace(given, zero=None), replace(given, rows=()),
        replace(given, rows=(row, row)), replace(given, rows=(replace(row, number=4),)),
        replace(given, rows=(replace(row, answers=()),)), replace(given, missing_sheets=()),
        replace(given, stamp_version=""), replace(given, unit_place=None),
        replace(given, workbook="别的.xlsx"), replace(given, unit="U02"),
    ]  # fmt: skip
    of_finding = [
        replace(finding, **{field.name: "别的"})  # type: ignore[arg-type]
        for field in fields(finding)
        if field.name not in {"place", "level"}
    ]
    of_finding += [
        replace(finding, level=Level.WARNING),
        replace(finding, place=Place("别的.xlsx")),
    ]
    of_submission = [
        replace(first, campaign="别的"), replace(first, period="2026-10"), replace(first, unit="U02"),
        replace(first, digest="0" * 64), replace(first, name="别的.xlsx"), replace(first, version=3),
        replace(first, received_at=NOON + timedelta(seconds=1)), replace(first, late=True),
        replace(first, outcome=CheckOutcome.RETURNED), replace(first, findings=()),
    ]  # fmt: skip
    made = [
        *of_submission,
        *(replace(first, filling=filling) for filling in of_filling),
        *(replace(first, findings=(each,)) for each in of_finding),
    ]
    return [(f"{number}", each) for number, each in enumerate(made)]


@pytest.mark.parametrize("changed", [each for _, each in variants()])
def test_any_change_changes_the_digest(changed: Submission) -> None:
    assert content_digest(changed) != content_digest(whole())


def test_no_two_changes_look_alike() -> None:
    assert len({content_digest(each) for _, each in variants()}) == len(variants())


def test_what_moves_on_is_not_in_it() -> None:
    moved = replace(whole(), answered=True, cleared=True, number=7)

    assert content_digest(moved) == content_digest(whole())


def test_it_is_lines_of_json_one_for_each_cell_and_finding() -> None:
    lines = [json.loads(line) for line in content_of(whole()).splitlines()]

    assert [line.get("类") for line in lines] == [
        None, "单项", "零报告", "列表行", "列表项", "核对结果",
    ]  # fmt: skip
    assert lines[1]["原文"] == "１２"


def test_its_event_names_the_record_and_the_original() -> None:
    event = fingerprint_event(replace(whole(), number=12), NOON, "文秘")

    assert (event.action, event.subject) == ("内容指纹", "报送件12")
    assert (event.detail, event.digest) == (content_digest(whole()), whole().digest)
