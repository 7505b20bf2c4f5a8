"""Compute what was reported for a briefing or any other paper (填报情况), by section and by field."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, get_type_hints

from pipeline.consolidation.key_fields import cells_set_apart
from pipeline.consolidation.over_sums import consolidated
from pipeline.consolidation.statistics import share
from pipeline.consolidation.text_groups import unit_texts
from pipeline.consolidation.totals import tally
from pipeline.model.campaign import YES_NO, Aggregation, Shape
from pipeline.model.figure import LISTED, QUOTED, Figure
from pipeline.products.briefing_table import key_fields
from pipeline.products.comparisons import rounds_of
from pipeline.products.field_facts import field_facts, no_field_facts
from pipeline.products.printed_sheet import printed_sheet
from pipeline.products.rankings import ranking_rows
from pipeline.products.reported import reported_by
from pipeline.products.section_sums import common_units, section_sums
from pipeline.products.table_sections import called_in_text, cross_sections, list_sections
from pipeline.products.tags import SectionFacts
from pipeline.products.text_choice import TextChoice, choose_texts
from pipeline.products.wording import as_sentence
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from pipeline.consolidation.current import CountedUnit
    from pipeline.consolidation.text_groups import TextGroup
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.collection_round import CollectionRound
    from pipeline.products.comparisons import Rounds
    from pipeline.products.reported import Reported
    from pipeline.products.tags import (
        ChoiceRow,
        OptionRow,
        QuotedText,
        SectionRow,
        TextRow,
    )

_TEXTS_AT_MOST: Final = 6
_BY_RULE: Final = TextChoice()
_OWN_NUMBER: Final = re.compile(r"[一二三四五六七八九十]{1,2}、")
_NAMES: Final = frozenset(get_type_hints(SectionFacts))
_ANY_SHEET: Final = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_UNNAMED: Final = "填报情况"
_SECTIONS: Final = frozenset({"各节", "分节"})


def section_facts(
    collected: CollectionRound,
    moment: datetime,
    names: Collection[str],
    choice: TextChoice = _BY_RULE,
) -> SectionFacts:
    """Return the facts of what was reported, over the units that count.

    *names* are the tags of the template: for one that prints none of them, no answer is looked at. *choice*
    says which of the units' own texts are printed; by default a rule does.
    """
    if _NAMES.isdisjoint(names):
        return {"各节": [], "分节": {}, **no_field_facts()}
    rounds = rounds_of(collected)
    rows = [] if _SECTIONS.isdisjoint(names) else _section_rows(collected.campaign, rounds, choice)
    return {
        "各节": [row for row in rows if row["有数据"] or row["材料"]],
        "分节": {row["名称"]: row for row in rows},
        **field_facts(collected, rounds, moment),
    }


def _groups(campaign: Campaign) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    """Return the form's groups with their fields to consolidate, in order; groups without any are left out.

    Fields in no group (分组) are one by their sheet (工作表).
    """
    grouped: dict[str, list[Field]] = {}
    for field in campaign.fields:
        if field.shape is Shape.LIST or field.aggregation is not Aggregation.NONE:
            grouped.setdefault(field.section or _sheet_name(printed_sheet(field)), []).append(field)
    return tuple((name, tuple(fields)) for name, fields in grouped.items())


def _sheet_name(sheet: str) -> str:
    return _UNNAMED if _ANY_SHEET.fullmatch(sheet) else sheet


def _section_rows(campaign: Campaign, rounds: Rounds, choice: TextChoice) -> list[SectionRow]:
    reported = reported_by(campaign, rounds.reported)
    return [
        _section_row(reported, (rounds, choice), name, fields) for name, fields in _groups(campaign)
    ]


def _section_row(
    reported: Reported, of: tuple[Rounds, TextChoice], name: str, fields: Sequence[Field]
) -> SectionRow:
    rounds, choice = of
    campaign, current = reported.campaign, rounds.reported
    apart = cells_set_apart(campaign)
    singles = [field for field in fields if field.shape is Shape.SINGLE]
    worded = [called_in_text(field) for field in singles if field.code not in apart]
    keys = frozenset(field.code for field in key_fields(campaign))
    choices = _with_equal_acts(_choice_rows(current, singles))
    nothing = _is_all_nothing(current, singles)
    sums = [] if nothing else section_sums(campaign, rounds, _figures(worded, current))
    listed = list(list_sections(reported, rounds, fields))
    crossed = [] if nothing else list(cross_sections(reported, rounds, singles))
    ranked = [called_in_text(field) for field in singles if field.code in keys]
    extremes = ranking_rows(current, ranked)
    return {
        "名称": _unnumbered(name) or _UNNAMED,
        "有数据": "是" if choices or sums or listed or crossed or extremes else "",
        "可比家数": common_units(sums),
        "选项": choices,
        "合计": sums,
        "清单": listed,
        "交叉表": crossed,
        "最多最少": extremes,
        "材料": list(_text_rows(campaign, current, singles, choice)),
    }


def _is_all_nothing(reported: Sequence[CountedUnit], fields: Sequence[Field]) -> bool:
    """Return whether every unit sent a zero report (零报告) and none of *fields* has a figure but 0."""
    if not all(item.submission.filling.is_zero for item in reported):
        return False
    figures = (consolidated(field, reported) for field in fields)
    return not any(figure.value for figure in figures if figure is not None)


def _figures(
    fields: Sequence[Field], reported: Sequence[CountedUnit]
) -> list[tuple[Field, Figure]]:
    """Return the figures over all units of the fields that have one."""
    summed = [field for field in fields if field.aggregation.with_figure]
    figures = ((field, consolidated(field, reported)) for field in summed)
    return [(field, figure) for field, figure in figures if figure is not None]


def _unnumbered(section: str) -> str:
    """Return a section's name without its own number; the paper numbers its sections itself."""
    return _OWN_NUMBER.sub("", section, count=1) if _OWN_NUMBER.match(section) else section


def _choice_rows(reported: Sequence[CountedUnit], fields: Sequence[Field]) -> Iterator[ChoiceRow]:
    """Yield what the units chose, for each question that was answered."""
    for field in fields:
        if field.aggregation is not Aggregation.TALLY:
            continue
        counts = dict(tally(reported, field))
        if not any(figure.value for figure in counts.values()):
            continue
        yes_no = frozenset(field.options) == YES_NO
        yes, no = (counts.get(option) or _nobody(field, option) for option in ("是", "否"))
        yield {
            "名称": field.name,
            "事项": field.wording if yes_no else "",
            "是数": yes,
            "否数": no,
            "占比": share(yes, _answered(yes, no)),
            "否单位": _units_in(no),
            "各选项": [
                _option_row(option, figure, named=yes_no and option == "否")
                for option, figure in counts.items()
                if figure.value
            ],
        }


def _with_equal_acts(rows: Iterator[ChoiceRow]) -> list[ChoiceRow]:
    """Return the rows, those that the same number of units all did in one: 均已召开动员会、制定实施方案."""
    found: list[ChoiceRow] = []
    for row in rows:
        last = found[-1] if found else None
        if (
            last is None
            or not (_is_done_by_all(last) and _is_done_by_all(row))
            or last["是数"].value != row["是数"].value
        ):
            found.append(row)
        else:
            sources = tuple(dict.fromkeys((*last["是数"].sources, *row["是数"].sources)))
            acts = f"{last['事项']}、{row['事项']}"
            found[-1] = {**last, "事项": acts, "是数": replace(last["是数"], sources=sources)}
    return found


def _is_done_by_all(row: ChoiceRow) -> bool:
    return bool(row["事项"]) and not row["否数"].value


def _nobody(field: Field, option: str) -> Figure:
    return Figure(Decimal(0), "0", f"{field.name}：{option}", "计数", ())


def _answered(yes: Figure, no: Figure) -> Figure:
    count = yes.value + no.value
    return Figure(count, plain(count), "填报单位", "计数", (*yes.sources, *no.sources))


def _option_row(option: str, figure: Figure, *, named: bool) -> OptionRow:
    return {
        "名称": option,
        "数": figure,
        "单位": _units_in(figure),
        "点名": "是" if named else "",
    }


def _units_in(figure: Figure) -> list[Figure]:
    """Return the units that *figure* counts, each by the cell that counts it."""
    return [
        Figure(Decimal(1), source.unit, figure.label, LISTED, (source,))
        for source in figure.sources
    ]


def _text_rows(
    campaign: Campaign,
    current: Sequence[CountedUnit],
    fields: Sequence[Field],
    choice: TextChoice,
) -> Iterator[TextRow]:
    """Yield the units' own texts that are printed, those that say the same once, and how many there are besides."""
    allowed = campaign.text("简报摘登单位数")
    limit = int(allowed) if allowed.isdecimal() else _TEXTS_AT_MOST
    for field in fields:
        if field.aggregation is not Aggregation.STACK:
            continue
        chosen = choose_texts(field, tuple(unit_texts(current, field)), choice, limit)
        if not chosen.printed:
            continue
        count = Decimal(len(chosen.rest))
        rest = tuple(text.source for text in chosen.rest)
        yield {
            "名称": field.name,
            "摘登": [_quoted(field, words, group) for words, group in chosen.printed],
            "其余数": Figure(count, plain(count), f"{field.name}未摘登单位", "计数", rest),
            "选编": "是" if chosen.by_person else "",
        }


def _quoted(field: Field, words: str, group: TextGroup) -> QuotedText:
    """Return a text with its author: a unit, or 东河区等5家."""
    sources = tuple(text.source for text in group.texts)
    number = Decimal(len(sources))
    first = group.texts[0].unit.full_name
    who = first if number == 1 else f"{first}等{plain(number)}家"
    return {
        "单位": Figure(number, who, field.name, LISTED, sources),
        "文字": Figure(number, as_sentence(words), field.name, QUOTED, sources),
    }
