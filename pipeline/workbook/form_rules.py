"""Add input rules (数据有效性) to one sheet of a package, where the office has set none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from pipeline.model.grid import Address, address_of, area_of
from pipeline.workbook.package import MAIN
from pipeline.workbook.sheet_order import insert_child
from pipeline.workbook.writing.plan import RULE_TITLE, RuleKind, fits_in_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.workbook.writing.plan import InputRule

_MESSAGE_AT_MOST: Final = 255
_VALIDATION: Final[dict[RuleKind, str]] = {
    RuleKind.LIST: "list",
    RuleKind.INTEGER: "whole",
    RuleKind.DECIMAL: "decimal",
    RuleKind.DATE: "date",
    RuleKind.LENGTH: "textLength",
}


def add_rules(sheet: etree._Element, rules: Sequence[InputRule]) -> None:
    """Add those of *rules* whose cells have neither a rule nor a formula; a list too long for a rule is left out."""
    taken = [*_ruled_areas(sheet), *((at, at) for at in _computed(sheet))]
    fitting = [
        rule
        for rule in rules
        if fits_in_rule(rule.options) and not any(_overlap(rule, area) for area in taken)
    ]
    if not fitting:
        return
    listed = sheet.find(f"{{{MAIN}}}dataValidations")
    if listed is None:
        listed = insert_child(sheet, etree.Element(f"{{{MAIN}}}dataValidations"))
    for rule in fitting:
        listed.append(_validation(rule))
    listed.set("count", str(len(listed)))


def _computed(sheet: etree._Element) -> Iterator[Address]:
    for formula in sheet.iter(f"{{{MAIN}}}f"):
        cell = formula.getparent()
        at = address_of(cell.get("r", "")) if cell is not None else None
        if at is not None:
            yield at


def _ruled_areas(sheet: etree._Element) -> Iterator[tuple[Address, Address]]:
    """Yield the ranges with a rule, also of rules whose list is on another sheet (an extension, x14)."""
    for rule in sheet.iter("{*}dataValidation"):
        stated = rule.get("sqref") or "".join(
            "".join(child.itertext()) for child in rule.iter("{*}sqref")
        )
        yield from (area for text in stated.split() if (area := area_of(text)) is not None)


def _overlap(rule: InputRule, area: tuple[Address, Address]) -> bool:
    first, last = area
    return (
        rule.first.row <= last.row
        and first.row <= rule.last.row
        and rule.first.column <= last.column
        and first.column <= rule.last.column
    )


def _validation(rule: InputRule) -> etree._Element:
    """Return the element of a rule (ECMA-376 18.3.1.32)."""
    area = str(rule.first) if rule.first == rule.last else f"{rule.first}:{rule.last}"
    made = etree.Element(
        f"{{{MAIN}}}dataValidation",
        type=_VALIDATION[rule.kind],
        allowBlank="1",
        showErrorMessage="1",
        errorTitle=RULE_TITLE,
        error=rule.message[:_MESSAGE_AT_MOST],
        sqref=area,
    )
    if rule.kind is RuleKind.LIST:
        etree.SubElement(made, f"{{{MAIN}}}formula1").text = f'"{",".join(rule.options)}"'
        return made
    low, high = rule.bounds()
    if rule.kind is RuleKind.DATE:
        low, high = _as_date(low), _as_date(high)
    if not high:
        made.set("operator", "greaterThanOrEqual")
    elif not low:
        made.set("operator", "lessThanOrEqual")
    bounds = [low or high, high] if low and high else [low or high]
    for number, bound in enumerate(bounds, start=1):
        etree.SubElement(made, f"{{{MAIN}}}formula{number}").text = bound
    return made


def _as_date(text: str) -> str:
    """Return a day as the formula that computes it: its number depends on the workbook's first day."""
    return f"DATE({int(text[:4])},{int(text[5:7])},{int(text[8:10])})" if text else ""
