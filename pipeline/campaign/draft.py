"""A first campaign book (任务书) from an office's own form and roster; each guess is remarked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book_sheets import BookRows, book_workbook
from pipeline.campaign.draft_fields import draft_fields
from pipeline.campaign.draft_units import draft_units
from pipeline.workbook.dropdowns import read_dropdowns
from pipeline.workbook.read import read_book

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.grid import Book

_DAYS_TO_REPORT: Final = 14


def draft_book(
    form: tuple[str, bytes], units: tuple[str, bytes], name: str, moment: datetime
) -> tuple[bytes, tuple[str, ...]]:
    """Draft the campaign book of *name*; *form* and *units* are file names with their bytes.

    Labels become fields, drop-downs their options, brackets their measure; what can only be
    guessed (types, what is required, the deadline) is told in the remarks, for the secretary.

    Raises:
        WorkbookUnreadable: one of the two is no workbook.
    """
    form_name, form_content = form
    units_name, units_content = units
    book = read_book(form_content, form_name)
    fields, remarks = draft_fields(book, read_dropdowns(form_content, form_name))
    roster, told = draft_units(read_book(units_content, units_name))
    deadline = moment + timedelta(days=_DAYS_TO_REPORT)
    rows = BookRows(
        items=_items(name, _title(book) or name, f"{deadline:%Y-%m-%d} 18:00"),
        units=roster,
        fields=fields,
        scoring=(("及时", "40", ""), ("完整", "30", ""), ("准确", "20", ""), ("规范", "10", "")),
        papers=(
            *tuple(
                (kind, "", "", "1", "", "", "", "", "", "")
                for kind in ("通知", "通报", "催报", "督办", "函")
            ),
            ("简报", "", f"{name}简报", "1", "1", "", "", f"{name}工作简报", "", ""),
        ),
    )
    decide = (
        f"截止时间暂填 {deadline:%Y-%m-%d} 18:00，请改为实际时间（“任务”表）。",
        "牵头单位、发文机关、文号代字、主送机关暂填“待填”或留空，请补填（“任务”“发文”表）。",
    )
    return book_workbook(rows, moment), (*remarks, *told, *decide)


def _items(name: str, title: str, deadline: str) -> tuple[tuple[str, str], ...]:
    return (
        ("任务名称", name),
        ("编号", name),
        ("表样标题", title),
        ("牵头单位", "待填"),
        ("发文机关", "待填"),
        ("发文机关层级", ""),
        ("所在市", ""),
        ("截止时间", deadline),
        ("周期", "一次性"),
        ("联系人", ""),
        ("电话", ""),
        ("邮箱", ""),
        ("零报告", "是"),
        ("依据", ""),
        ("必要性", ""),
        ("经何机关同意", ""),
        ("印发机关", ""),
    )


def _title(book: Book) -> str:
    """The form's title: the first text of its first visible sheet."""
    for grid in book.sheets:
        texts = [str(grid.cells[at].value) for at in sorted(grid.cells)]
        if grid.visible and texts:
            return texts[0].strip()
    return ""
