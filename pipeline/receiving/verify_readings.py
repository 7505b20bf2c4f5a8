"""Read each original again and compare it with what was recorded of it (重读核对).

For records without a digest in the history this is the only check that detects a changed answer.
The program and campaign books change too, so that a difference is a fault only where the *typed*
text differs and no digest covers the record; every other difference is reported as a doubt, for a
person to judge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.intake.originals import find_original
from pipeline.ledger.fingerprints import submission_subject
from pipeline.ledger.read import iter_submissions
from pipeline.ledger.store import read_transaction
from pipeline.office.context import open_office
from pipeline.office.versions import definition_of
from pipeline.reading.earlier_version import read_as_defined
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
    workspace: Workspace, clock: Clock, anchored: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return faults and doubts of every recorded submission, from reading its original again (重读核对).

    *anchored* are the subjects of records whose digests agree with the history. Nothing is written.
    """
    faults: list[str] = []
    doubts: list[str] = []
    with open_office(workspace, clock) as office, reading_worker() as read:
        with read_transaction(office.ledger) as connection:
            submissions = [
                submission for _, submission in iter_submissions(connection) if submission
            ]
        for submission in submissions:
            covered = submission_subject(submission.number) in anchored
            for words, typed in _differences(submission, office, read):
                (faults if typed and not covered else doubts).append(words)
    return tuple(faults), tuple(doubts)


def _differences(
    submission: Submission, office: Office, read: BookReader
) -> Iterator[tuple[str, bool]]:
    """Yield each difference as a sentence, and whether the typed text differs."""
    name = f"第{submission.number}号报送件 {submission.name}"
    current = _filling(submission, office, read)
    if isinstance(current, str):
        yield f"{name}：{current}，没有重读。", False
        return
    current_answers = {_place(answer): answer for answer in _answers(current)}
    for recorded in _answers(submission.filling):
        answer = current_answers.get(_place(recorded))
        if answer is None:
            yield f"{recorded.place}：按现在的任务书不再读这一格，没有重读。", False
        elif answer.typed != recorded.typed:
            words = f"台账记的原文是“{recorded.typed}”，原件里是“{answer.typed}”"
            yield f"{recorded.place}：{words}，登记内容被改过，或程序的读法变了。", True
        elif answer.value != recorded.value:
            words = f"台账记的取值是“{recorded.value}”，现在读作“{answer.value}”"
            yield f"{recorded.place}：{words}；任务书或程序改过时也会这样，请核对。", False


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
    claim = claim_for(book, campaign, unit)
    version = submission.filling.stamp_version
    return read_as_defined(book, claim, definition_of(office, campaign, version))


def _answers(filling: Filling) -> Iterator[Answer]:
    yield from filling.singles
    for row in filling.rows:
        yield from row.answers


def _place(answer: Answer) -> tuple[str, str, str]:
    return answer.field_code, answer.place.sheet, answer.place.cell
