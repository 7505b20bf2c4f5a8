"""Read the 填报项 and 核对 sheets: the fields, and the conditions that must hold."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeVar

from pipeline.campaign.book.crossings import (
    expand_tables,
    in_book_order,
    is_cross_part,
    read_place,
)
from pipeline.campaign.book.line_conditions import expand_condition
from pipeline.campaign.book.tables import BookFaults, Row, as_moment, read_table
from pipeline.campaign.book.wordings import WORDING_COLUMN, read_wording
from pipeline.campaign.conditions.parse import parse_condition
from pipeline.campaign.errors import ConditionFaulty
from pipeline.model.campaign import Aggregation, Condition, Field, Kind, Shape
from pipeline.model.finding import Level
from pipeline.values.dates import read_date
from pipeline.values.numbers import read_number, read_percent
from pipeline.values.text import label_key
from pipeline.workbook.stamp import STAMP_SHEET

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from pipeline.model.form import CrossTable, Form
    from pipeline.model.grid import Book

FIELDS_SHEET: Final = "填报项"
CONDITIONS_SHEET: Final = "核对"
KIND_COLUMN: Final = "指标种类"  # a 任务书 of an earlier version has no such column
FIELD_COLUMNS: Final = (
    "代码", "名称", "分组", "工作表", "形式", "类型", "必填", "最小", "最大", "选项", "计量单位",
    KIND_COLUMN, "汇总方式", WORDING_COLUMN, "较上期波动%", "说明",
)  # fmt: skip
PLACE_COLUMN: Final = (
    "位置"  # on the office's own form (表样); a campaign without one has no such column
)
# Not a field of the 任务书: the form has this row where the campaign accepts zero reports.
ZERO_FIELD: Final = Field("零报告", "零报告", "", Shape.SINGLE, Kind.CHOICE, options=("是", "否"))
CONDITION_COLUMNS: Final = ("代码", "级别", "条件", "提示", "启用")
SHEET_NAME_AT_MOST: Final = 31  # Excel's own limit
SHEET_NAME_FORBIDDEN: Final = frozenset("[]:*?/\\")
_BOUNDS: Final = {  # the notation of a bound; empty where the type has none
    Kind.TEXT: "",
    Kind.LONG_TEXT: "",
    Kind.INTEGER: "整数，请改填 0 这样的数字",
    Kind.DECIMAL: "数字，请改填 0 这样的数字",
    Kind.PERCENT: "百分数，85% 请改填 85",
    Kind.DATE: "日期，请改填 2026-09-30 这样的日期",
    Kind.CHOICE: "",
    Kind.PHONE: "",
    Kind.ID_NUMBER: "",
    Kind.CREDIT_CODE: "",
}
Choice = TypeVar("Choice", bound=Enum)


def read_fields(
    book: Book, faults: BookFaults, form: Form | None = None
) -> tuple[tuple[Field, ...], tuple[CrossTable, ...]]:
    """Read the fields in their order; codes and names are unique (names within a sheet).

    A cross table (交叉表) of the office's own *form* becomes a field for each of its cells; the tables are
    returned too.
    """
    columns = (*FIELD_COLUMNS, PLACE_COLUMN)
    rows = read_table(
        book, FIELDS_SHEET, columns, ("代码", "名称", "工作表", "形式", "类型"), faults
    )
    crossed = [row for row in rows if is_cross_part(row)]
    fields = _read_fields(rows, faults)
    tables, cells = expand_tables(crossed, form, _field, faults)
    if not fields and not cells and not any(fault.sheet == FIELDS_SHEET for fault in faults.found):
        faults.add(FIELDS_SHEET, "A2", "没有填报项，请至少填一项。")
    return in_book_order(rows, fields, cells), tables


def _read_fields(rows: Sequence[Row], faults: BookFaults) -> list[Field]:
    fields = []
    first_cells: dict[tuple[str, str], str] = {}
    shapes: dict[str, Shape] = {}
    for row in rows:
        for column in ("代码", "名称", "工作表"):
            if not row.text(column):
                faults.add(
                    FIELDS_SHEET, row.at(column), f"这一行没有填“{column}”，请补填或删去整行。"
                )
        _refuse_duplicate(first_cells, ("代码", row.text("代码")), row, faults)
        if is_cross_part(row):
            continue
        _refuse_duplicate(
            first_cells, ("名称", row.text("工作表") + label_key(row.text("名称"))), row, faults
        )
        field = _field(row, faults)
        if field is not None:
            _refuse_mixed_sheet(field, row, shapes, faults)
            fields.append(field)
    return fields


def _refuse_mixed_sheet(
    field: Field, row: Row, shapes: dict[str, Shape], faults: BookFaults
) -> None:
    """Report a sheet that mixes single fields and a list: a sheet of the form is laid out for one."""
    if shapes.setdefault(field.sheet, field.shape) is not field.shape:
        faults.add(
            FIELDS_SHEET,
            row.at("形式"),
            f"工作表“{field.sheet}”里既有单项又有列表，请把列表放到另一张工作表。",
        )


def _refuse_duplicate(
    first_cells: dict[tuple[str, str], str], key: tuple[str, str], row: Row, faults: BookFaults
) -> None:
    """Report a duplicate; *key* is the column and the value that must be unique in it."""
    column = key[0]
    if not row.text(column):
        return
    if key in first_cells:
        faults.add(
            FIELDS_SHEET,
            row.at(column),
            f"“{row.text(column)}”与 {first_cells[key]} 重复，请改成不同的{column}。",
        )
    first_cells.setdefault(key, str(row.at(column)))


def _field(row: Row, faults: BookFaults) -> Field | None:
    before = len(faults.found)
    shape = _parse_choice(Shape, row, "形式", faults)
    kind = _parse_choice(Kind, row, "类型", faults)
    aggregation = _parse_choice(Aggregation, row, "汇总方式", faults, Aggregation.NONE)
    _check_sheet_name(row, faults)
    if shape is None or kind is None or aggregation is None:
        return None
    field = Field(
        code=row.text("代码"),
        name=row.text("名称"),
        sheet=row.text("工作表"),
        shape=shape,
        kind=kind,
        required=row.is_yes("必填", faults),
        minimum=_bound(row, "最小", kind, faults),
        maximum=_bound(row, "最大", kind, faults),
        options=row.names("选项"),
        measure=row.text("计量单位"),
        aggregation=aggregation,
        change_limit=_limit(row, shape, kind, faults),
        note=row.text("说明"),
        section=row.text("分组"),
        place=read_place(row, faults),
        wording=read_wording(row, WORDING_COLUMN, kind, faults),
    )
    _check_combinations(field, row, faults)
    return field if len(faults.found) == before else None


def _parse_choice(
    kinds: type[Choice], row: Row, column: str, faults: BookFaults, default: Choice | None = None
) -> Choice | None:
    text = row.text(column)
    if not text and default is not None:
        return default
    for kind in kinds:
        if kind.value == text:
            return kind
    known = "、".join(str(kind.value) for kind in kinds)
    problem = f"{column}“{text}”不认识" if text else f"这一行没有填“{column}”"
    faults.add(row.sheet, row.at(column), f"{problem}，请从 {known} 中选一个。")
    return None


def _check_sheet_name(row: Row, faults: BookFaults) -> None:
    name = row.text("工作表")
    if len(name) > SHEET_NAME_AT_MOST or SHEET_NAME_FORBIDDEN & set(name):
        faults.add(
            FIELDS_SHEET,
            row.at("工作表"),
            f"工作表名“{name}”不能用：不超过 31 个字，不含 [ ] : * ? / \\。",
        )
    if name == STAMP_SHEET:
        faults.add(FIELDS_SHEET, row.at("工作表"), f"工作表名“{name}”是程序自用的，请换一个名称。")


def _bound(row: Row, column: str, kind: Kind, faults: BookFaults) -> Decimal | date | None:
    text = row.text(column)
    if not text:
        return None
    bound = _read_bound(row, column, kind)
    if bound is None:
        wanted = _BOUNDS[kind]
        faults.add(
            FIELDS_SHEET,
            row.at(column),
            f"{column}“{text}”应为{wanted}。"
            if wanted
            else f"类型是“{kind.value}”，不设{column}，请清空此格或改正类型。",
        )
    return bound


def _read_bound(row: Row, column: str, kind: Kind) -> Decimal | date | None:
    text = row.text(column)
    if kind is Kind.DATE:
        moment = as_moment(row.value(column))
        if moment is not None:
            return moment.date() if isinstance(moment, datetime) else moment
        day = read_date(text)
        return day.value if day else None
    if not kind.numeric:
        return None
    number = read_percent(text) if kind is Kind.PERCENT else read_number(text)
    if number is None or (kind is Kind.INTEGER and number.value % 1):
        return None
    return number.value


def _limit(row: Row, shape: Shape, kind: Kind, faults: BookFaults) -> Decimal | None:
    text = row.text("较上期波动%")
    if not text:
        return None
    at = row.at("较上期波动%")
    read = read_percent(text)
    if not kind.numeric or shape is Shape.LIST:
        faults.add(FIELDS_SHEET, at, "只有填数字的单项才能与上期比较，请清空此格。")
    elif read is None or read.value <= 0:
        faults.add(FIELDS_SHEET, at, f"“{text}”应为大于 0 的百分数，请改填 30 这样的数字。")
    return read.value if read else None


def _check_combinations(field: Field, row: Row, faults: BookFaults) -> None:
    """Report faults that show only when two cells of the row are compared."""
    low, high = field.minimum, field.maximum
    if low is not None and high is not None and type(low) is type(high) and low > high:  # type: ignore[operator]
        faults.add(
            FIELDS_SHEET,
            row.at("最小"),
            f"最小 {row.text('最小')} 大于最大 {row.text('最大')}，请对调或改正。",
        )
    if field.kind is Kind.CHOICE and len(field.options) < 2:  # noqa: PLR2004 - a choice needs two
        at = row.at("选项") or row.at("类型")
        faults.add(
            FIELDS_SHEET, at, "类型是“选项”，但选项不足两个，请在“选项”列填 是、否 这样的清单。"
        )
    if field.kind is not Kind.CHOICE and field.options:
        faults.add(
            FIELDS_SHEET,
            row.at("选项"),
            f"类型是“{field.kind.value}”，不用选项，请清空此格或改类型为“选项”。",
        )
    _check_aggregation(field, row, faults)


def _check_aggregation(field: Field, row: Row, faults: BookFaults) -> None:
    summed = field.aggregation in {Aggregation.SUM, Aggregation.AVERAGE}
    if summed and not field.kind.numeric:
        faults.add(
            FIELDS_SHEET,
            row.at("汇总方式"),
            f"类型是“{field.kind.value}”，不能{field.aggregation.value}，请改为“罗列”或“不汇总”。",
        )
    if field.aggregation is Aggregation.SUM and field.kind is Kind.PERCENT:
        faults.add(FIELDS_SHEET, row.at("汇总方式"), "百分比相加没有意义，请改为“平均”或“不汇总”。")
    if field.aggregation is Aggregation.TALLY and field.kind is not Kind.CHOICE:
        faults.add(FIELDS_SHEET, row.at("汇总方式"), "只有“选项”类型才能计数，请改汇总方式或类型。")


def read_conditions(
    book: Book,
    fields: Sequence[Field],
    faults: BookFaults,
    tables: Sequence[CrossTable] = (),
) -> tuple[Condition, ...]:
    """Read the conditions that are enabled; one that can't be parsed is a fault at its cell.

    One that holds for each row or column of a cross table in *tables* is read as so many conditions.
    """
    found: dict[str, Condition] = {}
    unparsed = _unparsed_names(book, fields)
    for number, row in enumerate(
        read_table(book, CONDITIONS_SHEET, CONDITION_COLUMNS, ("级别", "条件"), faults), start=1
    ):
        if not row.is_yes("启用", faults, default=True):
            continue
        level = _parse_choice(Level, row, "级别", faults)
        code = row.text("代码") or f"核对{number}"
        if code in found:
            faults.add(CONDITIONS_SHEET, row.at("代码"), f"代码“{code}”重复，请改成不同的代码。")
        texts = expand_condition(row.text("条件"), fields, tables)
        for line, text in enumerate(texts, start=1):
            try:
                expression, used = parse_condition(text, fields)
            except ConditionFaulty as error:
                if (
                    fields
                ):  # without fields every name is unknown, and that fault is reported already
                    _report_condition(row, error, unparsed, faults)
                break
            if level is not None:
                own = code if len(texts) == 1 else f"{code}-{line}"
                prompt = row.text("提示") or f"不满足“{row.text('条件')}”，请核对。"
                found[own] = Condition(own, level, text, prompt, expression, used)
    return tuple(found.values())


def _unparsed_names(book: Book, fields: Sequence[Field]) -> frozenset[str]:
    """Return names, codes and sheets on the 填报项 sheet in rows that did not become a field."""
    rows = read_table(book, FIELDS_SHEET, FIELD_COLUMNS, (), BookFaults())
    written = {row.text(column) for row in rows for column in ("代码", "名称", "工作表")}
    known = {word for field in fields for word in (field.code, field.name, field.sheet)}
    return frozenset(written - known - {""})


def _report_condition(
    row: Row, error: ConditionFaulty, unparsed: frozenset[str], faults: BookFaults
) -> None:
    """Report a condition's fault, unless it refers to a field whose own fault is reported already."""
    text = row.text("条件")
    if not text:
        faults.add(CONDITIONS_SHEET, row.at("条件"), "这一行没有填“条件”，请补填或删去整行。")
    elif not any(word in text for word in unparsed):
        faults.add(CONDITIONS_SHEET, row.at("条件"), f"“{text}”{error}。".replace("。。", "。"))
