"""How large a form may be (报送表的范围), whatever file it comes in."""

from __future__ import annotations

from typing import Final

from pipeline.errors import WorkbookUnreadable

ROWS_AT_MOST: Final = 20_000
COLUMNS_AT_MOST: Final = 400
CELLS_AT_MOST: Final = 500_000
# Values far apart make a large table of nothing; the library keeps 32 bytes for each place in it.
AREA_AT_MOST: Final = 2_000_000


def refuse_if_too_large(rows: int, columns: int, sheet: str, name: str) -> None:
    """Refuse a sheet that no form is as large as.

    Raises:
        WorkbookUnreadable: more than 20,000 rows, 400 columns or two million places.
    """
    if rows > ROWS_AT_MOST or columns > COLUMNS_AT_MOST or rows * columns > AREA_AT_MOST:
        raise WorkbookUnreadable(
            name,
            f"工作表「{sheet}」有 {rows} 行 {columns} 列，超出报送表的范围。请删除多余的空行空列后再报送。",
        )
