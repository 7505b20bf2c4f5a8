"""Read who comes to a meeting (会议), who is excused, and what was handed in, from the accepted replies (回执)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.meeting import (
    COMES,
    GIVES_MATERIAL,
    MATERIAL,
    MATERIAL_TITLE,
    PERSON,
    POST,
    SPEAKS,
    WHY_NOT,
)
from pipeline.consolidation.counting import unit_source
from pipeline.model.campaign import Shape
from pipeline.model.figure import Source
from pipeline.model.filling import AnswerState
from pipeline.model.submission import State
from pipeline.values.numbers import plain
from pipeline.values.numerals import chinese_date

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.filling import Answer, Filling
    from pipeline.model.submission import Standing, Submission
    from pipeline.model.unit import Unit

_YES: Final = "是"
_ALIKE: Final = {WHY_NOT: "原因", MATERIAL_TITLE: "题目"}  # words by which a renamed field is known
OBSERVERS: Final = "列席"  # a category of units, or a person's 参会身份, without a vote


@dataclass(frozen=True, slots=True)
class Attendance:
    """A unit that comes (参会), and its people: each with the answers to the columns of the list, by name.

    ``cells`` are the cells with the people's names.
    """

    unit: str
    people: tuple[Mapping[str, str], ...]
    cells: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """What a unit handed in for the meeting (交流材料)."""

    unit: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Replies:
    """The replies to a meeting (参会回执), all in the order of the roster.

    ``columns`` are those of the list of people; ``absent`` has the reason of each unit that is excused
    (请假), ``pending`` why a unit's attendance isn't known, ``missed`` the units that did not come (缺席);
    ``sources`` are the cells that name each unit. ``observers`` are the units that attend without a vote (列席).
    """

    columns: tuple[str, ...]
    coming: tuple[Attendance, ...]
    absent: tuple[tuple[str, str], ...]
    pending: tuple[tuple[str, str], ...]
    materials: tuple[Material, ...]
    notes: tuple[str, ...]
    missed: tuple[str, ...] = ()
    observers: frozenset[str] = frozenset()
    sources: Mapping[str, Source] = field(default_factory=dict)

    @property
    def invited(self) -> int:
        """Return how many units are on the list: those that come, are excused, missing, or pending."""
        return len(self.coming) + len(self.absent) + len(self.missed) + len(self.pending)

    @property
    def people(self) -> int:
        """Return how many people come."""
        return sum(len(each.people) for each in self.coming)

    def speakers(self) -> tuple[tuple[str, Mapping[str, str]], ...]:
        """Return each person who speaks (发言), with the unit."""
        return tuple(
            (each.unit, person)
            for each in self.coming
            for person in each.people
            if person.get(SPEAKS) == _YES
        )


def meeting_replies(collected: CollectionRound) -> Replies:
    """Return the replies of the round *collected* of a meeting."""
    campaign = collected.campaign
    listed = _people_columns(campaign)
    coming: list[Attendance] = []
    absent: list[tuple[str, str]] = []
    pending: list[tuple[str, str]] = []
    materials: list[Material] = []
    notes: list[str] = []
    paired = _invited(collected)
    for unit, standing in paired:
        name = unit.full_name
        if standing.current is None:
            returned = standing.state is State.RETURNED
            pending.append((name, "回执退回，尚未补正" if returned else "没有报回执"))
            continue
        filling = standing.current.filling
        people = _people(filling, listed)
        comes, why = (_single(campaign, filling, item) for item in (COMES, WHY_NOT))
        if comes == _YES:
            cells = _cells(standing.current, listed, name)
            coming.append(Attendance(name, people, cells))
        elif comes and not people:
            absent.append((name, why or "没有写明原因"))
        else:
            pending.append((name, _unclear(comes, len(people))))
        handed, missing = _material(campaign, filling, name)
        materials += handed
        notes += missing
    return Replies(
        columns=tuple(each.name for each in listed),
        coming=tuple(coming),
        absent=tuple(absent),
        pending=tuple(pending),
        materials=tuple(materials),
        notes=tuple(notes),
        observers=frozenset(unit.full_name for unit, _ in paired if OBSERVERS in unit.category),
        sources={unit.full_name: unit_source(unit, standing) for unit, standing in paired},
    )


def _invited(collected: CollectionRound) -> list[tuple[Unit, Standing]]:
    """Return the units with their standing, without those that are exempt and have not replied."""
    return [
        (unit, standing)
        for unit, standing in zip(collected.campaign.units(), collected.standings, strict=True)
        if standing.current is not None or standing.state is not State.EXEMPT
    ]


def without_missing(replies: Replies, missing: Collection[str]) -> Replies:
    """Return the replies after the meeting, where the units *missing* (缺席) did not come."""
    if not missing:
        return replies
    return replace(
        replies,
        coming=tuple(each for each in replies.coming if each.unit not in missing),
        absent=tuple(each for each in replies.absent if each[0] not in missing),
        pending=tuple(each for each in replies.pending if each[0] not in missing),
        missed=tuple(unit for unit in replies.sources if unit in missing),
    )


def _unclear(comes: str, people: int) -> str:
    if comes:
        return f"回执写了不参会，又列了{people}人"
    return f"回执没有写明是否参会，列了{people}人" if people else "回执没有写明是否参会"


def _people_columns(campaign: Campaign) -> tuple[Field, ...]:
    """Return the columns of the list of people: that with 姓名, also where it is 参会人员姓名."""
    sheet = next(
        (f.sheet for f in campaign.fields if f.shape is Shape.LIST and PERSON in f.name), None
    )
    return tuple(f for f in campaign.fields if f.shape is Shape.LIST and f.sheet == sheet)


def _people(filling: Filling, columns: Sequence[Field]) -> tuple[Mapping[str, str], ...]:
    names = {field.code: field.name for field in columns}
    rows = (
        {names[a.field_code]: _printed(a) for a in row.answers if a.field_code in names}
        for row in filling.rows
    )
    return tuple(_with_usual_names(row) for row in rows if any(row.values()))


def _with_usual_names(row: dict[str, str]) -> dict[str, str]:
    """Return the answers about a person also by the names 姓名, 职务 and 是否发言, where the office renamed them."""
    renamed = {
        usual: next((said for name, said in row.items() if word in name), "")
        for usual, word in ((PERSON, "姓名"), (POST, "职务"), (SPEAKS, "发言"))
        if usual not in row
    }
    return row | renamed


def _cells(submission: Submission, columns: Sequence[Field], unit: str) -> tuple[Source, ...]:
    """Return the cells with the names of a unit's people."""
    named = next((each.code for each in columns if PERSON in each.name), "")
    answers = (
        answer
        for row in submission.filling.rows
        for answer in row.answers
        if answer.field_code == named and answer.typed
    )
    return tuple(
        Source(unit, submission.name, a.place.sheet, a.place.cell, submission.digest, a.typed)
        for a in answers
    )


def _single(campaign: Campaign, filling: Filling, name: str) -> str:
    """Return the answer to the single field called *name*, or renamed; empty where the form doesn't have it."""
    singles = [each for each in campaign.fields if each.shape is Shape.SINGLE]
    exact = [each.code for each in singles if each.name == name]
    alike = [each.code for each in singles if name in _ALIKE and _ALIKE[name] in each.name]
    codes = exact or alike
    answer = filling.answer(codes[0]) if len(codes) == 1 else None
    return _printed(answer) if answer else ""


def _printed(answer: Answer) -> str:
    """Return an answer as it is printed; what could not be read as it was typed."""
    if answer.state is AnswerState.UNREAD:
        return answer.typed
    value = answer.value
    if isinstance(value, Decimal):
        return plain(value)
    return chinese_date(value) if isinstance(value, date) else (value or "")


def _material(
    campaign: Campaign, filling: Filling, unit: str
) -> tuple[tuple[Material, ...], tuple[str, ...]]:
    """Return a unit's material, if it handed one in; and a note where its answers contradict each other."""
    title = _single(campaign, filling, MATERIAL_TITLE)
    text = _single(campaign, filling, MATERIAL)
    said = _single(campaign, filling, GIVES_MATERIAL)
    if text.strip():
        refused = f"{unit}写了不提交交流材料，又填了正文，已编入汇编，请核对。"
        return (Material(unit, title or unit, text),), (refused,) if said and said != _YES else ()
    if said == _YES:
        return (), (f"{unit}写了提交交流材料，没有正文，没有编入汇编，请催补。",)
    return (), ()
