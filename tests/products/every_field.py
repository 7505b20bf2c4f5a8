"""A campaign with a field of every form, type, 汇总方式 and 指标种类, and units that filled in its own form."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import openpyxl

from pipeline.campaign.book.load import load_book
from pipeline.campaign.book.write import BookRows, book_workbook
from pipeline.model.campaign import Aggregation, Kind, Shape
from pipeline.model.collection_round import CollectionRound
from pipeline.model.figure_kind import FigureKind
from pipeline.model.grid import column_letters
from tests.campaign.books import MOMENT
from tests.consolidation.own_forms import collected, saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pipeline.model.campaign import Campaign

SINGLE, LIST, CROSS = "单项", "项目清单", "分类表"  # each the sheet of one form
UNITS: Final = {"东河区": 2, "西河区": 1, "南山县": 3}  # with so many rows of the list
CATEGORIES: Final = ("甲类", "乙类")  # the rows of the cross table
PARTED: Final = "比率：分子/分母"
OPTIONS: Final = ("是", "否")
_ADDED: Final = (Aggregation.SUM, Aggregation.AVERAGE)
_HEAD: Final = 3  # row of the headings


@dataclass(frozen=True)
class Spec:
    """What the 任务书 says of a field: its type, its 汇总方式, its 指标种类."""

    number: int
    kind: Kind
    way: Aggregation
    figures: str = ""

    @property
    def is_ratio(self) -> bool:
        return self.figures.startswith("比率")


def specs() -> tuple[Spec, ...]:
    """Every combination that the 任务书 may state; the first two are the parts of the ratios."""
    found = [(Kind.INTEGER, Aggregation.SUM, "时期"), (Kind.DECIMAL, Aggregation.SUM, "时期")]
    kinds = [kind.value for kind in FigureKind]
    for kind in Kind:
        for way in Aggregation:
            if way is Aggregation.TALLY and kind is not Kind.CHOICE:
                continue
            if not kind.numeric:
                if way not in {*_ADDED, Aggregation.RATIO}:
                    found.append((kind, way, ""))
            elif way is Aggregation.RATIO:
                found.append((kind, way, PARTED))
            elif not (kind is Kind.PERCENT and way is Aggregation.SUM):
                found += [(kind, way, figures) for figures in ("", *kinds, PARTED)]
    return tuple(Spec(number, *each) for number, each in enumerate(found, start=1))


SPECS: Final = specs()
NAMES: Final = {1: "分子", 2: "分母"}


def name_of(spec: Spec) -> str:
    return NAMES.get(spec.number, f"指标{spec.number:03d}")


def campaign(folder: Path) -> Campaign:
    """The campaign, loaded from a 任务书.xlsx and a 表样.xlsx of the office's own."""
    items = (
        ("任务名称", "全项"), ("编号", "QX"), ("表样标题", "全项统计表"), ("牵头单位", "市统计局"),
        ("发文机关", "市统计局"), ("发文机关层级", "市级部门"), ("所在市", "云川市"),
        ("截止时间", "2026-10-10 18:00"), ("周期", "一次性"), ("联系人", "综合科"),
        ("电话", "0000-3210123"), ("邮箱", ""), ("零报告", "否"), ("依据", "年度计划"),
        ("必要性", "没有现成数据"), ("经何机关同意", ""), ("印发机关", "市统计局"),
    )  # fmt: skip
    units = tuple((name, "", "", "县市区", "", "", "") for name in UNITS)
    rows = BookRows(items, units, tuple(_book_rows()))
    (folder / "任务书.xlsx").write_bytes(book_workbook(rows, MOMENT))
    (folder / "表样.xlsx").write_bytes(form())
    loaded, faults = load_book(folder / "任务书.xlsx")
    assert faults == (), faults
    assert loaded is not None
    return loaded


def _book_rows() -> Iterator[tuple[str, ...]]:
    for spec in SPECS:
        n, name = spec.number, name_of(spec)
        yield _row(f"D{n:03d}", name, (SINGLE, "单项"), spec, f"B{_HEAD + n}")
    for spec in SPECS:
        n, name = spec.number, name_of(spec)
        yield _row(f"L{n:03d}", f"{name}", (LIST, "列表"), spec, f"{column_letters(n)}{_HEAD}")
    last = column_letters(1 + len(SPECS))
    area = f"A{_HEAD}:{last}{_HEAD + len(CATEGORIES)}（B{_HEAD + 1}起）"
    yield _row("T1", "分类情况", (CROSS, "交叉表"), SPECS[0], area)
    for spec in SPECS:
        letters = column_letters(1 + spec.number)
        yield _row(f"T1列{letters}", name_of(spec), (CROSS, "交叉表列"), spec, "")


def _row(code: str, name: str, shape: tuple[str, str], spec: Spec, place: str) -> tuple[str, ...]:
    sheet, form_of = shape
    options = "、".join(OPTIONS) if spec.kind is Kind.CHOICE else ""
    return (
        code, name, "", sheet, form_of, spec.kind.value, "否", "", "", options, "", spec.figures,
        spec.way.value, "", "", "", place,
    )  # fmt: skip


def form() -> bytes:
    """The office's own form: labels beside cells, a list under its headings, a cross table."""
    book = openpyxl.Workbook()
    single = book.active
    single.title = SINGLE
    single["A1"], single["A2"], single["A3"], single["B3"] = (
        "全项统计表",
        "填报单位：",
        "指标",
        "数",
    )
    for spec in SPECS:
        single[f"A{_HEAD + spec.number}"] = name_of(spec)
    listed, crossed = book.create_sheet(LIST), book.create_sheet(CROSS)
    for number, spec in enumerate(SPECS, start=1):
        listed.cell(_HEAD, number, name_of(spec))
        crossed.cell(_HEAD, number + 1, name_of(spec))
    crossed.cell(_HEAD, 1, "类别")
    for number, category in enumerate(CATEGORIES, start=1):
        crossed.cell(_HEAD + number, 1, category)
    return saved(book)


def answer(spec: Spec, unit: int, row: int) -> Any:
    """What a unit types into the cell of a field, in a row of the list or the cross table."""
    number = spec.number + 10 * unit + row
    return _ANSWERS[spec.kind](number)


def _id_number(body: str) -> str:
    """The 17 digits with their check character (GB 11643)."""
    rest = sum(int(digit) * 2 ** (17 - n) for n, digit in enumerate(body)) % 11
    return body + "10X98765432"[rest]


def _credit_code(body: str) -> str:
    """The 17 characters with their check character (GB 32100)."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    rest = sum(signs.index(sign) * pow(3, n, 31) for n, sign in enumerate(body)) % 31
    return body + signs[(31 - rest) % 31]


_ANSWERS: Final[dict[Kind, Callable[[int], Any]]] = {
    Kind.TEXT: lambda n: f"第{n}条说明",
    Kind.LONG_TEXT: lambda n: f"第{n}项做法，成效明显",
    Kind.INTEGER: lambda n: n,
    Kind.DECIMAL: lambda n: n + 0.25,
    Kind.PERCENT: lambda n: f"{n % 90 + 1}.5%",
    Kind.DATE: lambda n: date(2026, 9, n % 28 + 1),
    Kind.CHOICE: lambda n: OPTIONS[n % 2],
    Kind.PHONE: lambda n: f"0311-88{n:06d}",
    Kind.ID_NUMBER: lambda n: _id_number(f"11010119900101{n:03d}"),
    Kind.CREDIT_CODE: lambda n: _credit_code(f"11110000{n:09d}"),
}


def filled(name: str) -> bytes:
    """The workbook that a unit hands in."""
    unit = list(UNITS).index(name)
    book = openpyxl.load_workbook(io.BytesIO(form()))
    book[SINGLE]["B2"] = name
    for spec in SPECS:
        book[SINGLE][f"B{_HEAD + spec.number}"] = answer(spec, unit, 0)
        for row in range(UNITS[name]):
            book[LIST].cell(_HEAD + 1 + row, spec.number, answer(spec, unit, row))
        for row in range(len(CATEGORIES)):
            book[CROSS].cell(_HEAD + 1 + row, spec.number + 1, answer(spec, unit, row + 5))
    return saved(book)


def round_of(folder: Path) -> tuple[CollectionRound, dict[str, bytes]]:
    """The round in which every unit has handed in its workbook, and the workbooks."""
    books = {name: filled(name) for name in UNITS}
    done = collected(campaign(folder), books)
    return CollectionRound(done.campaign, done.period, done.standings), books


Cell = tuple[str, str, str]  # unit, sheet, cell


def cells_of(shape: Shape, code: str, spec: Spec, category: int) -> list[Cell]:
    """The cells of a field in the workbooks of all units, in roster order."""
    n = spec.number
    found = []
    for name, rows in UNITS.items():
        if shape is Shape.LIST:
            found += [(name, LIST, f"{column_letters(n)}{_HEAD + 1 + row}") for row in range(rows)]
        elif code.startswith("T1"):
            found.append((name, CROSS, f"{column_letters(n + 1)}{_HEAD + 1 + category}"))
        else:
            found.append((name, SINGLE, f"B{_HEAD + n}"))
    return found
