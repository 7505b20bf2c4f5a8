"""What the demonstration leaves behind, read by other means than ours: the figures of each unit, the words of a paper."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import docx
import openpyxl

from pipeline.intake.originals import find_original
from pipeline.ledger.read import list_standings
from pipeline.model.campaign import Kind
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.setup.init import EXAMPLE
from tests.conftest import AFTERWARDS, Demonstration

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.submission import Standing


def stand(demonstration: Demonstration) -> dict[str, Standing]:
    with open_office(demonstration.report.workspace, AFTERWARDS) as office:
        collected = load_round(office, office.campaign(EXAMPLE))
        found = list_standings(office.ledger, collected.campaign, collected.period)
    names = [unit.full_name for unit in demonstration.campaign.units()]
    return dict(zip(names, found, strict=True))


def typed_numbers(demonstration: Demonstration) -> dict[str, dict[str, Decimal]]:
    """Every unit's figures, read from its counting original by openpyxl, label by label."""
    wanted = {f.name: f.code for f in demonstration.campaign.fields if f.kind is Kind.INTEGER}
    spelled = {"１，２８０": 1280, "1.2万": 12000, "6次": 6}
    found = {}
    for name, standing in stand(demonstration).items():
        if standing.current is None:
            continue
        path = find_original(demonstration.report.workspace, standing.current.digest)
        assert path is not None
        sheet = openpyxl.load_workbook(path)["基本情况"]
        figures = {}
        for row in sheet.iter_rows(min_row=5, values_only=True):
            label = str(row[1] or "").rstrip("＊")
            if label in wanted and row[2] is not None:
                figures[wanted[label]] = Decimal(str(spelled.get(row[2], row[2])))
        found[name] = figures
    return found


def words(path: Path) -> str:
    document = docx.Document(str(path))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return "\n".join(texts)


def paper(demonstration: Demonstration, pattern: str) -> Path:
    (found,) = demonstration.results.glob(pattern)
    return found
