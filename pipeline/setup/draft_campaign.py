"""Draft a campaign book (任务书) from an office's own form, and check it after the secretary has edited it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline.campaign.book.kind_doubts import kind_doubts
from pipeline.campaign.book.load import describe_fault, list_campaigns, load_book, load_campaign
from pipeline.campaign.book.own_form import FORM_STEM
from pipeline.campaign.book.placeholders import find_placeholders
from pipeline.campaign.book.write import book_workbook
from pipeline.campaign.drafting.draft import draft_rows
from pipeline.campaign.errors import CampaignBookFaulty
from pipeline.campaign.form.unmerged import with_inferred_merges
from pipeline.campaign.recognition import RECOGNITION_NAME, recognition_book
from pipeline.files import replace_file
from pipeline.issuing.errors import PaperExists
from pipeline.office.as_xlsx import as_xlsx
from pipeline.office.errors import CampaignUnknown
from pipeline.setup.form_faults import form_doubts, form_faults
from pipeline.setup.free_code import with_free_code
from pipeline.setup.self_test import self_test
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.worker import reading_worker
from pipeline.workbook.writing.plain_copy import plain_copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pipeline.clock import Clock
    from pipeline.model.campaign import Campaign
    from pipeline.model.grid import Book
    from pipeline.workspace import Workspace

_BOOK = "任务书.xlsx"
_UNMERGED = (
    "里面没有合并格，跨行跨列的标题可能认不全：请对照识别图.xlsx，认不全的在 .xlsx 里合并好再起草。"
)

_WITH_MACROS = frozenset({".xlsm", ".xlsb"})
_MACROS = "{} 可能带宏：下发的空白表不带宏，程序也不运行宏；靠宏算的格请改用公式，或让单位直接填。"


def draft_campaign(
    workspace: Workspace, name: str, form: Path, units: Path, clock: Clock
) -> tuple[Path, tuple[str, ...]]:
    """Write a draft of 任务书.xlsx of *name* from a form and a roster; return its path and open questions.

    Raises:
        PaperExists: the campaign has a campaign book already; it is not changed.
        WorkbookUnreadable: the form or the roster can't be read.
    """
    target = workspace.campaign_folder(name) / _BOOK
    if target.exists():
        raise PaperExists(target)
    own = form.read_bytes()
    with reading_worker() as worker:
        formulas = worker.read_formulas(own, form.name)
        unlocked = worker.read_unlocked(own, form.name)
    rows, remarks = draft_rows(
        (form.name, own), (units.name, units.read_bytes()), name, clock.now(), formulas
    )
    content = book_workbook(with_free_code(workspace, rows), clock.now())
    replace_file(target.parent / f"{FORM_STEM}{form.suffix.lower()}", own)
    if form.suffix.lower() != ".xlsx":
        converted, remark = _as_xlsx(own, form)
        replace_file(target.parent / f"{FORM_STEM}.xlsx", converted)
        macros = (_MACROS.format(form.name),) if form.suffix.lower() in _WITH_MACROS else ()
        remarks = (remark, *macros, *remarks)
    replace_file(target, content)
    campaign = load_campaign(target)
    if campaign.form is not None:
        map_of_form = recognition_book(campaign, campaign.form, clock.now())
        replace_file(target.parent / RECOGNITION_NAME, map_of_form)
    faults = (*form_faults(campaign, unlocked), *form_doubts(campaign))
    kinds = kind_doubts(read_book(content, _BOOK), campaign, drafted=True)
    return target, (*remarks, *kinds, *faults, *self_test(campaign))


def _as_xlsx(content: bytes, form: Path) -> tuple[bytes, str]:
    """Convert a form to .xlsx, of which the blanks are made; return it and a remark on how."""
    book = read_book(content, form.name)
    converted = as_xlsx(content, book, read_book)
    if converted.looks_kept:
        remark = f"{form.name} 不是 .xlsx，已另存为 表样.xlsx，请核对版式。"
        return converted.content, remark
    remark = f"{form.name} 不是 .xlsx，已按读到的文字和合并格另存为 表样.xlsx，版式未保留，请用 Excel/WPS 整理后再下发。"
    plain = plain_copy(with_inferred_merges(book))
    return plain, remark if _has_merges(book) else f"{remark}{_UNMERGED}"


def _has_merges(book: Book) -> bool:
    return any(grid.merges for grid in book.sheets)


def check_campaign(workspace: Workspace, name: str) -> tuple[str, ...]:
    """Return every fault of a campaign book as a sentence with sheet and cell; empty if it can be used.

    Raises:
        CampaignUnknown: there is no such campaign book.
        WorkbookUnreadable: it is no workbook.
    """
    path = workspace.campaign_folder(name) / _BOOK
    if not path.is_file():
        campaigns = [
            folder.name for folder in sorted(workspace.campaigns.glob("*/")) if folder.is_dir()
        ]
        raise CampaignUnknown(name, campaigns)
    other_books = [book for book in list_campaigns(workspace) if book != path]
    campaign, faults = load_book(path, tuple(_usable(other_books)))
    placeholders = find_placeholders(read_book(path.read_bytes(), path.name))
    tried = _try_form(campaign) if campaign else ()
    return (*map(describe_fault, (*faults, *placeholders)), *tried)


def figure_notes(workspace: Workspace, name: str) -> tuple[str, ...]:
    """Return what is doubtful about the kinds of figures (指标种类) of a campaign; nothing of a faulty book."""
    path = workspace.campaign_folder(name) / _BOOK
    campaign, _ = load_book(path)
    return kind_doubts(read_book(path.read_bytes(), path.name), campaign) if campaign else ()


def _try_form(campaign: Campaign) -> tuple[str, ...]:
    """Return what is wrong with the form of a campaign, and what isn't read back of it."""
    if campaign.form is None:
        return ()
    with reading_worker() as worker:
        unlocked = worker.read_unlocked(campaign.form.content, campaign.form.name)
    return (*form_faults(campaign, unlocked), *self_test(campaign))


def _usable(paths: Iterable[Path]) -> Iterator[Campaign]:
    """Yield the campaigns that can be loaded; the faults of the others are reported by their own checks."""
    for path in paths:
        with suppress(CampaignBookFaulty, WorkbookUnreadable):
            yield load_campaign(path)
