"""The marked copy (标记件) of a returned workbook of any kind: converted where it can't be patched."""

from __future__ import annotations

import shutil
from hashlib import sha256
from typing import TYPE_CHECKING

import openpyxl
import pytest

from pipeline.intake.originals import find_original
from pipeline.official.rendering import render
from pipeline.setup.init import EXAMPLE
from pipeline.workbook.reading.read import read_book
from tests.conftest import require
from tests.story.demonstrated import words
from tests.submissions import drop, form, one_pass, unit_answers
from tests.workbook.open_document import as_ods
from tests.workbook.packages import packed, parts_of
from tests.workbook.written_otherwise import as_delimited, as_xls, as_xlsb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.model.grid import Book
    from pipeline.workspace import Workspace

UNIT = "市住房城乡建设局"
FAULT = "约30个"
KINDS: dict[str, Callable[[Book], bytes]] = {
    ".xls": as_xls,
    ".et": as_xls,
    ".ods": as_ods,
    ".xlsb": as_xlsb,
    ".csv": lambda book: as_delimited(book, "gb18030", ","),
}


def returned(workspace: Workspace, suffix: str, make: Callable[[Book], bytes]) -> Path:
    """The folder of the answer to a form of that kind with one wrong figure; its original is as it was."""
    told = unit_answers(workspace, UNIT).with_singles(已命名合计=FAULT)
    content = make(read_book(form(workspace, UNIT, told), "表.xlsx"))
    drop(workspace, f"{UNIT}报送表{suffix}", content)
    (outcome,) = one_pass(workspace).outcomes
    assert outcome.fate.label == "退回"
    kept = find_original(workspace, sha256(content).hexdigest())
    assert kept is not None
    assert kept.read_bytes() == content
    return workspace.results(EXAMPLE) / "退回" / UNIT


def faulty_cell(path: Path) -> openpyxl.cell.Cell:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    (found,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == FAULT]
    return found


@pytest.mark.parametrize("suffix", KINDS)
def test_a_workbook_that_cannot_be_patched_is_converted_and_marked(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr(
        render, "find_renderer", lambda: None
    )  # as on an office computer without it

    folder = returned(fresh, suffix, KINDS[suffix])

    kind = suffix.removeprefix(".")
    name = f"{UNIT}第1版标记件（转自{kind}）.xlsx"
    cell = faulty_cell(folder / name)
    assert cell.fill.fgColor.rgb == "FFFF9999"
    assert cell.comment is not None
    assert "应为准确的数字" in cell.comment.text
    assert f"见随附的“{name}”" in words(folder / f"{UNIT}第1版退回单.docx")


@pytest.mark.render
@pytest.mark.parametrize("suffix", [".xls", ".ods", ".csv"])
def test_the_converted_copy_keeps_the_looks_where_libreoffice_is_installed(
    fresh: Workspace, suffix: str
) -> None:
    require(shutil.which("soffice"), "LibreOffice")

    folder = returned(fresh, suffix, KINDS[suffix])

    (path,) = folder.glob("*标记件*.xlsx")
    assert faulty_cell(path).fill.fgColor.rgb == "FFFF9999"
    hidden = [
        sheet.title for sheet in openpyxl.load_workbook(path) if sheet.sheet_state != "visible"
    ]
    assert hidden == ([] if suffix == ".csv" else ["报送通标记"]), "the stamp goes with the copy"


def test_a_workbook_with_macros_is_returned_under_the_name_that_excel_opens(
    fresh: Workspace,
) -> None:
    content = form(fresh, UNIT, unit_answers(fresh, UNIT).with_singles(已命名合计=FAULT))
    drop(
        fresh, f"{UNIT}报送表.xlsm", packed({**parts_of(content), "xl/vbaProject.bin": b"Sub A()"})
    )
    one_pass(fresh)

    names = [path.name for path in (fresh.results(EXAMPLE) / "退回" / UNIT).iterdir()]

    assert f"{UNIT}第1版标记件.xlsm" in names
