"""Read the column 指标种类 of the 填报项 sheet: kinds of figures, parts of ratios, flows of cumulative figures.

``时期`` · ``时点`` · ``本年累计：本月受理件数`` · ``比率：已整改/应整改`` or ``比率(已整改, 应整改)`` · ``代码``. The
names are those of fields; in a cross table also those of columns (of the same row) or rows. What the column
leaves open, or a 任务书 without it, is guessed (:mod:`kind_guess`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.computed import expression_text
from pipeline.campaign.book.field_names import FieldNames
from pipeline.campaign.book.fields import FIELDS_SHEET, KIND_COLUMN
from pipeline.campaign.book.kind_doubts import kind_row_codes
from pipeline.campaign.book.kind_guess import Described, flow_of, flow_of_year, guess_figure_kind
from pipeline.campaign.book.tables import BookFaults, Row, read_table
from pipeline.campaign.conditions.parse import parse_condition
from pipeline.campaign.errors import ConditionFaulty
from pipeline.campaign.form.measures import PERCENT
from pipeline.campaign.form.names import line_names
from pipeline.model.campaign import Aggregation, Cycle, Kind, Shape
from pipeline.model.condition import Arithmetic, Comparison, Constant, FieldRef, leaves_of
from pipeline.model.figure_kind import FigureKind
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.campaign import Field
    from pipeline.model.condition import Expression
    from pipeline.model.form import CrossTable
    from pipeline.model.grid import Book

    Flows = Mapping[tuple[str, str], Mapping[str, str]]

_WORDS: Final = {
    "时期": FigureKind.FLOW, "时期数": FigureKind.FLOW, "流量": FigureKind.FLOW, "本期": FigureKind.FLOW,
    "时点": FigureKind.STOCK, "时点数": FigureKind.STOCK, "存量": FigureKind.STOCK,
    "累计": FigureKind.CUMULATIVE, "累计数": FigureKind.CUMULATIVE,
    "本年累计": FigureKind.YEAR_TO_DATE, "本年累计数": FigureKind.YEAR_TO_DATE,
    "比率": FigureKind.RATIO, "比例": FigureKind.RATIO, "相对数": FigureKind.RATIO,
    "代码": FigureKind.CODE, "序号": FigureKind.CODE, "编号": FigureKind.CODE,
}  # fmt: skip
_STATED: Final = re.compile(
    r"(?P<word>[^：:(（]+?)\s*(?:[：:]\s*(?P<body>.+)|(?P<call>[(（].+[)）]))?"
)
_CALL: Final = re.compile(r"[(（]\s*(?P<top>.+?)\s*[,，、]\s*(?P<bottom>.+?)\s*[)）]")
_NOTHING: Final = "无"
_WAY: Final = "汇总方式"
_SCALES: Final = {PERCENT: Decimal(100), "‰": Decimal(1000)}
_EXAMPLES: Final = "时期、时点、本年累计：本月受理件数、比率：已整改/应整改、代码"


@dataclass(frozen=True, slots=True)
class StatedKind:
    """The 指标种类 of a field as it is stated: its kind, what follows the colon, and its row."""

    kind: FigureKind
    body: str
    row: Row


def with_figure_kinds(
    book: Book, fields: Sequence[Field], faults: BookFaults, tables: Sequence[CrossTable] = ()
) -> tuple[Field, ...]:
    """Return *fields* with their kinds (指标种类), ratios with their formula, cumulative ones with their flow."""
    stated = _stated_kinds(book, fields, faults)
    guessed = [_with_kind(each, stated.get(each.code)) for each in fields]
    own_flows = _flow_names(guessed)
    kinds = [each if each.code in stated else _year_so_far(each, own_flows) for each in guessed]
    names = FieldNames(kinds, {table.code: line_names(table) for table in tables})
    known = [_with_parts(each, stated.get(each.code), names, faults) for each in kinds]
    _refuse_circles(known, stated, faults)
    flows = _flow_names(known)
    by_code = {each.code: each for each in known}
    _refuse_recomputing(book, known, faults)
    return tuple(
        replace(
            _as_aggregated(_with_flow(each, stated.get(each.code), (names, flows), faults)),
            parts=tuple(_parts(each, by_code)),
        )
        for each in known
    )


def _stated_kinds(
    book: Book, fields: Sequence[Field], faults: BookFaults
) -> Mapping[str, StatedKind]:
    """Return the stated kind of each field; of a cell of a cross table its column's row counts first."""
    rows = {
        row.text("代码").upper(): row
        for row in read_table(book, FIELDS_SHEET, ("代码", KIND_COLUMN), (), BookFaults())
        if row.text(KIND_COLUMN)
    }
    read = {code: _read_stated(row, faults) for code, row in rows.items()}
    found = {}
    for each in fields:
        code = next((code for code in kind_row_codes(each) if code in rows), "")
        stated = read.get(code)
        if stated is not None and each.kind.numeric:
            found[each.code] = stated
        elif stated is not None and code == each.code.upper():
            _add(
                faults,
                stated.row,
                f"类型是“{each.kind.value}”，不分指标种类，请清空此格或改正类型。",
            )
    return found


def _read_stated(row: Row, faults: BookFaults) -> StatedKind | None:
    text = row.text(KIND_COLUMN)
    match = _STATED.fullmatch(text)
    kind = _WORDS.get(narrow(match["word"]).strip()) if match else None
    if match is None or kind is None:
        _add(faults, row, f"“{text}”不认识，请填 {_EXAMPLES} 这样的内容，或清空此格。")
        return None
    body = (match["body"] or "").strip()
    call = _CALL.fullmatch(match["call"] or "")
    if call is not None:
        body = f"({call['top']}) / ({call['bottom']})"
    elif match["call"]:
        _add(
            faults, row, f"“{text}”看不懂，比率请写成 比率：已整改/应整改 或 比率(已整改, 应整改)。"
        )
    if body and kind in {FigureKind.FLOW, FigureKind.STOCK, FigureKind.CODE}:
        _add(faults, row, f"“{kind.value}”后面不用再写，请删去“：”和后面的文字。")
        return None
    return StatedKind(kind, body, row)


def _add(faults: BookFaults, row: Row, message: str) -> None:
    """Add a fault at the 指标种类 of *row*, once: a row of a cross table describes many fields."""
    at = row.at(KIND_COLUMN)
    if not any((each.sheet, each.cell) == (FIELDS_SHEET, str(at)) for each in faults.found):
        faults.add(FIELDS_SHEET, at, message)


def _with_kind(each: Field, stated: StatedKind | None) -> Field:
    described = Described(each.name, each.kind, each.measure, each.aggregation, each.is_ratio)
    guess = guess_figure_kind(described)
    if guess is None:
        return each
    rate = guess.kind is FigureKind.RATIO and each.crossing is not None
    if stated is None or (rate and stated.kind is not FigureKind.CODE):
        # In a row of percentages a column of flows or cumulative figures holds neither.
        return replace(each, figure_kind=guess.kind, restarts=guess.restarts)
    yearly = stated.kind is FigureKind.YEAR_TO_DATE
    restarts = guess.restarts if stated.kind is FigureKind.CUMULATIVE else None
    return replace(each, figure_kind=stated.kind, restarts=Cycle.YEAR if yearly else restarts)


def _with_parts(
    each: Field, stated: StatedKind | None, names: FieldNames, faults: BookFaults
) -> Field:
    """Return a ratio with the formula that its 指标种类 states; the others as they are."""
    if stated is None or stated.kind is not FigureKind.RATIO or stated.body in {"", _NOTHING}:
        return each
    if _has_other_row(stated.body, each, names):
        return each
    formula = _simple(stated.body, each, names) or _parsed(stated, each, names, faults)
    if formula is None:
        return each
    if not any(isinstance(leaf, FieldRef) for leaf in leaves_of(formula)):
        _add(faults, stated.row, f"“{stated.body}”里没有填报项，请写成 比率：已整改/应整改。")
        return each
    return replace(each, formula=_scaled(formula, each))


def _has_other_row(body: str, each: Field, names: FieldNames) -> bool:
    """Return whether a ratio of two columns is stated for the whole table, and this row has no such figures."""
    parts = [text.strip().strip("()（）") for text in _quotient(body)]
    own = [names.find(part, each) for part in parts]
    missing = any(part is None or not part.adds_up for part in own) and each not in own
    return missing and all(names.is_line(part, each) for part in parts)


def _quotient(body: str) -> tuple[str, str]:
    top, _, bottom = body.replace("÷", "/").replace("／", "/").partition("/")
    return top, bottom


def _simple(body: str, each: Field, names: FieldNames) -> Expression | None:
    """Return the quotient of two fields; ``None`` where *body* is anything else."""
    parts = [names.find(text.strip().strip("()（）"), each) for text in _quotient(body)]
    if any(part is None for part in parts):
        return None
    numerator, denominator = (FieldRef(part.code) for part in parts if part)
    return Arithmetic("/", numerator, denominator)


def _parsed(
    stated: StatedKind, each: Field, names: FieldNames, faults: BookFaults
) -> Expression | None:
    text = stated.body.replace("÷", "/").replace("×", "*").replace("／", "/")
    # In a row of a list, its columns are what single fields are in a form.
    own = [replace(f, shape=Shape.SINGLE) for f in names.fields if f.sheet == each.sheet]
    table = names.tables.get(each.crossing.table) if each.crossing else None
    lines = sorted({*(table[0] if table else ()), *(table[1] if table else ())}, key=len)
    for line in reversed(lines):
        part = names.find(line, each)
        text = text.replace(line, f" {part.code} ") if part else text
    try:
        expression, _ = parse_condition(f"0 = {text}", own)
    except ConditionFaulty as error:
        _add(
            faults,
            stated.row,
            f"比率“{stated.body}”看不懂：{error.reason}。请写成 比率：已整改/应整改，名称与“名称”列一致。",
        )
        return None
    return expression.right if isinstance(expression, Comparison) else None


def _scaled(formula: Expression, each: Field) -> Expression:
    """Return the quotient in the terms in which the answers are read: 76.78 for 76.78%."""
    scale = _SCALES[PERCENT] if each.kind is Kind.PERCENT else _SCALES.get(each.measure)
    written = any(isinstance(leaf, Constant) for leaf in leaves_of(formula))
    return Arithmetic("*", formula, Constant(scale)) if scale and not written else formula


def _year_so_far(each: Field, flows: Flows) -> Field:
    """Return a figure named 本年 beside one named 本月 as cumulative; the others as they are."""
    own = flows.get((each.sheet, each.measure), {})
    if each.figure_kind is not FigureKind.FLOW or not flow_of_year(each.name, tuple(own)):
        return each
    return replace(each, figure_kind=FigureKind.YEAR_TO_DATE, restarts=Cycle.YEAR)


def _refuse_circles(
    fields: Sequence[Field], stated: Mapping[str, StatedKind], faults: BookFaults
) -> None:
    """Report the parts of ratios that are no numbers to add up, and ratios that are computed in a circle."""
    by_code = {each.code: each for each in fields}
    for each in fields:
        said = stated.get(each.code)
        if said is None or said.kind is not FigureKind.RATIO or not said.body:
            continue
        for part in _parts(each, by_code):
            if each.code in _ancestry(part, by_code):
                _add(
                    faults,
                    said.row,
                    f"“{each.name}”由“{part.name}”算，又反过来用来算它，成了循环，请改正分子或分母。",
                )
            elif not part.adds_up:
                _add(
                    faults,
                    said.row,
                    f"“{part.name}”不是可以相加的数，不能作分子、分母，请改填数字类的填报项。",
                )
            elif Shape.LIST in {part.shape, each.shape} and part.sheet != each.sheet:
                _add(
                    faults,
                    said.row,
                    f"“{part.name}”和“{each.name}”不在同一张列表里，不能作分子、分母，请改填同一张列表的列。",
                )


def _parts(each: Field, by_code: Mapping[str, Field]) -> list[Field]:
    leaves = leaves_of(each.formula) if each.formula is not None else ()
    codes = dict.fromkeys(leaf.code for leaf in leaves if isinstance(leaf, FieldRef))
    return [by_code[code] for code in codes if code in by_code]


def _ancestry(start: Field, by_code: Mapping[str, Field]) -> set[str]:
    seen: set[str] = set()
    queue = [start]
    while queue:
        each = queue.pop()
        if each.code not in seen:
            seen.add(each.code)
            queue += _parts(each, by_code) if each.is_rate else []
    return seen


def _flow_names(fields: Sequence[Field]) -> Flows:
    """Return the codes of the flows by sheet and measure, and by their names."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for each in fields:
        if each.figure_kind is FigureKind.FLOW and each.shape is Shape.SINGLE:
            found[each.sheet, each.measure][each.name] = each.code
    return found


def _with_flow(
    each: Field,
    stated: StatedKind | None,
    known: tuple[FieldNames, Flows],
    faults: BookFaults,
) -> Field:
    """Return a cumulative figure with the code of its flow: the stated one, else the one that matches its name."""
    names, flows = known
    accumulates = each.figure_kind is not None and each.figure_kind.accumulates
    if not accumulates or each.shape is Shape.LIST:
        return each
    body = stated.body if stated else ""
    if body == _NOTHING:
        return each
    if not body:
        own = flows.get((each.sheet, each.measure), {})
        flow_name = flow_of(each.name, tuple(own)) or flow_of_year(each.name, tuple(own))
        return replace(each, accumulates=own.get(flow_name, ""))
    flow = names.find(body, each)
    unrelated = flow is None or not flow.adds_up or flow.code == each.code
    if unrelated and names.is_line(body, each):  # no such cell in this row
        return each
    if stated and (flow is None or flow.code == each.code or not flow.adds_up):
        _add(
            faults,
            stated.row,
            f"没有“{body}”这个数字类的填报项，请改成本期数那一项的名称，或写“{stated.kind.value}：无”。",
        )
    return replace(each, accumulates=flow.code if flow else "")


def _refuse_recomputing(book: Book, fields: Sequence[Field], faults: BookFaults) -> None:
    """Report the rows whose 汇总方式 is 重算 though nothing states what they are computed from."""
    rows = {
        row.text("代码").upper(): row
        for row in read_table(book, FIELDS_SHEET, ("代码", KIND_COLUMN, _WAY), (), BookFaults())
        if row.text(_WAY) == Aggregation.RATIO.value
    }
    known = {fault.cell for fault in faults.found if fault.sheet == FIELDS_SHEET}
    for each in fields:
        if each.aggregation is not Aggregation.RATIO or each.is_ratio:
            continue
        row = next((rows[code] for code in kind_row_codes(each) if code in rows), None)
        if row is not None and each.crossing is not None and row.text(KIND_COLUMN).count("/"):
            continue  # the columns that it divides have no figures in this row
        if row is not None and not {str(row.at(KIND_COLUMN)), str(row.at(_WAY))} & known:
            known.add(str(row.at(_WAY)))
            text = f"“{each.name}”没有写分子、分母，不能重算，请在“指标种类”填 比率：已整改/应整改 这样的内容，或改汇总方式。"
            faults.add(FIELDS_SHEET, row.at(_WAY), text)


def _as_aggregated(each: Field) -> Field:
    """Return a field with the 汇总方式 that its kind allows: codes none, ratios with parts a new computation."""
    if each.figure_kind is FigureKind.CODE:
        return replace(each, aggregation=Aggregation.NONE, change_limit=None)
    summed = each.aggregation in {Aggregation.SUM, Aggregation.AVERAGE, Aggregation.RATIO}
    # The rates of a list's rows are typed row by row (罗列); of all rows they are computed all the same.
    listed = each.shape is Shape.LIST and each.aggregation is Aggregation.STACK
    if each.is_ratio and (summed or listed):
        return replace(each, aggregation=Aggregation.RATIO)
    return replace(each, aggregation=Aggregation.NONE) if _is_left_out(each) else each


def _is_left_out(each: Field) -> bool:
    return each.aggregation is Aggregation.RATIO and not each.is_ratio


def kind_text(each: Field, names: Mapping[str, str]) -> str:
    """Return the kind of a field as the 指标种类 states it, with the *names* of fields by their codes."""
    if each.figure_kind is None:
        return ""
    kind: str = each.figure_kind.value
    if each.accumulates in names:
        return f"{kind}：{names[each.accumulates]}"
    if each.figure_kind is FigureKind.RATIO and each.formula is not None:
        return f"{kind}：{expression_text(each.formula, names)}"
    return kind
