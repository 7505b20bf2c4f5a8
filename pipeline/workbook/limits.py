"""Limit how large a form may be (报送表的范围), for every file format.

The figures are measured: the largest form that passes is read in about three seconds of an
ordinary core and 300 MB; what is beyond is refused before parsing, by counting bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address, Merge
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.signatures import COMPOUND, EMPTY_ZIP, ZIP

if TYPE_CHECKING:
    from collections.abc import Collection

ROWS_AT_MOST: Final = 20_000
COLUMNS_AT_MOST: Final = 400
# In all sheets together: 20,000 rows of ten columns are more than any form that people fill in.
CELLS_AT_MOST: Final = 200_000
# Values far apart make a large table of nothing; the library keeps 32 bytes for each place in it.
AREA_AT_MOST: Final = 2_000_000
MERGES_AT_MOST: Final = 50_000
SHEETS_AT_MOST: Final = 500

FILE_AT_MOST: Final = 64 * 1024 * 1024
TEXT_AT_MOST: Final = 16 * 1024 * 1024  # a table of 200,000 values is smaller
XML_AT_MOST: Final = 24 * 1024 * 1024  # of all sheets without their empty cells; of all their texts
# Tags in the XML of all sheets, walked one by one; and in a part or a page that becomes a tree, of
# which each takes a hundred bytes and more.
TAGS_AT_MOST: Final = 1_500_000
TREE_AT_MOST: Final = 1_000_000
TOO_LARGE: Final = "文件超过 64 MB，不像是报送表。请删去图片和多余的工作表，另存为 .xlsx 后再报送。"
TOO_MANY_SHEETS: Final = "工作表太多，不像是报送表。请只留要报送的工作表，另存后再报送。"
ENCRYPTED: Final = "设了打开密码。请取消密码（另存为时清空“打开权限密码”）后再报送。"
DAMAGED: Final = "文件已损坏或格式不对。请用 Excel/WPS 打开，另存为 .xlsx 后再报送。"


@dataclass(slots=True)
class Extent:
    """Count cells and area over the sheets of a workbook; refuse what is beyond the limits."""

    name: str
    cells: int = 0
    area: int = 0

    def add(self, cells: int, rows: int, columns: int, sheet: str) -> None:
        """Count a sheet in.

        Raises:
            WorkbookUnreadable: with it the workbook is larger than any form.
        """
        refuse_if_too_large(rows, columns, sheet, self.name)
        self.cells += cells
        self.area += rows * columns
        refuse_if_too_many(self.cells, self.name)
        if self.area > AREA_AT_MOST:
            raise WorkbookUnreadable(
                self.name,
                "各工作表的内容离得太远，合起来超出报送表的范围。请删除表格以外的空行空列后再报送。",
            )


def refuse_if_too_large(rows: int, columns: int, sheet: str, name: str) -> None:
    """Refuse a sheet that is larger than any form.

    Raises:
        WorkbookUnreadable: more than 20,000 rows, 400 columns or two million places.
    """
    if rows > ROWS_AT_MOST or columns > COLUMNS_AT_MOST or rows * columns > AREA_AT_MOST:
        raise WorkbookUnreadable(
            name,
            f"工作表「{sheet}」有 {rows} 行 {columns} 列，超出报送表的范围。请删除多余的空行空列后再报送。",
        )


def refuse_if_too_many(cells: int, name: str) -> None:
    """Refuse a workbook that holds more than any form.

    Raises:
        WorkbookUnreadable: more than 200,000 cells that hold something.
    """
    if cells > CELLS_AT_MOST:
        raise WorkbookUnreadable(
            name,
            f"有内容的格超过 {CELLS_AT_MOST} 个，超出报送表的范围。请只留要报送的内容，另存后再报送。",
        )


def refuse_if_too_many_merges(count: int, name: str) -> None:
    """Refuse more merged ranges (合并单元格) than any form has.

    Raises:
        WorkbookUnreadable: more than 50,000.
    """
    if count > MERGES_AT_MOST:
        raise WorkbookUnreadable(
            name, "合并单元格太多或互相重叠，超出报送表的范围。请取消合并，另存后再报送。"
        )


def bounded_merges(merges: Collection[Merge], name: str) -> tuple[Merge, ...]:
    """Return merged ranges cut to the size of a form: a title may be merged over a whole row.

    Raises:
        WorkbookUnreadable: there are more, or more that overlap, than in any form.
    """
    rows = sum(min(merge.last.row, ROWS_AT_MOST) - merge.first.row + 1 for merge in merges)
    refuse_if_too_many_merges(len(merges) if rows <= AREA_AT_MOST else rows, name)
    return tuple(
        Merge(
            merge.first,
            Address(
                max(min(merge.last.row, ROWS_AT_MOST), merge.first.row),
                max(min(merge.last.column, COLUMNS_AT_MOST), merge.first.column),
            ),
        )
        for merge in merges
        if merge.first.row <= ROWS_AT_MOST and merge.first.column <= COLUMNS_AT_MOST
    )


def refuse_if_too_long(content: bytes, name: str) -> None:
    """Refuse what is too long to be a form, by its length alone and before anything parses it.

    Raises:
        WorkbookUnreadable: more than 64 MB; or more than 16 MB of text, which is never compressed.
    """
    if len(content) > FILE_AT_MOST:
        raise WorkbookUnreadable(name, TOO_LARGE)
    if len(content) > TEXT_AT_MOST and not content.startswith((ZIP, EMPTY_ZIP, COMPOUND)):
        raise WorkbookUnreadable(
            name, "文件超过 16 MB，不像是报送表。请只留要报送的内容，另存为 .xlsx 后再报送。"
        )


def refuse_if_too_many_tags(tags: int, name: str, at_most: int = TREE_AT_MOST) -> None:
    """Refuse XML or a web page that would exceed all limits when it is parsed.

    Raises:
        WorkbookUnreadable: more *tags* than *at_most*.
    """
    if tags > at_most:
        raise WorkbookUnreadable(
            name,
            "内容过多，超出报送表的范围。请删去多余的工作表、空行和格式，另存为 .xlsx 后再报送。",
        )
