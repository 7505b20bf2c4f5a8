"""What the ledger hands to the comparison of texts (雷同): those of this campaign and this period only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.ledger.texts import texts_after
from pipeline.model.filling import AnswerState
from pipeline.model.finding import Place
from tests.ledger.forms import event, record, submission

if TYPE_CHECKING:
    from pipeline.ledger.store import Ledger
    from pipeline.model.submission import Submission


def writing(text: str, unit: str = "U01", code: str = "C01", **more: str) -> Submission:
    handed = submission(text, unit)
    (cell,) = handed.filling.singles
    answer = replace(cell, field_code=code, state=AnswerState.VALUE, typed=text, value=text)
    return replace(handed, filling=replace(handed.filling, singles=(answer,)), **more)  # type: ignore[arg-type]


def test_the_texts_of_a_period_are_those_of_its_own_forms_in_the_order_of_arrival(
    ledger: Ledger,
) -> None:
    for handed in (
        writing("上期的经验", "U02", period="2026-09"),
        writing("别的任务的经验", "U02", campaign="安全生产"),
        writing("后写的问题", "U01", code="C02"),
        writing("先到的经验", "U02"),
        writing("后到的经验", "U01"),
    ):
        record(ledger, handed, event())

    last, texts = texts_after(ledger, 0, "文明单位创建", "一次性", ["C01"])

    assert [(each.unit, each.text) for each in texts] == [
        ("U02", "先到的经验"),
        ("U01", "后到的经验"),
    ]
    assert texts[0].place.workbook == "U02 报送表.xlsx"

    record(ledger, writing("最后的经验", "U03"), event())

    assert texts_after(ledger, last, "文明单位创建", "一次性", ["C01"]) == (
        last + 1,
        (
            replace(
                texts[0],
                unit="U03",
                text="最后的经验",
                place=Place("U03 报送表.xlsx", "基本情况", "C7"),
            ),
        ),
    )
    assert texts_after(ledger, last + 1, "文明单位创建", "一次性", ["C01"]) == (last + 1, ())
