"""Read the column 指标种类 of the 填报项 sheet: kinds of figures, parts of ratios, flows of cumulative figures.

``时期`` · ``时点`` · ``本年累计：本月受理件数`` · ``比率：已整改/应整改`` or ``比率(已整改, 应整改)`` · ``代码``. The
names are those of fields; in a cross table also those of columns (of the same row) or rows. What the column
leaves open, or a 任务书 without it, is guessed (:mod:`kind_guess`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.computed import expression_text
from pipeline.campaign.book.fields import FIELDS_SHEET, KIND_COLUMN
from pipeline.campaign.book.kind_doubts import kind_row_codes
from pipeline.campaign.book.kind_guess import Described, flow_of, guess_figure_kind
from pipeline.campaign.book.tables import BookFaults, Row, read_table
from pipeline.campaign.conditions.parse import parse_condition
from pipeline.campaign.errors import ConditionFaulty
from pipeline.campaign.form.measures import PERCENT
from pipeline.campaign.form.names import line_names
from pipeline.model.campaign import Aggregation, Cycle, Kind, Shape
from pipeline.model.condition import Arithmetic, Comparison, Constant, FieldRef, leaves_of
from pipeline.model.figure_kind import FigureKind
from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.campaign import Field
    from pipeline.model.condition import Expression
    from pipeline.model.form import CrossTable
    from pipeline.model.grid import Book

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
_SCALES: Final = {PERCENT: Decimal(100), "‰": Decimal(1000)}
_EXAMPLES: Final = "时期、时点、本年累计：本月受理件数、比率：已整改/应整改、代码"


@dataclass(frozen=True, slots=True)
class StatedKind:
    """The 指标种类 of a field as it is stated: its kind, what follows the colon, and its row."""

    kind: FigureKind
    body: str
    row: Row


@dataclass(slots=True)
class _Names:
    """Names by which a 指标种类 refers to other fields: their own, and those of rows and columns of tables."""

    fields: Sequence[Field]
    tables: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    by_key: dict[tuple[str, str], list[Field]] = field(default_factory=lambda: defaultdict(list))
    by_code: dict[str, Field] = field(default_factory=dict)
    cells: dict[tuple[str, int, int], Field] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.fields:
            self.by_code[each.code] = each
            for sheet in (each.sheet, ""):
                self.by_key[sheet, _key(each.name)].append(each)
            if each.crossing is not None:
                crossing = each.crossing
                self.cells[crossing.table, crossing.row, crossing.column] = each

    def find(self, name: str, of: Field) -> Field | None:
        """Return the field that *name* means in the 指标种类 of the field *of*."""
        in_table = self._in_table(_key(name), of)
        if in_table is not None:
            return in_table
        for sheet in (of.sheet, ""):
            found = self.by_key[sheet, _key(name)]
            if len(found) == 1:
                return found[0]
        return self.by_code.get(name.strip())

    def _in_table(self, key: str, of: Field) -> Field | None:
        if of.crossing is None or of.crossing.table not in self.tables:
            return None
        table, row, column = of.crossing.table, of.crossing.row, of.crossing.column
        rows, columns = self.tables[table]
        for index, name in enumerate(columns):
            if _key(name) == key:
                return self.cells.get((table, row, index))
        for index, name in enumerate(rows):
            if _key(name) == key:
                return self.cells.get((table, index, column))
        return None


def _key(name: str) -> str:
    return label_key(name) or "".join(narrow(name).split())


def with_figure_kinds(
    book: Book, fields: Sequence[Field], faults: BookFaults, tables: Sequence[CrossTable] = ()
) -> tuple[Field, ...]:
    """Return *fields* with their kinds (指标种类), ratios with their formula, cumulative ones with their flow."""
    stated = _stated_kinds(book, fields, faults)
    kinds = [_with_kind(each, stated.get(each.code)) for each in fields]
    names = _Names(kinds, {table.code: line_names(table) for table in tables})
    known = [_with_parts(each, stated.get(each.code), names, faults) for each in kinds]
    _refuse_circles(known, stated, faults)
    flows = _flow_names(known)
    by_code = {each.code: each for each in known}
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
    if stated is None:
        return replace(each, figure_kind=guess.kind, restarts=guess.restarts)
    yearly = stated.kind is FigureKind.YEAR_TO_DATE
    restarts = guess.restarts if stated.kind is FigureKind.CUMULATIVE else None
    return replace(each, figure_kind=stated.kind, restarts=Cycle.YEAR if yearly else restarts)


def _with_parts(each: Field, stated: StatedKind | None, names: _Names, faults: BookFaults) -> Field:
    """Return a ratio with the formula that its 指标种类 states; the others as they are."""
    if stated is None or stated.kind is not FigureKind.RATIO or stated.body in {"", _NOTHING}:
        return each
    if each.shape is Shape.LIST:
        _add(faults, stated.row, "清单的一列不重算比率，请只填“比率”。")
        return each
    formula = _simple(stated.body, each, names) or _parsed(stated, each, names, faults)
    if formula is None:
        return each
    if not any(isinstance(leaf, FieldRef) for leaf in leaves_of(formula)):
        _add(faults, stated.row, f"“{stated.body}”里没有填报项，请写成 比率：已整改/应整改。")
        return each
    return replace(each, formula=_scaled(formula, each))


def _simple(body: str, each: Field, names: _Names) -> Expression | None:
    """Return the quotient of two fields; ``None`` where *body* is anything else."""
    top, mark, bottom = body.replace("÷", "/").replace("／", "/").partition("/")
    parts = [names.find(text.strip().strip("()（）"), each) for text in (top, bottom)]
    if not mark or any(part is None for part in parts):
        return None
    numerator, denominator = (FieldRef(part.code) for part in parts if part)
    return Arithmetic("/", numerator, denominator)


def _parsed(
    stated: StatedKind, each: Field, names: _Names, faults: BookFaults
) -> Expression | None:
    text = stated.body.replace("÷", "/").replace("×", "*").replace("／", "/")
    own = [f for f in names.fields if f.sheet == each.sheet and f.shape is Shape.SINGLE]
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
            elif part.shape is Shape.LIST or not part.adds_up:
                _add(
                    faults,
                    said.row,
                    f"“{part.name}”不是可以相加的数，不能作分子、分母，请改填数字类的填报项。",
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


def _flow_names(fields: Sequence[Field]) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Return the codes of the flows by sheet and measure, and by their names."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for each in fields:
        if each.figure_kind is FigureKind.FLOW and each.shape is Shape.SINGLE:
            found[each.sheet, each.measure][each.name] = each.code
    return found


def _with_flow(
    each: Field,
    stated: StatedKind | None,
    known: tuple[_Names, Mapping[tuple[str, str], Mapping[str, str]]],
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
        return replace(each, accumulates=own.get(flow_of(each.name, tuple(own)), ""))
    flow = names.find(body, each)
    if stated and (flow is None or flow.code == each.code or not flow.adds_up):
        _add(
            faults,
            stated.row,
            f"没有“{body}”这个数字类的填报项，请改成本期数那一项的名称，或写“{stated.kind.value}：无”。",
        )
    return replace(each, accumulates=flow.code if flow else "")


def _as_aggregated(each: Field) -> Field:
    """Return a field with the 汇总方式 that its kind allows: codes none, ratios with parts a new computation."""
    if each.figure_kind is FigureKind.CODE:
        return replace(each, aggregation=Aggregation.NONE, change_limit=None)
    summed = each.aggregation in {Aggregation.SUM, Aggregation.AVERAGE, Aggregation.RATIO}
    if each.is_ratio and summed and each.shape is Shape.SINGLE:
        return replace(each, aggregation=Aggregation.RATIO)
    return each


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
