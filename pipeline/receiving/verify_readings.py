"""Each original read once more and held against what was recorded of it (重读核对).

For records that no digest covers this is all that can tell a changed answer. Programs and campaign
books change too, so that a difference is a fault only where what was *typed* differs and nothing
else vouches for the record; every other difference is told, for a person to weigh.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.intake.originals import find_original
from pipeline.ledger.fingerprints import submission_subject
from pipeline.ledger.read import iter_submissions
from pipeline.ledger.store import read_transaction
from pipeline.office.context import open_office
from pipeline.reading.fill import read_form
from pipeline.reading.identify import claim_for
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.worker import reading_worker

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pipeline.clock import Clock
    from pipeline.model.filling import Answer, Filling
    from pipeline.model.submission import Submission
    from pipeline.office.context import Office
    from pipeline.receiving.examine import BookReader
    from pipeline.workspace import Workspace


def verify_readings(
    workspace: Workspace, clock: Clock, sealed: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Faults and doubts of every recorded submission, its original read anew; nothing is written.

    *sealed* are the subjects of records whose digests agree with the history.
    """
    faults: list[str] = []
    doubts: list[str] = []
    with open_office(workspace, clock) as office, reading_worker() as read:
        with read_transaction(office.ledger) as connection:
            held = [submission for _, submission in iter_submissions(connection) if submission]
        for submission in held:
            vouched = submission_subject(submission.number) in sealed
            for words, typed in _differences(submission, office, read):
                (faults if typed and not vouched else doubts).append(words)
    return tuple(faults), tuple(doubts)


def _differences(
    submission: Submission, office: Office, read: BookReader
) -> Iterator[tuple[str, bool]]:
    """Each difference in words, and whether what was typed differs."""
    name = f"第{submission.number}号报送件 {submission.name}"
    now = _filling(submission, office, read)
    if isinstance(now, str):
        yield f"{name}：{now}，没有重读。", False
        return
    there = {_place(answer): answer for answer in _answers(now)}
    for was in _answers(submission.filling):
        answer = there.get(_place(was))
        if answer is None:
            yield f"{was.place}：按现在的任务书不再读这一格，没有重读。", False
        elif answer.typed != was.typed:
            told = f"台账记的原文是“{was.typed}”，原件里是“{answer.typed}”"
            yield f"{was.place}：{told}，登记内容被改过，或程序的读法变了。", True
        elif answer.value != was.value:
            told = f"台账记的取值是“{was.value}”，现在读作“{answer.value}”"
            yield f"{was.place}：{told}；任务书或程序改过时也会这样，请核对。", False


def _filling(submission: Submission, office: Office, read: BookReader) -> Filling | str:
    campaign = next((c for c in office.campaigns if c.name == submission.campaign), None)
    unit = campaign.roster.by_code(submission.unit) if campaign else None
    path = find_original(office.workspace, submission.digest)
    if campaign is None or unit is None:
        return "任务书里没有这项任务或这个单位了"
    if path is None:
        return "原件不见了"
    try:
        book = read(path.read_bytes(), submission.name)
    except WorkbookUnreadable as error:
        return f"原件打不开（{error.reason}）"
    return read_form(book, campaign, claim_for(book, campaign, unit))


def _answers(filling: Filling) -> Iterator[Answer]:
    yield from filling.singles
    for row in filling.rows:
        yield from row.answers


def _place(answer: Answer) -> tuple[str, str, str]:
    return answer.field_code, answer.place.sheet, answer.place.cell
