"""Papers are settled on their rendered pages: the rules of a careful person hold at every length."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

import pytest
from docx import Document

from pipeline.model.document import Attachment, Column, Heading, OfficialDocument, Table
from pipeline.official.inspection.inspect import inspect
from pipeline.official.layout import settle as settling
from pipeline.official.layout.adjust import AS_LAID_OUT, body_elements
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.layout.page_faults import FaultKind, parted_figures
from pipeline.official.layout.settle import Settled, settle
from pipeline.official.ooxml.elements import words_in
from tests.official.specimens import MOMENT, SENTENCE, notice, text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LENGTHS: Final = range(1, 24)
EVERYDAY_LENGTHS: Final = (6, 11)
ROWS: Final = range(14, 60, 3)
EVERYDAY_ROWS: Final = (38,)
SHIFTS: Final = range(24)
EVERYDAY_SHIFTS: Final = (9,)
PITCHED: Final = 20  # paragraphs of a notice whose pitch is adjusted
COLUMNS: Final = (
    Column("序号", 1),
    Column("单位", 3, "left"),
    Column("报送情况", 2),
    Column("数量", 2),
)
COUNTED: Final = "目前全市共有文明单位187个，其中市直部门44家，参加活动46430人次，占88.6%。"


def of_length(paragraphs: int) -> OfficialDocument:
    """A notice whose last paragraph of three lines comes to every place of a page."""
    blocks = [text(SENTENCE[:20] + "。") for _ in range(paragraphs)]
    return notice(blocks=(*blocks, Heading(1, "一、有关要求"), text(SENTENCE * 2)))


def with_table(rows: int, *, total: bool = True, note: bool = True) -> OfficialDocument:
    """A notice with a table of *rows* in its attachment, a total below them and a note on it."""
    cells = [(str(at), "云岭市", "已收（迟报）", "12") for at in range(1, rows + 1)]
    last = [("", "合计", "", str(12 * rows))] if total else []
    table = Table(COLUMNS, (*cells, *last))
    below = (text("注：数据截至10月10日。"),) if note else ()
    return notice(
        blocks=(text(SENTENCE * 4),), attachments=(Attachment("报送情况统计表", (table, *below)),)
    )


def settled(documents: Sequence[OfficialDocument]) -> tuple[Settled, ...]:
    return settle([lay_out(document, MOMENT) for document in documents])


def words(content: bytes) -> list[str]:
    return [words_in(each) for each in body_elements(Document(io.BytesIO(content)))]


def faults(papers: Sequence[Settled]) -> list[tuple[int, FaultKind, int]]:
    return [
        (number, fault.kind, fault.page)
        for number, paper in enumerate(papers)
        for fault in paper.faults
        # What nothing can mend: the imprint needs a page where the text fills the last one.
        if fault.kind is not FaultKind.IMPRINT_ALONE
    ]


def with_figures(shift: int) -> OfficialDocument:
    """A notice whose figures come to every place of a line."""
    return notice(blocks=(text("各地" * shift + COUNTED * 4),))


@dataclass(frozen=True, slots=True)
class Everyday:
    """Some papers of each sort, settled as one batch: each round of the settling starts LibreOffice."""

    by_length: tuple[Settled, ...]
    by_rows: tuple[Settled, ...]
    by_shift: tuple[Settled, ...]
    pitched: Settled


@pytest.fixture(scope="module")
def everyday(stand_ins: set[str]) -> Everyday:
    assert stand_ins
    papers = iter(
        settled(
            [
                *map(of_length, EVERYDAY_LENGTHS),
                *map(with_table, EVERYDAY_ROWS),
                *map(with_figures, EVERYDAY_SHIFTS),
                of_length(PITCHED),
            ]
        )
    )
    by_length, by_rows, by_shift = (
        tuple(islice(papers, len(sort)))
        for sort in (EVERYDAY_LENGTHS, EVERYDAY_ROWS, EVERYDAY_SHIFTS)
    )
    return Everyday(by_length, by_rows, by_shift, pitched=next(papers))


@pytest.mark.render
def test_no_page_ends_early_and_no_signature_is_alone(everyday: Everyday) -> None:
    assert len(everyday.by_length) == len(EVERYDAY_LENGTHS)
    assert faults(everyday.by_length) == []


@pytest.mark.render
def test_a_table_ends_with_two_rows_its_total_and_its_note(everyday: Everyday) -> None:
    assert len(everyday.by_rows) == len(EVERYDAY_ROWS)
    assert faults(everyday.by_rows) == []


@pytest.mark.render
def test_figures_are_not_parted_and_no_word_is_changed(everyday: Everyday) -> None:
    figures_are_whole(EVERYDAY_SHIFTS, everyday.by_shift)


@pytest.mark.render
@pytest.mark.long
def test_at_every_length_and_shift_and_with_every_table_nothing_is_alone_or_parted(
    stand_ins: set[str],
) -> None:
    assert stand_ins
    documents = [*map(of_length, LENGTHS), *map(with_table, ROWS), *map(with_figures, SHIFTS)]
    papers = settled(documents)

    assert faults(papers[: -len(SHIFTS)]) == []
    figures_are_whole(SHIFTS, papers[-len(SHIFTS) :])


def figures_are_whole(shifts: Sequence[int], papers: Sequence[Settled]) -> None:
    laid_out = [lay_out(with_figures(shift), MOMENT) for shift in shifts]
    pages = settling.rendered_pages([*laid_out, *(paper.content for paper in papers)])
    before, after = pages[: len(laid_out)], pages[len(laid_out) :]

    assert any(parted_figures(page) for page in before), "the test must have something to mend"
    assert len(after) == len(shifts)
    assert not any(parted_figures(page) for page in after)
    assert [words(paper.content) for paper in papers] == [words(each) for each in laid_out]


@pytest.mark.render
def test_what_was_settled_passes_the_inspection(everyday: Everyday, tmp_path: Path) -> None:
    path = tmp_path / "公文.docx"
    path.write_bytes(everyday.pitched.content)

    assert everyday.pitched.adjustment != AS_LAID_OUT
    assert [v.rule for v in inspect(path).verdicts if v.result.value == "不符"] == []


def test_without_a_renderer_a_paper_stays_as_it_was_laid_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settling, "find_renderer", lambda: None)
    content = lay_out(of_length(11), MOMENT)

    (paper,) = settle([content])

    assert paper.content is content
    assert paper.pages is None
