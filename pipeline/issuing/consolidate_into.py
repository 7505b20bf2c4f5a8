"""Fill a copy of a superior's form (上级汇总表) from one round; the original is never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.into_form.fill import fill_superior
from pipeline.consolidation.own_form.summary import FormFacts
from pipeline.files import replace_if_changed
from pipeline.issuing.errors import SuperiorFormUnusable
from pipeline.issuing.summary_files import write_summary
from pipeline.issuing.unaltered import refuse_altered
from pipeline.office.collection_round import load_round
from pipeline.office.lock import exclusive
from pipeline.workbook.filling.percents import percent_cells
from pipeline.workbook.form_copy import is_package
from pipeline.workbook.signatures import BARE_BIFF, COMPOUND
from pipeline.workbook.worker import reading_worker

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.grid import Book
    from pipeline.office.context import Office

_OLD: Final = (
    "是旧格式的 .xls，或者加了打开密码。请用 Excel/WPS 打开（去掉密码），另存为 .xlsx，再填。"
)
_OTHER: Final = "不是 .xlsx 工作簿。请用 Excel/WPS 打开，另存为 .xlsx，再填。"
_NO_PLACE: Final = "表里没有一个标题与本任务的填报项相同。请核对是不是这项任务的上级表，或把标题改成与任务书“填报项”一致。"


@dataclass(frozen=True, slots=True)
class FilledInto:
    """The filled copy and the list of what has no place (填报说明), each a file; ``report`` are its lines."""

    path: Path
    notes: Path
    placed: int
    report: tuple[str, ...]


def consolidate_into(
    office: Office, campaign: Campaign, superior: Path, period: str = ""
) -> FilledInto:
    """Fill a copy of the form at *superior* in 汇总/, and write what has no place to a text beside it.

    Raises:
        SuperiorFormUnusable: it is no .xlsx, or none of its headings is a field's.
        WorkbookUnreadable: it is damaged or encrypted.
        PeriodUnknown: nothing was received in *period*.
        FileHeldOpen: the copy is open in Excel or WPS.
        OSError: it can't be read.
    """
    content = superior.read_bytes()
    book, facts = _read(content, superior.name)
    with exclusive(office.workspace, f"{campaign.name}汇总表"):
        collected = load_round(office, campaign, period)
        refuse_altered(office, collected)
        made = fill_superior(campaign, collected.standings, book, (content, facts))
        if not made.placed:
            raise SuperiorFormUnusable(superior.name, _NO_PLACE)
        kind = f"填报{superior.stem}"
        path = write_summary(office, collected, kind, (made.content, made.trail))
        notes = path.with_name(f"{path.stem}说明.txt")
        lines = (f"{superior.name}：填入 {made.placed} 项。", *made.report)
        replace_if_changed(notes, ("\r\n".join(lines) + "\r\n").encode("utf-8-sig"))
    return FilledInto(path, notes, made.placed, made.report)


def _read(content: bytes, name: str) -> tuple[Book, FormFacts]:
    """Read a form that others made, in the bounded child."""
    if not is_package(content):
        old = content.startswith((COMPOUND, *BARE_BIFF))
        raise SuperiorFormUnusable(name, _OLD if old else _OTHER)
    with reading_worker() as worker:
        book = worker.read(content, name)
        formulas = worker.written_formulas(content, name)
    return book, FormFacts(formulas, percent_cells(content, name))
