"""Small offices drawn in a test: a campaign of a few fields, and units that reported so and so."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.campaign.periods import period_at
from pipeline.clock import BEIJING
from pipeline.model.campaign import Aggregation, Campaign, Field, Kind, Paper, Shape
from pipeline.model.collection_round import CollectionRound
from pipeline.model.filling import Answer, AnswerState, Filling
from pipeline.model.finding import Place
from pipeline.model.standing import unit_standing
from pipeline.model.submission import CheckOutcome, Submission
from pipeline.model.unit import Roster, Unit
from tests.campaigns import DEADLINE, usual_campaign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.submission import Standing

MOMENT = datetime(2026, 10, 13, 10, 0, tzinfo=BEIJING)

FIELDS = (
    Field("A1", "是否召开动员会", "表", Shape.SINGLE, Kind.CHOICE, options=("是", "否"),
          aggregation=Aggregation.TALLY, section="一、部署", wording="召开动员会"),
    Field("B1", "开展活动次数", "表", Shape.SINGLE, Kind.INTEGER, measure="次",
          aggregation=Aggregation.SUM, section="二、活动", wording="开展活动{}次"),
    Field("C1", "存在问题", "表", Shape.SINGLE, Kind.LONG_TEXT,
          aggregation=Aggregation.STACK, section="三、问题"),
)  # fmt: skip


def campaign(*names: str, exempt: str = "", **more: object) -> Campaign:
    """A campaign of the units *names*."""
    units = tuple(
        Unit(f"U{n}", name, name, category="县市区", exempt=name == exempt, cell=f"A{n + 1}")
        for n, name in enumerate(names, start=1)
    )
    facts = {
        "name": "创建", "code": "CJ", "version": "000000", "form_title": "创建情况报送表",
        "basis": "会议精神", "necessity": "没有现成数据", "printing": "市文明办",
        "roster": Roster(units), "fields": FIELDS,
        "papers": (Paper("简报", organ_mark="创建简报", copies=10),),
    }  # fmt: skip
    return usual_campaign(**{**facts, **more})


def reported(
    held: Campaign, said: Mapping[str, Mapping[str, object] | None], *, late: tuple[str, ...] = ()
) -> tuple[Standing, ...]:
    """The standings of the units, given each one's answers by field; ``None`` is a returned form."""
    found = []
    for unit in held.units():
        submissions = []
        if unit.full_name in said:
            submissions = [
                _submission(held, unit, said[unit.full_name], late=unit.full_name in late)
            ]
        found.append(unit_standing(unit, submissions))
    return tuple(found)


def _submission(
    held: Campaign, unit: Unit, said: Mapping[str, object] | None, *, late: bool
) -> Submission:
    workbook = f"{unit.full_name}.xlsx"
    values = said or {}
    answers = []
    for row, field in enumerate(held.fields, start=5):
        value = values.get(field.code)
        given = (
            AnswerState.EMPTY
            if value is None
            else AnswerState.NOTHING
            if value == "无"
            else AnswerState.VALUE
        )
        typed = "" if value is None else str(value)
        read = (
            Decimal(value)
            if isinstance(value, int)
            else value
            if given is AnswerState.VALUE
            else None
        )
        place = Place(workbook, "表", f"C{row}")
        answers.append(Answer(field.code, place, given, typed, read))  # type: ignore[arg-type]
    zero = Place(workbook, "表", "C4")
    return Submission(
        campaign=held.name, period="一次性", unit=unit.code, digest=unit.code * 10, name=workbook,
        received_at=MOMENT if late else DEADLINE, late=late,
        outcome=CheckOutcome.RETURNED if said is None
        else CheckOutcome.ZERO if not said else CheckOutcome.ACCEPTED,
        filling=Filling(
            held.name, unit.code, workbook, tuple(answers),
            zero=Answer("零报告", zero, AnswerState.VALUE, "是", "是") if said == {} else None,
            unit_place=Place(workbook, "表", "B2"),
        ),
        findings=(), version=1, number=1, answered=True, cleared=True,
    )  # fmt: skip


def collected(
    held: Campaign, standings: tuple[Standing, ...], before: tuple[Standing, ...] = ()
) -> CollectionRound:
    """The round those standings make."""
    return CollectionRound(held, period_at(held, MOMENT), standings, before)
