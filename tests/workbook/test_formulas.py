"""Formulas of forms: computed as a spreadsheet does, refused where they aren't known, moved with inserted rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pipeline.workbook.formulas.evaluate import evaluate
from pipeline.workbook.formulas.operands import Fault, FormulaUnknown, Value
from pipeline.workbook.formulas.references import Insertion, moved, reference_of, transplanted

if TYPE_CHECKING:
    from pipeline.model.grid import Address

CELLS: dict[str, Value] = {
    "B3": Decimal(10), "B4": Decimal("2.5"), "B5": "无", "C3": Decimal(0), "D3": True,
}  # fmt: skip


def look_up(sheet: str, at: Address) -> Value:
    return Decimal(7) if sheet == "附表 2" else CELLS.get(str(at))


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=B3+B4", "12.5"),
        ("=SUM(B3:B6,1)", "13.5"),
        ("=SUM($B$3:$B$4)*2", "25.0"),
        ("=-B3^2", "100"),
        ("=2^3^2", "64"),
        ("=B3-B4-1", "6.5"),
        ("=100-B3%", "99.9"),
        ("=IF(C3=0,0,B3/C3)", "0"),
        ('=IFERROR(B3/C3,"—")', "—"),
        ('=IF(AND(B3>1,B4<=2.5),"是","否")', "是"),
        ("=ROUND(B3/3,2)", "3.33"),
        ("=ROUND(2.5,0)", "3"),
        ("=ROUND(-2.5,0)", "-3"),
        ("=ROUNDDOWN(B3/3,1)+INT(-1.5)", "1.3"),
        ("=AVERAGE(B3:B6)", "6.25"),
        ("=MAX(B3:B5)-MIN(B3:B5)", "7.5"),
        ("=SUBTOTAL(109,B3:B5)", "12.5"),
        ("='附表 2'!B9&\"个\"", "7个"),
        ("=B9+1", "1"),
        ("=COUNTA(B3:B9)", "3"),
        ("=(B3+B4)/(B3-B4)*100", "166.6666666666666666666666666666666666667"),
        ('=B9=""', "True"),
    ],
)  # fmt: skip
def test_formulas_are_computed_as_a_spreadsheet_does(formula: str, result: str) -> None:
    assert str(evaluate(formula, look_up)) == result


@pytest.mark.parametrize(
    ("formula", "code"), [("=B3/C3", "#DIV/0!"), ("=B5+1", "#VALUE!"), ("=SUM(B3/C3)", "#DIV/0!")]
)
def test_an_error_is_an_error(formula: str, code: str) -> None:
    assert evaluate(formula, look_up) == Fault(code)


@pytest.mark.parametrize(
    "formula",
    [
        "=VLOOKUP(B3,B3:C9,2)",
        "=总数*2",
        "=[1]表!B3",
        "=B:B",
        "=B3+",
        "=NOW()",
        "={1,2}",
        "=B3:B4+1",
    ],
)
def test_what_isn_t_known_is_refused_and_never_guessed(formula: str) -> None:
    with pytest.raises(FormulaUnknown):
        evaluate(formula, look_up)


@pytest.mark.parametrize(
    ("reference", "wanted"),
    [("C4", "C4"), ("C9", "C12"), ("C4:C8", "C4:C11"), ("C9:C10", "C12:C13"), ("$C$2:D20", "$C$2:D23"),
     ("C8", "C8"), ("C8:D8", "C8:D8")],
)  # fmt: skip
def test_a_reference_moves_with_rows_that_are_inserted_after_row_8(
    reference: str, wanted: str
) -> None:
    found = reference_of(reference)

    assert found is not None
    assert str(moved(found, (Insertion(8, 3),))) == wanted


def test_a_copy_s_formula_refers_to_the_copies() -> None:
    formula = "=SUM(C4:C8)+表一!D2+'附表 2'!D9+选项!A1"

    copied = transplanted(
        formula,
        "表一",
        {"附表 2": (Insertion(5, 1),)},
        {"表一": "东河区_表一", "附表 2": "东河区_附表2"},
    )

    assert copied == "=SUM(C4:C8)+东河区_表一!D2+东河区_附表2!D10+选项!A1"
