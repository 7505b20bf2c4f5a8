"""Compute what was reported for a briefing or any other paper (填报情况), by section and by field."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, get_type_hints

from pipeline.consolidation.over_sums import consolidated
from pipeline.consolidation.statistics import share
from pipeline.consolidation.text_groups import unit_texts
from pipeline.consolidation.totals import tally
from pipeline.model.campaign import YES_NO, Aggregation, Shape
from pipeline.model.document import Table
from pipeline.model.figure import LISTED, QUOTED, Figure
from pipeline.products.briefing_table import key_fields, unit_tables
from pipeline.products.comparisons import change_rows, rounds_of
from pipeline.products.rankings import ranking_rows
from pipeline.products.sums import arrange_sums
from pipeline.products.tags import SectionFacts
from pipeline.products.text_choice import TextChoice, choose_texts
from pipeline.products.wording import as_sentence, measure_after_figure, name_before_figure
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from pipeline.consolidation.current import CountedUnit
    from pipeline.consolidation.text_groups import TextGroup
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.collection_round import CollectionRound
    from pipeline.products.comparisons import Rounds
    from pipeline.products.sums import SumItem
    from pipeline.products.tags import (
        ChoiceRow,
        OptionRow,
        QuotedText,
        SectionRow,
        SectionSum,
        TextRow,
        UnitTables,
    )

_TEXTS_AT_MOST: Final = 6
_BY_RULE: Final = TextChoice()
_OWN_NUMBER: Final = re.compile(r"[一二三四五六七八九十]{1,2}、")
_GAP: Final = "—"
_NAMES: Final = frozenset(get_type_hints(SectionFacts))


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
        empty = Table((), ())
        tables: UnitTables = {"报送情况": empty, "欠报": empty, "得分": empty}
        return {"各节": [], "分节": {}, "合计": {}, "上期合计": {}, "家数": {}, "表": tables}
    campaign = collected.campaign
    rounds = rounds_of(collected)
    current, before = rounds.reported, rounds.before
    rows = [
        _section_row(campaign, (rounds, choice), name, fields) for name, fields in _groups(campaign)
    ]
    singles = [field for field in campaign.fields if field.shape is Shape.SINGLE]
    summed = [field for field in singles if field.aggregation.with_figure]
    tallied = [field for field in singles if field.aggregation is Aggregation.TALLY]
    return {
        "各节": [row for row in rows if row["有数据"] or row["材料"]],
        "分节": {row["名称"]: row for row in rows},
        "合计": _by_name(summed, [consolidated(field, current) or _gap(field) for field in summed]),
        "上期合计": _by_name(
            summed, [consolidated(field, before) or _gap(field) for field in summed]
        ),
        "家数": {
            key: dict(tally(current, field))
            for field in tallied
            for key in (field.name, field.code)
        },
        "表": unit_tables(collected, moment),
    }


def _by_name(fields: Sequence[Field], figures: Sequence[Figure]) -> dict[str, Figure]:
    """Return the figures by the names of their fields, and by their codes where two have one name."""
    pairs = list(zip(fields, figures, strict=True))
    return {field.code: figure for field, figure in pairs} | {
        field.name: figure for field, figure in reversed(pairs)
    }


def _gap(field: Field) -> Figure:
    """Return what is printed for a field that no unit gave a figure for (空缺)."""
    return Figure(Decimal(0), _GAP, field.name, "空缺", ())


def _groups(campaign: Campaign) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    """Return the form's groups with their fields to consolidate, in order; groups without any are left out."""
    grouped: dict[str, list[Field]] = {}
    for field in campaign.fields:
        if field.shape is Shape.SINGLE and field.aggregation is not Aggregation.NONE:
            grouped.setdefault(field.section, []).append(field)
    return tuple((name, tuple(fields)) for name, fields in grouped.items())


def _section_row(
    campaign: Campaign,
    of: tuple[Rounds, TextChoice],
    name: str,
    fields: Sequence[Field],
) -> SectionRow:
    rounds, choice = of
    current = rounds.reported
    keys = frozenset(field.code for field in key_fields(campaign))
    choices = _with_equal_acts(_choice_rows(current, fields))
    sums = _section_sums(campaign, rounds, fields)
    extremes = ranking_rows(current, [field for field in fields if field.code in keys])
    return {
        "名称": _unnumbered(name),
        "有数据": "是" if choices or sums or extremes else "",
        "选项": choices,
        "合计": sums,
        "最多最少": extremes,
        "材料": list(_text_rows(campaign, current, fields, choice)),
    }


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


def _section_sums(campaign: Campaign, rounds: Rounds, fields: Sequence[Field]) -> list[SectionSum]:
    """Return the figures of *fields*, parts under their total; by the 核对 sheet."""
    figures = [
        (field, figure)
        for field in fields
        if field.aggregation.with_figure
        and (figure := consolidated(field, rounds.reported)) is not None
    ]
    rows: list[SectionSum] = []
    divided = False
    for number, item in enumerate(arrange_sums(campaign.conditions, figures)):
        mark = "。" if divided or item.breakdowns else "、"
        rows += _sum_rows(item, rounds, mark if number else "", 1)
        divided = bool(item.breakdowns)
    return rows


def _sum_rows(item: SumItem, rounds: Rounds, joined: str, level: int) -> Iterator[SectionSum]:
    """Yield a sum, then its parts (其中); those of a part are in brackets."""
    yield _sum_row(item, rounds, joined, level)
    inner = level > 1
    for number, parts in enumerate(item.breakdowns):
        opening = "（其中" if inner else "；其中" if number else "，其中"
        rows = [
            row
            for place, part in enumerate(parts)
            for row in _sum_rows(part, rounds, "、" if place else opening, level + 1)
        ]
        if inner:
            rows[-1]["收"] += "）"
        yield from rows


def _sum_row(item: SumItem, rounds: Rounds, joined: str, level: int) -> SectionSum:
    return {
        "引": joined,
        "名称": name_before_figure(item.field),
        "数": item.figure,
        "计量单位": measure_after_figure(item.field),
        "各变动": change_rows(item.field, rounds),
        "收": "",
        "层": level,
    }


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
