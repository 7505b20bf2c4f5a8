"""Papers of every length for the sweep over page boundaries, and what is told of their pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.model.document import Attachment, Closing, Column, Table
from pipeline.official.layout.lay_out import lay_out
from tests.official.specimens import DATED, MOMENT, ORGAN, SENTENCE, notice, text

if TYPE_CHECKING:
    from pipeline.model.document import OfficialDocument
    from pipeline.official.rendering.measure import Measurements

# The first page holds about 250 characters, each other 616; a line is 28.
BOUNDARIES: Final = (250, 866, 1482, 2098, 2714)
LINES_BEFORE: Final = range(-10, 2)
PARAGRAPH: Final = 130
NAME: Final = "文明单位创建工作情况统计表"


@dataclass(frozen=True, slots=True)
class Swept:
    """One paper of the sweep: characters of text, with a seal or not, with a note or not."""

    length: int
    sealed: bool
    noted: bool

    @property
    def name(self) -> str:
        return f"{self.length}-{self.sealed:d}-{self.noted:d}"

    def document(self) -> OfficialDocument:
        attachments = (Attachment(NAME, (text("表略。"),)),) if self.noted else ()
        closing = Closing(ORGAN, DATED, sealed=self.sealed)
        return notice(blocks=body(self.length), closing=closing, attachments=attachments)


def body(length: int, paragraph: int = PARAGRAPH) -> tuple[object, ...]:
    """*length* characters in paragraphs of *paragraph*."""
    words = (f"{SENTENCE}，" * (length // len(SENTENCE) + 1))[:length]
    return tuple(text(words[at : at + paragraph]) for at in range(0, length, paragraph))


def swept() -> tuple[Swept, ...]:
    """Every boundary of 0 to 3,000 characters, line by line; every third has an attachment."""
    lengths = [edge + 28 * lines for edge in BOUNDARIES for lines in LINES_BEFORE]
    return tuple(
        Swept(length, sealed, noted=number % 3 == 0)
        for number, length in enumerate([1, *lengths, 3000])
        for sealed in (True, False)
    )


def laid_out(papers: tuple[Swept, ...]) -> dict[str, bytes]:
    return {paper.name: lay_out(paper.document(), MOMENT) for paper in papers}


def lying_table(rows: int = 40) -> Table:
    columns = (
        Column("序号", 1),
        Column("单位", 3, "left"),
        Column("工作内容", 6, "left"),
        Column("数量", 2, "right"),
    )
    told = tuple(
        (str(number), "云岭市", f"第{number}项工作按照要求抓好落实", "12")
        for number in range(1, rows + 1)
    )
    return Table(columns, told, "各地报送情况", landscape=True)


def text_on(measured: Measurements, page: int) -> list[float]:
    """The baselines of the text's lines, in 3号, on one page."""
    return [line.baseline_mm for line in measured.lines_on(page) if round(line.size_pt) == 16]


def runs_into_imprint(measured: Measurements) -> bool:
    """Whether text stands lower than the imprint's first rule on the last page."""
    rules = [rule.y_mm for rule in measured.rules_on(measured.pages) if not rule.red]
    return any(baseline + 1 > min(rules) for baseline in text_on(measured, measured.pages))
