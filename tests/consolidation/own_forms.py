"""Campaigns with a form of their own, drafted from it, and units that filled it in; and LibreOffice to recalculate."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from pipeline.campaign.book.load import load_book
from pipeline.campaign.drafting.draft import draft_book
from pipeline.campaign.periods import period_at
from pipeline.consolidation.own_form.summary import FormFacts, form_summary
from pipeline.files import sha256_of
from pipeline.model.standing import unit_standing
from pipeline.model.submission import CheckOutcome, Submission
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim
from pipeline.workbook.filling.percents import percent_cells
from pipeline.workbook.reading.formulas import written_formulas
from pipeline.workbook.reading.read import read_book
from tests.campaign.books import MOMENT, drawn
from tests.conftest import require

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.figure import TrailEntry
    from pipeline.model.submission import Standing

UNITS = (("东河区", "区"), ("北山县", "县"), ("西河区", "区"), ("南山县", "县"))
_RESULT = re.compile(rb"(<f[^>]*>[^<]*</f>)<v>[^<]*</v>")

Cells = dict[tuple[str, str], Any]


@dataclass(frozen=True)
class Round:
    """A campaign with its form, and what its units handed in."""

    campaign: Campaign
    period: Period
    standings: tuple[Standing, ...]

    def summary(self) -> tuple[bytes, tuple[TrailEntry, ...]]:
        form = self.campaign.form
        assert form is not None
        formulas = written_formulas(form.content, form.name)
        facts = FormFacts(formulas, percent_cells(form.content, form.name))
        return form_summary((self.campaign, self.period, self.standings), form, facts)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def campaign_of(form: bytes, units: Sequence[tuple[str, ...]] = UNITS) -> Campaign:
    """The campaign that is drafted of a form and a roster: names, categories, and superiors where given."""
    titles = ("单位名称", "类别", "上级单位")[: len(units[0])]
    table = "\n".join(f"| {' | '.join(row)} |" for row in (titles, *units))
    with tempfile.TemporaryDirectory() as folder:
        roster = ("单位.xlsx", drawn({"名单": table}))
        book, _ = draft_book(("表样.xlsx", form), roster, "月报", MOMENT)
        (Path(folder) / "表样.xlsx").write_bytes(form)
        (Path(folder) / "任务书.xlsx").write_bytes(book)
        campaign, faults = load_book(Path(folder) / "任务书.xlsx")
    assert faults == (), faults
    assert campaign is not None
    return campaign


def collected(campaign: Campaign, filled: Mapping[str, bytes]) -> Round:
    """The round in which the units of *filled* handed in these workbooks."""
    standings = []
    for unit in campaign.units():
        content = filled.get(unit.full_name)
        name = f"{unit.full_name}.xlsx"
        submissions = []
        if content is not None:
            filling = read_form(read_book(content, name), campaign, Claim(campaign, unit))
            submissions = [
                Submission(
                    campaign=campaign.name, period="一次性", unit=unit.code, name=name,
                    digest=sha256_of(content), received_at=MOMENT, late=False,
                    outcome=CheckOutcome.ACCEPTED, filling=filling, findings=(), version=1, number=1,
                )
            ]  # fmt: skip
        standings.append(unit_standing(unit, submissions))
    return Round(campaign, period_at(campaign, MOMENT), tuple(standings))


def typed_in(form: bytes, cells: Cells, texts: Cells | None = None) -> bytes:
    """The form with values in its cells, as a unit saves it."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    for (sheet, cell), value in {**cells, **(texts or {})}.items():
        book[sheet][cell] = float(value) if isinstance(value, Decimal) else value
    return saved(book)


def formulas_of(content: bytes) -> dict[tuple[str, str], str]:
    """The formulas of a workbook by sheet and cell."""
    return {(sheet, str(at)): text for (sheet, at), text in written_formulas(content, "").items()}


def values_of(content: bytes) -> dict[tuple[str, str], Any]:
    """The values of a workbook by sheet and cell, of formulas the stored results."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def without_results(content: bytes) -> bytes:
    """The workbook without the results that its formulas were stored with."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(stream, "w") as copy:
        for name in package.namelist():
            copy.writestr(name, _RESULT.sub(rb"\1", package.read(name)))
    return stream.getvalue()


def recalculated(books: Sequence[bytes], folder: Path) -> list[dict[tuple[str, str], Any]]:
    """The values of workbooks as LibreOffice calculates them, all in one run."""
    office = shutil.which("soffice")
    require(office, "LibreOffice")
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, content in enumerate(books):
        paths.append(folder / f"{number}.xlsx")
        paths[-1].write_bytes(without_results(content))
    subprocess.run(
        [str(office), f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", "xlsx", "--outdir", str(folder / "重算"), *map(str, paths)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return [values_of((folder / "重算" / path.name).read_bytes()) for path in paths]


def exact(value: object) -> Decimal:
    """A number of a recalculated workbook, to the digits that a spreadsheet keeps."""
    assert isinstance(value, int | float), value
    return Decimal(f"{value:.12g}")
