"""An office's own form with single fields, a list with a computed rate, and a cross table: drafted, filled in, received."""

from __future__ import annotations

import io
from typing import Any, Final

import openpyxl

from pipeline.model.collection_round import CollectionRound
from tests.consolidation.own_forms import campaign_of, collected, saved

UNITS: Final = (("东河区", "县市区"), ("西河区", "县市区"), ("市水利局", "市直部门"))
LISTED: Final = "重点项目"
CROSSED: Final = "事故情况"
PROJECTS: Final[dict[str, list[tuple[Any, ...]]]] = {
    "东河区": [("一号水库加固", 1200, 600, "已开工"), ("南渠清淤", 300, 300, "已完工")],
    "西河区": [("城西泵站", 500, 100, "已开工")],
    "市水利局": [],
}
ACCIDENTS: Final = {
    "东河区": ((3, 1, 20), (2, 0, 5), (1, 0, 0)),
    "西河区": ((1, 0, 4), (0, 0, 0), (2, 1, 9)),
    "市水利局": ((0, 0, 0), (0, 0, 0), (0, 0, 0)),
}
_ROWS: Final = ("道路交通", "建筑施工", "工矿商贸")


def form() -> bytes:
    """The form as the office has it."""
    book = openpyxl.Workbook()
    single = book.active
    single.title = "基本情况"
    for line in (
        ["安全生产月报"],
        ["填报单位："],
        ["指标名称", "计量单位", "数量"],
        ["检查单位数", "家"],
        ["排查隐患数", "处"],
    ):
        single.append(line)
    listed = book.create_sheet(LISTED)
    listed.append([LISTED])
    listed.append(["序号", "项目名称", "总投资（万元）", "完成投资（万元）", "完成率（%）", "进展"])
    for row in range(3, 9):
        listed.cell(row, 1, row - 2)
        listed.cell(row, 5, f'=IF(C{row}=0,"",ROUND(D{row}/C{row}*100,2))')
    crossed = book.create_sheet(CROSSED)
    crossed.append([CROSSED])
    crossed.append(["行业", "事故起数（起）", "死亡人数（人）", "直接损失（万元）"])
    for industry in (*_ROWS, "合计"):
        crossed.append([industry])
    for column in "BCD":
        crossed[f"{column}6"] = f"=SUM({column}3:{column}5)"
    return saved(book)


def filled(name: str) -> bytes:
    """The form as a unit hands it in; a spreadsheet has computed its formulas."""
    book = openpyxl.load_workbook(io.BytesIO(form()))
    number = [unit for unit, _ in UNITS].index(name) + 1
    book["基本情况"]["A2"] = f"填报单位：{name}"
    book["基本情况"]["C4"], book["基本情况"]["C5"] = number * 10, number * 7
    listed = book[LISTED]
    for empty in range(3, 9):
        listed.cell(empty, 5).value = None
    for row, (project, planned, done, state) in enumerate(PROJECTS[name], start=3):
        for column, typed in ((2, project), (3, planned), (4, done), (6, state)):
            listed.cell(row, column, typed)
        listed.cell(row, 5, round(done / planned * 100, 2))
    for row, figures in enumerate(ACCIDENTS[name], start=3):
        for column, figure in enumerate(figures, start=2):
            book[CROSSED].cell(row, column, figure)
    for column, sums in enumerate(zip(*ACCIDENTS[name], strict=True), start=2):
        book[CROSSED].cell(6, column, sum(sums))
    return saved(book)


def round_of_projects() -> CollectionRound:
    """The round in which every unit has handed it in."""
    done = collected(campaign_of(form(), UNITS), {name: filled(name) for name, _ in UNITS})
    return CollectionRound(done.campaign, done.period, done.standings)
