"""The 填报项 and 核对 sheets: what is asked, and which statements must hold."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeVar

from pipeline.campaign.book.tables import BookFaults, Row, as_moment, read_table
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

    from pipeline.model.grid import Book

FIELDS_SHEET: Final = "填报项"
CONDITIONS_SHEET: Final = "核对"
FIELD_COLUMNS: Final = (
    "代码", "名称", "分组", "工作表", "形式", "类型", "必填", "最小", "最大", "选项", "计量单位",
    "汇总方式", "较上期波动%", "说明",
)  # fmt: skip
CONDITION_COLUMNS: Final = ("代码", "级别", "条件", "提示", "启用")
_SHEET_NAME_AT_MOST: Final = 31  # Excel's own limit
_SHEET_FORBIDDEN: Final = frozenset("[]:*?/\\")
_BOUNDS: Final = {  # how a bound is to be written; empty where the type has none
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
Choice = TypeVar("Chosen", bound=Enum)


def read_fields(book: Book, faults: BookFaults) -> tuple[Field, ...]:
    """Read the fields in their order; codes and names are each given once (a sheet apart)."""
    fields = []
    seen: dict[tuple[str, str], str] = {}
    shapes: dict[str, Shape] = {}
    for row in read_table(
        book, FIELDS_SHEET, FIELD_COLUMNS, ("代码", "名称", "工作表", "形式", "类型"), faults
    ):
        for column in ("代码", "名称", "工作表"):
            if not row.text(column):
                faults.add(
                    FIELDS_SHEET, row.at(column), f"这一行没有填“{column}”，请补填或删去整行。"
                )
        _refuse_again(seen, ("代码", row.text("代码")), row, faults)
        _refuse_again(seen, ("名称", row.text("工作表") + label_key(row.text("名称"))), row, faults)
        field = _field(row, faults)
        if field is not None:
            _refuse_mixed_sheet(field, row, shapes, faults)
            fields.append(field)
    if not fields and not any(fault.sheet == FIELDS_SHEET for fault in faults.found):
        faults.add(FIELDS_SHEET, "A2", "没有填报项，请至少填一项。")
    return tuple(fields)


def _refuse_mixed_sheet(
    field: Field, row: Row, shapes: dict[str, Shape], faults: BookFaults
) -> None:
    """A sheet of the form is laid out for single fields or for one list, never for both."""
    if shapes.setdefault(field.sheet, field.shape) is not field.shape:
        faults.add(
            FIELDS_SHEET,
            row.at("形式"),
            f"工作表“{field.sheet}”里既有单项又有列表，请把列表放到另一张工作表。",
        )


def _refuse_again(
    seen: dict[tuple[str, str], str], key: tuple[str, str], row: Row, faults: BookFaults
) -> None:
    """*key* is the column and what must be given there once."""
    column = key[0]
    if not row.text(column):
        return
    if key in seen:
        faults.add(
            FIELDS_SHEET,
            row.at(column),
            f"“{row.text(column)}”与 {seen[key]} 重复，请改成不同的{column}。",
        )
    seen.setdefault(key, str(row.at(column)))


def _field(row: Row, faults: BookFaults) -> Field | None:
    before = len(faults.found)
    shape = _chosen(Shape, row, "形式", faults)
    kind = _chosen(Kind, row, "类型", faults)
    aggregation = _chosen(Aggregation, row, "汇总方式", faults, Aggregation.NONE)
    _check_sheet_name(row, faults)
    if shape is None or kind is None or aggregation is None:
        return None
    field = Field(
        code=row.text("代码"),
        name=row.text("名称"),
        sheet=row.text("工作表"),
        shape=shape,
        kind=kind,
        required=row.yes("必填", faults),
        minimum=_bound(row, "最小", kind, faults),
        maximum=_bound(row, "最大", kind, faults),
        options=row.names("选项"),
        measure=row.text("计量单位"),
        aggregation=aggregation,
        change_limit=_limit(row, shape, kind, faults),
        note=row.text("说明"),
        section=row.text("分组"),
    )
    _check_together(field, row, faults)
    return field if len(faults.found) == before else None


def _chosen(
    kinds: type[Choice], row: Row, column: str, faults: BookFaults, default: Choice | None = None
) -> Choice | None:
    text = row.text(column)
    if not text and default is not None:
        return default
    for kind in kinds:
        if kind.value == text:
            return kind
    known = "、".join(str(kind.value) for kind in kinds)
    told = f"{column}“{text}”不认识" if text else f"这一行没有填“{column}”"
    faults.add(row.sheet, row.at(column), f"{told}，请从 {known} 中选一个。")
    return None


def _check_sheet_name(row: Row, faults: BookFaults) -> None:
    name = row.text("工作表")
    if len(name) > _SHEET_NAME_AT_MOST or _SHEET_FORBIDDEN & set(name):
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
        held = as_moment(row.value(column))
        if held is not None:
            return held.date() if isinstance(held, datetime) else held
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


def _check_together(field: Field, row: Row, faults: BookFaults) -> None:
    """Faults that show only when two cells of the row are seen together."""
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
    book: Book, fields: Sequence[Field], faults: BookFaults
) -> tuple[Condition, ...]:
    """Read the conditions that are switched on; one that can't be parsed is a fault at its cell."""
    found: dict[str, Condition] = {}
    unread = _unread_words(book, fields)
    for number, row in enumerate(
        read_table(book, CONDITIONS_SHEET, CONDITION_COLUMNS, ("级别", "条件"), faults), start=1
    ):
        if not row.yes("启用", faults, default=True):
            continue
        level = _chosen(Level, row, "级别", faults)
        code = row.text("代码") or f"核对{number}"
        if code in found:
            faults.add(CONDITIONS_SHEET, row.at("代码"), f"代码“{code}”重复，请改成不同的代码。")
        try:
            expression, used = parse_condition(row.text("条件"), fields)
        except ConditionFaulty as error:
            if fields:  # without fields every name is unknown, and that fault is told already
                _tell_condition(row, error, unread, faults)
            continue
        if level is not None:
            prompt = row.text("提示") or f"不满足“{row.text('条件')}”，请核对。"
            found[code] = Condition(code, level, row.text("条件"), prompt, expression, used)
    return tuple(found.values())


def _unread_words(book: Book, fields: Sequence[Field]) -> frozenset[str]:
    """Names, codes and sheets written on the 填报项 sheet in rows that did not become a field."""
    rows = read_table(book, FIELDS_SHEET, FIELD_COLUMNS, (), BookFaults())
    written = {row.text(column) for row in rows for column in ("代码", "名称", "工作表")}
    known = {word for field in fields for word in (field.code, field.name, field.sheet)}
    return frozenset(written - known - {""})


def _tell_condition(
    row: Row, error: ConditionFaulty, unread: frozenset[str], faults: BookFaults
) -> None:
    """Tell a condition's fault, unless it speaks of a field whose own fault is told already."""
    text = row.text("条件")
    if not text:
        faults.add(CONDITIONS_SHEET, row.at("条件"), "这一行没有填“条件”，请补填或删去整行。")
    elif not any(word in text for word in unread):
        faults.add(CONDITIONS_SHEET, row.at("条件"), f"“{text}”{error}。".replace("。。", "。"))
