"""How fast a form is read, as a ratio to openpyxl doing the same reading in the same run.

``make bench``. Seconds differ from machine to machine and from hour to hour; read the ratio.
"""

from __future__ import annotations

import io
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from pipeline.campaign.book import load_campaign
from pipeline.office.demo_answers import answers_of
from pipeline.office.demo_batch import FIRST
from pipeline.office.demo_forms import as_workbook, filled_sheets
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim, identify
from pipeline.workbook.read import read_book
from pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 40


def with_openpyxl(content: bytes) -> int:
    """The baseline: every cell of every sheet, values only."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return sum(
        1
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value is not None
    )


def median_ms(act: Callable[[], object]) -> float:
    """The median of *ROUNDS* runs after one to warm up, in milliseconds."""
    act()
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Print medians and ratios."""
    workspace = open_workspace(Path(__file__).parents[1])
    campaign = load_campaign(workspace.campaign_folder("文明单位创建") / "任务书.xlsx")
    unit = campaign.units()[0]
    content = as_workbook(filled_sheets(campaign, unit, answers_of(unit)), FIRST)
    name = f"{unit.full_name}报送表.xlsx"

    def whole() -> object:
        book = read_book(content, name)
        claim = identify(book, [campaign])
        assert isinstance(claim, Claim)  # noqa: S101 - a benchmark of a wrong reading is none
        return read_form(book, campaign, claim)

    baseline = median_ms(lambda: with_openpyxl(content))
    bounded = median_ms(lambda: read_book(content, name))
    understood = median_ms(whole)
    print(f"openpyxl, cells only        {baseline:7.2f} ms   1")
    print(f"bounded and read            {bounded:7.2f} ms   1/{baseline / bounded:.1f}")
    print(f"read, identified, understood{understood:7.2f} ms   1/{baseline / understood:.1f}")


if __name__ == "__main__":
    main()
