"""Find the numbers (文号) that papers in the outbox bear, also those that the register has no entry of.

A ledger that lost its end, or came from a backup, doesn't know the papers issued since: their numbers
must not be given a second time.
"""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pipeline.clock import BEIJING
from pipeline.files import digest_of, safe_name
from pipeline.ledger.register import list_numbers, series_of
from pipeline.ledger.trails import trails_by_name
from pipeline.model.document_number import printed_number
from pipeline.office.numbered_papers import numbered_papers
from pipeline.products.briefing import briefing_name
from pipeline.workbook.package import ZIP_BROKEN, open_zip, read_part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.model.campaign import Paper
    from pipeline.model.document_number import Number
    from pipeline.office.context import Office
    from pipeline.office.numbered_papers import NumberedPaper

_DATE: Final = re.compile(r"(\d{4})年\d{1,2}月\d{1,2}日")
_WORDS_IN: Final = re.compile(r"word/(?:document|(?:foot|end)notes|(?:header|footer)\d*)\.xml")
_TAG: Final = re.compile(rb"<[^>]*>")
_TEXT_AT_MOST: Final = 32 * 1024 * 1024


def highest_used(office: Office, paper: Paper, year: int) -> tuple[int, int]:
    """Return the highest serial of *year* and the highest total (总第M期) of unregistered papers of the series.

    0 where there is none.

    Raises:
        OrganCodeMissing: the 发文 sheet names no organ code for the kind.
    """
    found = tuple(_of_series(office, series_of(paper)))
    serials = [item.serial for item in found if (item.year or year_of(item.path)) == year]
    return max(serials, default=0), max((item.total for item in found), default=0)


def paper_of_older_version(office: Office, number: Number) -> Path | None:
    """Return the paper that a killed process of an older version published under a reserved *number*.

    Those versions reserved a number without the path of its paper. The paper is the one file with that
    number in its name that no other entry has, and whose trail (溯源) was stored before it was published.
    """
    candidates = [
        paper.path
        for paper in unregistered_papers(office)
        if paper.printed == printed_number(number) and _has_trail(office, paper.path)
    ]
    return candidates[0] if len(candidates) == 1 else None


def _of_series(office: Office, series: str) -> Iterator[NumberedPaper]:
    briefings = {
        safe_name(briefing_name(campaign))
        for campaign in office.campaigns
        if series_of(campaign.paper("简报")) == series
    } | {safe_name(series)}  # of no campaign: the series is called as the masthead
    for item in unregistered_papers(office):
        if item.total:
            names = {safe_name(f"{item.printed} {name}") for name in briefings}
            if item.path.stem in names:
                yield item
        elif item.organ_code == safe_name(series):
            yield item


def unregistered_papers(office: Office) -> Iterator[NumberedPaper]:
    """Yield the numbered papers in the outbox whose path no entry of the register has."""
    root = office.workspace.root
    registered = {number.path for number in list_numbers(office.ledger)}
    for item in numbered_papers(office.workspace):
        if item.path.relative_to(root).as_posix() not in registered:
            yield item


def _has_trail(office: Office, path: Path) -> bool:
    digest = digest_of(path)
    return any(stored == digest for stored, _ in trails_by_name(office.ledger, path.name))


def year_of(path: Path) -> int:
    """Return the year of a briefing (简报): of the first date in it, which its masthead contains, else of its file."""
    match = _DATE.search(text_of_document(path))
    if match is not None:
        return int(match[1])
    return datetime.fromtimestamp(path.stat().st_mtime, BEIJING).year


def text_of_document(path: Path) -> str:
    """Return the words of a Word document without marks between paragraphs; empty where it can't be read.

    Read are the text, the notes, headers and footers, as far as they are of a paper's size.
    """
    try:
        with open_zip(path.read_bytes()) as package:
            parts = [
                read_part(package, info)
                for info in package.infolist()
                if _WORDS_IN.fullmatch(info.filename) and info.file_size <= _TEXT_AT_MOST
            ]
    except ZIP_BROKEN:
        return ""
    return html.unescape("".join(_TAG.sub(b"", part).decode("utf-8", "replace") for part in parts))
