"""Workbooks of other kinds, made by an office program: the old .xls, and OpenDocument."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pipeline.model.grid import Address, Merge
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style
from tests.conftest import require
from tests.workbook.packages import written

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.render
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_workbook_of_another_kind_reads_the_same_under_any_name(
    kind: str, tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    require(office, "LibreOffice")
    cells = (
        PlannedCell(Address(1, 1), "报送表", Style.TITLE, Address(1, 3)),
        PlannedCell(Address(2, 1), "已创建数", Style.LABEL),
        PlannedCell(Address(2, 2), Decimal("30.5"), Style.NUMBER),
        PlannedCell(Address(3, 2), date(2026, 9, 30), Style.DATE),
    )
    path = tmp_path / "表.xlsx"
    path.write_bytes(written(SheetPlan("基本情况", cells)))

    subprocess.run(
        [
            str(office), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", kind, "--outdir", str(tmp_path), str(path),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip

    (grid,) = read_book(path.with_suffix(f".{kind}").read_bytes(), "表.xlsx").sheets
    assert {str(at): cell.value for at, cell in grid.cells.items()} == {
        "A1": "报送表",
        "A2": "已创建数",
        "B2": Decimal("30.5"),
        "B3": date(2026, 9, 30),
    }
    assert grid.merges == (Merge(Address(1, 1), Address(1, 3)),)
