"""Enter numbered papers in the register again whose entries the ledger has lost (补登)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.clock import BEIJING
from pipeline.files import digest_of, safe_name
from pipeline.issuing.used_numbers import unregistered_papers, year_of
from pipeline.ledger.register import enter_paper, series_of
from pipeline.model.campaign import Paper
from pipeline.model.document_number import Number, Status
from pipeline.model.event import Action
from pipeline.official.standard.kinds import kind_of_title
from pipeline.products.briefing import briefing_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.office.context import Office
    from pipeline.office.numbered_papers import NumberedPaper


def register_lost_papers(office: Office) -> tuple[Path, ...]:
    """Enter every numbered paper of the outbox that the register has no entry of (补登); return their paths.

    Call it after the ledger was lost, shortened or restored, with the office lock held. A number that
    has an entry keeps it: a sealed copy bears the number of its paper.

    Raises:
        LedgerUnwritable: the disk refused.
    """
    return tuple(item.path for item in tuple(unregistered_papers(office)) if _enter(office, item))


def _enter(office: Office, item: NumberedPaper) -> bool:
    paper, series = _paper_of(office, item)
    digest = digest_of(item.path)
    path = item.path.relative_to(office.workspace.root).as_posix()
    number = Number(
        organ_code=series,
        year=item.year or year_of(item.path),
        serial=item.serial,
        total=item.total,
        status=Status.CONFIRMED,
        kind=paper.kind,
        title=_title(item),
        reason="",
        digest=digest,
        path=path,
        key="",
        at=datetime.fromtimestamp(item.path.stat().st_mtime, BEIJING),
    )
    event = office.event(Action.REENTERED, item.printed, path, digest)
    return enter_paper(office.ledger, number, paper.first_number, event)


def _paper_of(office: Office, item: NumberedPaper) -> tuple[Paper, str]:
    """Return the row of the 发文 sheet by which a paper was issued, and its series; by its name where no row fits."""
    title = _title(item)
    if item.total:
        for campaign in office.campaigns:
            if title == safe_name(briefing_name(campaign)):
                paper = campaign.paper("简报")
                return paper, series_of(paper)
        return Paper("简报"), title
    candidates = [
        paper
        for paper in _papers(office)
        if paper.kind != "简报" and safe_name(paper.organ_code) == item.organ_code
    ]
    fitting = [paper for paper in candidates if title == paper.title or title.endswith(paper.kind)]
    named = kind_of_title(title)  # of no campaign: by the title alone
    known = (Paper(named.name),) if named and not candidates else ()
    paper = next(iter((*fitting, *candidates, *known)), Paper("通知"))
    return paper, paper.organ_code or item.organ_code


def _papers(office: Office) -> Iterator[Paper]:
    for campaign in office.campaigns:
        yield from campaign.papers


def _title(item: NumberedPaper) -> str:
    return item.path.stem.removeprefix(item.printed).strip()
