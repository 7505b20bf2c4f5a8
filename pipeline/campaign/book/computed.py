"""Find out which fields the office's own form computes (公式), and turn that into conditions (核对).

The 核对 sheet has the last word: a field that one of its rows sets equal to something, enabled or not,
gets no further condition.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.fields import CONDITION_COLUMNS, CONDITIONS_SHEET
from pipeline.campaign.book.tables import BookFaults, read_table
from pipeline.campaign.conditions.parse import parse_condition
from pipeline.campaign.errors import ConditionFaulty
from pipeline.campaign.form.formulas import parse_formula
from pipeline.campaign.form.view import view_of
from pipeline.model.campaign import Condition, Shape
from pipeline.model.condition import (
    Arithmetic,
    Comparison,
    Constant,
    FieldRef,
    equated_code,
    leaves_of,
)
from pipeline.model.finding import Level
from pipeline.model.grid import Address
from pipeline.values.numbers import plain
from pipeline.workbook.reading.formulas import read_formulas

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.campaign.form.formulas import CodeAt
    from pipeline.model.campaign import Field
    from pipeline.model.condition import Expression
    from pipeline.model.form import Form
    from pipeline.model.grid import Book

    Places = Mapping[tuple[str, Address], Field]

_FORMULAS_AT_MOST: Final = 5_000
_LOOSER: Final = {"+": 1, "-": 1, "*": 2, "/": 2}


def with_formulas(fields: Sequence[Field], form: Form) -> tuple[Field, ...]:
    """Return *fields*, each with the formula by which the *form* computes it from others."""
    formulas = read_formulas(form.content, form.name)
    at_place: Places = {
        (field.place.sheet, field.place.at): field
        for field in fields
        if field.place and field.shape is Shape.SINGLE and field.kind.numeric
    }
    code_at = _code_reader(form, at_place)
    found = {
        field.code: expression
        for (sheet, at), formula in sorted(formulas.items())[:_FORMULAS_AT_MOST]
        if (field := at_place.get((sheet, at))) is not None
        if (expression := parse_formula(sheet, formula, code_at)) is not None
        if field.code not in codes_in(expression)
    } | dict(_column_formulas(fields, formulas))
    return tuple(
        replace(field, formula=found[field.code]) if field.code in found else field
        for field in fields
    )


def _column_formulas(
    fields: Sequence[Field], formulas: Mapping[tuple[str, Address], str]
) -> Iterator[tuple[str, Expression]]:
    """Yield code and formula of each column of a list that the form computes from others of the same row."""
    columns = {
        (field.sheet, field.place.at.column): field
        for field in fields
        if field.place and field.shape is Shape.LIST and field.kind.numeric
    }
    for (name, letters), field in columns.items():
        heading = field.place
        own = [
            at
            for sheet, at in formulas
            if heading
            and sheet == heading.sheet
            and at.column == letters
            and at.row > heading.at.row
        ]
        if heading is None or not own:
            continue
        first = min(own, key=lambda at: at.row)
        in_row = {
            (heading.sheet, Address(first.row, column)): other.code
            for (list_name, column), other in columns.items()
            if list_name == name
        }
        formula = formulas[heading.sheet, first]
        expression = parse_formula(heading.sheet, formula, _codes_at(in_row))
        if expression is not None and field.code not in codes_in(expression):
            yield field.code, expression


def _codes_at(codes: Mapping[tuple[str, Address], str]) -> CodeAt:
    return lambda sheet, at: codes.get((sheet, at))


def _code_reader(form: Form, at_place: Places) -> CodeAt:
    views = {grid.name: view_of(grid) for grid in form.book.sheets}

    def code_at(sheet: str, at: Address) -> str | None:
        field = at_place.get((sheet, at))
        if field is not None:
            return field.code
        view = views.get(sheet)
        empty = view is not None and (view.cell(at) is None or view.is_text(at))
        return "" if empty else None

    return code_at


def codes_in(expression: Expression) -> tuple[str, ...]:
    """Return the codes of the fields that *expression* refers to, in order, each once."""
    refs = (leaf.code for leaf in leaves_of(expression) if isinstance(leaf, FieldRef))
    return tuple(dict.fromkeys(refs))


def formula_conditions(
    book: Book,
    fields: Sequence[Field],
    conditions: Sequence[Condition],
    by_form: frozenset[str] = frozenset(),
) -> tuple[Condition, ...]:
    """Return a condition (提醒) for each computed field that the 核对 sheet of *book* leaves undecided.

    *conditions* are those of its rows that are enabled, *by_form* the fields that the form itself computes:
    of the others the 指标种类 says how.
    """
    singles = (field for field in fields if field.shape is Shape.SINGLE)
    computed = [field for field in singles if field.formula is not None]
    if not computed:
        return ()
    enabled = (condition.expression for condition in conditions)
    decided = frozenset(map(equated_code, chain(enabled, _disabled(book, fields))))
    names = {field.code: field.name for field in fields}
    return tuple(
        _condition(field, names, by_form=field.code in by_form)
        for field in computed
        if field.code not in decided
    )


def _condition(field: Field, names: Mapping[str, str], *, by_form: bool) -> Condition:
    formula = field.formula or FieldRef(field.code)
    at = field.place.at if field.place else ""
    source = f"表样 {at} 的公式" if by_form else "任务书“指标种类”写的算法"
    return Condition(
        code=f"公式{field.code}",
        level=Level.WARNING,
        text=f"{field.name} = {expression_text(formula, names)}",
        prompt=f"应与{source}一致",
        expression=Comparison("=", FieldRef(field.code), formula),
        fields=(field.code, *codes_in(formula)),
    )


def _disabled(book: Book, fields: Sequence[Field]) -> Iterator[Expression]:
    """Yield the expressions of the rows of the 核对 sheet that are switched off."""
    unheard = BookFaults()  # the rows' faults are found where the conditions are read
    for row in read_table(book, CONDITIONS_SHEET, CONDITION_COLUMNS, (), unheard):
        if not row.is_yes("启用", unheard, default=True):
            with suppress(ConditionFaulty):
                yield parse_condition(row.text("条件"), fields)[0]


def expression_text(expression: Expression, names: Mapping[str, str]) -> str:
    """Return an expression as a condition (核对) writes it, with the *names* of fields by their codes."""
    if isinstance(expression, FieldRef):
        return names[expression.code]
    if isinstance(expression, Constant):
        value = expression.value
        return value if isinstance(value, str) else plain(value)  # type: ignore[arg-type]
    if not isinstance(expression, Arithmetic):
        return ""
    sign = expression.operator
    left, right = (expression_text(each, names) for each in (expression.left, expression.right))
    if _binds(expression.left) < _LOOSER[sign]:
        left = f"({left})"
    # A sum is associative, a difference and a quotient are not.
    if _binds(expression.right) < _LOOSER[sign] + (sign in "-/"):
        right = f"({right})"
    return f"{left} {sign} {right}"


def _binds(expression: Expression) -> int:
    return _LOOSER[expression.operator] if isinstance(expression, Arithmetic) else 3
