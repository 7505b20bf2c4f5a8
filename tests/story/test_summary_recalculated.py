"""汇总表.xlsx recalculated by LibreOffice: each 小计 and 合计 equals the sum of what the units answered.

The stored results are removed from the file first, so that only the formulas can produce them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from pipeline.clock import stopped_clock
from pipeline.ledger.read import list_standings
from pipeline.model.campaign import Aggregation, Shape
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from tests.conftest import require
from tests.submissions import MOMENT

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.model.campaign import Field
    from pipeline.model.submission import Standing
    from tests.conftest import Demonstration

pytestmark = pytest.mark.render

_RESULT = re.compile(rb"(<f[^>]*>[^<]*</f>)<v>[^<]*</v>")


@pytest.fixture(scope="module")
def recalculated_book(
    demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory
) -> openpyxl.Workbook:
    """The demonstration's summary, its formulas calculated by LibreOffice alone."""
    office = shutil.which("soffice")
    require(office, "LibreOffice")
    (summary,) = demonstration.results.glob("汇总/*汇总表.xlsx")
    folder = tmp_path_factory.mktemp("重算")
    bare, done = folder / "汇总.xlsx", folder / "重算"
    without_results(summary, bare)
    subprocess.run(
        [str(office), f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", "xlsx", "--outdir", str(done), str(bare)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return openpyxl.load_workbook(done / "汇总.xlsx", data_only=True)


@pytest.fixture(scope="module")
def recalculated(recalculated_book: openpyxl.Workbook) -> Worksheet:
    """Its first sheet."""
    return recalculated_book["汇总表"]


def without_results(summary: Path, bare: Path) -> None:
    """Copy *summary* to *bare* without the results that its formulas were stored with."""
    taken_out = 0
    with zipfile.ZipFile(summary) as package, zipfile.ZipFile(bare, "w") as copy:
        for name in package.namelist():
            content, number = _RESULT.subn(rb"\1", package.read(name))
            taken_out += number
            copy.writestr(name, content)
    assert taken_out > 100, "the summary is full of formulas"


def test_each_subtotal_and_total_is_the_sum_of_what_its_units_answered(
    demonstration: Demonstration, recalculated: Worksheet
) -> None:
    fields = {
        f"{field.name}（{field.measure}）" if field.measure else field.name: field
        for field in demonstration.campaign.fields
        if field.shape is Shape.SINGLE and field.aggregation is Aggregation.SUM
    }
    headings = {cell.column: str(cell.value).replace("\n", "") for cell in recalculated[3]}
    columns = {column: fields[title] for column, title in headings.items() if title in fields}
    assert len(columns) == len(fields) > 5

    standings = counting(demonstration)
    categories = {unit.code: unit.category for unit in demonstration.campaign.units()}

    for row in range(4, recalculated.max_row + 1):
        name = recalculated.cell(row, 2).value
        if not str(name).endswith(("小计", "合计")):
            continue
        for column, field in columns.items():
            shown = recalculated.cell(row, column).value
            category = str(name).removesuffix("小计")
            of_it = [each for each in standings if category in {"合计", categories[each.unit]}]
            wanted = sum((amount(each, field) for each in of_it), Decimal(0))
            assert (0 if shown == "—" else shown) == wanted, (name, field.name)


def counting(demonstration: Demonstration) -> tuple[Standing, ...]:
    """What counts of each unit, read from the ledger to be added up here."""
    with open_office(demonstration.report.workspace, stopped_clock(MOMENT)) as office:
        collected = load_round(office, demonstration.campaign)
        return list_standings(office.ledger, demonstration.campaign, collected.period)


def amount(standing: Standing, field: Field) -> Decimal:
    answer = standing.current.filling.answer(field.code) if standing.current else None
    return answer.value if answer and isinstance(answer.value, Decimal) else Decimal(0)


@pytest.mark.parametrize(("name", "most"), [("汇总表", 5), ("图表", 20)])
def test_each_formula_gives_the_result_that_is_stored_with_it(
    demonstration: Demonstration, recalculated_book: openpyxl.Workbook, name: str, most: int
) -> None:
    (path,) = demonstration.results.glob("汇总/*汇总表.xlsx")
    stored = openpyxl.load_workbook(path, data_only=True)[name]
    live = openpyxl.load_workbook(path)[name]

    formulas = [
        cell.coordinate for row in live.iter_rows() for cell in row if cell.data_type == "f"
    ]

    assert len(formulas) > most
    assert {at: recalculated_book[name][at].value for at in formulas} == {
        at: stored[at].value for at in formulas
    }
