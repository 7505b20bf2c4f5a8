"""Two campaigns of which one's name begins with the other's: each page shows its own events alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.campaign.book.write import book_workbook
from pipeline.files import replace_file
from pipeline.official.templates.starters import STARTER_DATE
from pipeline.setup.example import example_rows
from pipeline.setup.init import EXAMPLE
from tests.submissions import drop, form, one_pass

if TYPE_CHECKING:
    from pipeline.workspace import Workspace

SHORT = EXAMPLE[:2]
OTHER = {"任务名称": SHORT, "编号": "WM-2", "表样标题": "全市文明情况统计表"}


def add_campaign_with_the_shorter_name(workspace: Workspace) -> None:
    rows = example_rows()
    items = tuple((row[0], OTHER.get(row[0], row[1]), *row[2:]) for row in rows.items)
    book = book_workbook(replace(rows, items=items), STARTER_DATE)
    replace_file(workspace.campaign_folder(SHORT) / "任务书.xlsx", book)


def test_the_page_of_the_shorter_name_shows_nothing_of_the_longer(fresh: Workspace) -> None:
    add_campaign_with_the_shorter_name(fresh)
    drop(fresh, "东河区.xlsx", form(fresh, "东河区"))

    (outcome,) = one_pass(fresh).outcomes

    assert outcome.campaign == EXAMPLE
    pages = {
        name: (fresh.results(name) / "报送情况.html").read_text("utf-8")
        for name in (EXAMPLE, SHORT)
    }
    assert f"{EXAMPLE}／东河区" in pages[EXAMPLE]
    assert EXAMPLE not in pages[SHORT]
