"""Every field of every form reaches a paper by a documented tag: the figure is right, and its trail leads to the cells.

What is printed is compared with what openpyxl reads in the workbooks that the units handed in.
"""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

import docx
import openpyxl
import pytest

from pipeline.model.campaign import Aggregation, Kind, Shape
from pipeline.model.figure_kind import FigureKind
from pipeline.official.ooxml.elements import words_in
from pipeline.official.templates.template import check_template, fill_traced, template_in
from pipeline.products.tag_names import known_names
from pipeline.products.tags import BriefingFacts
from pipeline.values.numbers import plain
from tests.products.briefings import facts_of
from tests.products.every_field import (
    CATEGORIES,
    CROSS,
    LIST,
    OPTIONS,
    PARTED,
    SPECS,
    UNITS,
    Cell,
    Spec,
    cells_of,
    round_of,
)

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.collection_round import CollectionRound

GAP: Final = "—"
Printed = tuple[str, frozenset[Cell]]


class Books:
    """The workbooks as the units handed them in, read by openpyxl."""

    def __init__(self, contents: dict[str, bytes]) -> None:
        self.books = {
            name: openpyxl.load_workbook(io.BytesIO(content)) for name, content in contents.items()
        }

    def typed(self, cell: Cell) -> Any:
        unit, sheet, at = cell
        return self.books[unit][sheet][at].value

    def number(self, cell: Cell) -> Decimal:
        return Decimal(str(self.typed(cell)).removesuffix("%"))

    def text(self, cell: Cell) -> str:
        value = self.typed(cell)
        if isinstance(value, datetime):
            return f"{value.year}年{value.month}月{value.day}日"
        text = str(value)
        return (
            plain(Decimal(text.removesuffix("%")))
            if text.endswith("%") or not isinstance(value, str)
            else text
        )


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[CollectionRound, Books]:
    collected, contents = round_of(tmp_path_factory.mktemp("全项"))
    return collected, Books(contents)


def printed(collected: CollectionRound, *lines: str) -> list[Printed]:
    """What a template of these *lines* prints, each figure with the cells that its trail names."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    template = template_in("简报.docx", stream.getvalue())
    facts = facts_of(collected)
    assert check_template(template, known_names(facts, BriefingFacts)) == ()
    filled = fill_traced(template, facts)
    body = docx.Document(io.BytesIO(filled.content)).element.body
    words = words_in(body)
    for entry in filled.trail:
        assert entry.figure.text in words
    return [
        (e.figure.text, frozenset((s.unit, s.sheet, s.cell) for s in e.figure.sources))
        for e in filled.trail
    ]


def spec_of(field: Field) -> tuple[Spec, int]:
    """What the 任务书 says of a field, and the index of its row in the cross table."""
    if field.crossing is not None:
        return SPECS[field.crossing.column], field.crossing.row
    return SPECS[int(field.code[1:]) - 1], 0


def cells(field: Field) -> list[Cell]:
    spec, category = spec_of(field)
    return cells_of(field.shape, field.code, spec, category)


def part(field: Field, number: int) -> list[Cell]:
    """The cells of 分子 or 分母 beside a field."""
    return cells_of(field.shape, field.code, SPECS[number], spec_of(field)[1])


def expected_total(field: Field, books: Books) -> Printed:
    spec, _ = spec_of(field)
    own = cells(field)
    rated = spec.kind is Kind.PERCENT or spec.figures.startswith("比率")
    if spec.figures == FigureKind.CODE.value:
        return GAP, frozenset()
    added = {Aggregation.SUM, Aggregation.AVERAGE, Aggregation.RATIO}
    in_rows = spec.way is Aggregation.STACK and field.shape is Shape.LIST
    if spec.figures == PARTED and (in_rows or spec.way in added):
        parts = part(field, 0), part(field, 1)
        top, bottom = (sum((books.number(cell) for cell in each), Decimal(0)) for each in parts)
        scale, places = (100, 2) if spec.kind is Kind.PERCENT else (1, 4)
        value = (top / bottom * scale).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return plain(value), frozenset((*parts[0], *parts[1]))
    whole = sum((books.number(cell) for cell in own), Decimal(0))
    if spec.way is Aggregation.AVERAGE and not (rated and field.shape is Shape.LIST):
        mean = (whole / len(own)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return plain(mean), frozenset(own)
    if spec.way is Aggregation.SUM and not rated:
        return plain(whole), frozenset(own)
    return GAP, frozenset()


def numeric(campaign: Campaign) -> list[Field]:
    return [field for field in campaign.fields if field.kind.numeric]


def test_the_campaign_has_every_form_type_way_and_kind(held: tuple[CollectionRound, Books]) -> None:
    fields = held[0].campaign.fields
    assert {field.shape for field in fields} == set(Shape)
    assert any(field.crossing for field in fields)
    assert {field.kind for field in fields} == set(Kind)
    assert {spec.way for spec in SPECS} == set(Aggregation)
    assert {field.figure_kind for field in fields} - {None} == set(FigureKind)
    assert len(fields) == len(SPECS) * (2 + len(CATEGORIES))


def test_every_number_over_all_units_is_the_one_in_the_workbooks(
    held: tuple[CollectionRound, Books],
) -> None:
    collected, books = held
    fields = numeric(collected.campaign)

    found = printed(collected, *(f'{{{{ 合计["{field.code}"] }}}}' for field in fields))

    assert len(found) == len(fields)
    for field, each in zip(fields, found, strict=True):
        assert each == expected_total(field, books), (field, spec_of(field))


def test_what_each_unit_reported_is_reached_and_leads_to_its_cells(
    held: tuple[CollectionRound, Books],
) -> None:
    """Also what isn't added up: codes, ratios without parts, texts, dates, telephone numbers."""
    collected, books = held
    singles = [field for field in collected.campaign.fields if field.shape is Shape.SINGLE]

    loop = '{{% for 户 in 分户["{code}"] %}}{{{{ 户.内容 }}}}；{{% endfor %}}'
    found = iter(printed(collected, *(loop.format(code=field.code) for field in singles)))

    for field in singles:
        for cell in cells(field):
            assert next(found) == (books.text(cell), frozenset({cell})), field
    assert next(found, None) is None


def test_every_row_of_a_list_is_reached_column_by_column(
    held: tuple[CollectionRound, Books],
) -> None:
    collected, books = held
    columns = [field for field in collected.campaign.fields if field.shape is Shape.LIST]

    loop = '{{% for 行 in 列表.项目清单 %}}{{{{ 行["{code}"] }}}}；{{% endfor %}}'
    found = iter(printed(collected, *(loop.format(code=field.code) for field in columns)))

    for field in columns:
        for cell in cells(field):
            assert next(found) == (books.text(cell), frozenset({cell})), field
    assert next(found, None) is None


def test_every_choice_is_counted_by_unit_and_in_lists_by_row(
    held: tuple[CollectionRound, Books],
) -> None:
    collected, books = held
    choices = [field for field in collected.campaign.fields if field.kind is Kind.CHOICE]
    assert {field.shape for field in choices} == set(Shape)

    for option in OPTIONS:
        found = printed(collected, *(f'{{{{ 家数["{f.code}"]["{option}"] }}}}' for f in choices))
        for field, each in zip(choices, found, strict=True):
            chosen = [cell for cell in cells(field) if books.typed(cell) == option]
            units = {cell[0]: cell for cell in reversed(chosen)}
            assert each == (str(len(units)), frozenset(units.values())), field
        listed = [field for field in choices if field.shape is Shape.LIST]
        rows = printed(collected, *(f'{{{{ 选项行数["{f.code}"]["{option}"] }}}}' for f in listed))
        for field, each in zip(listed, rows, strict=True):
            chosen = [cell for cell in cells(field) if books.typed(cell) == option]
            assert each == (str(len(chosen)), frozenset(chosen)), field


def test_rows_and_answers_are_counted(held: tuple[CollectionRound, Books]) -> None:
    collected, _ = held
    rows, units = sum(UNITS.values()), len(UNITS)
    first = {(unit, LIST, f"A{4 + n}") for unit, count in UNITS.items() for n in range(count)}

    found = printed(collected, "{{ 行数.项目清单 }}", "{{ 行数.L005 }}")
    answered = printed(
        collected, *(f'{{{{ 填报数["{f.code}"] }}}}' for f in collected.campaign.fields)
    )

    assert found[0] == (str(rows), frozenset(first))
    assert found[1][0] == str(rows)
    assert {text for text, _ in answered} == {str(units)}


def test_a_mean_is_per_unit_and_per_row_and_ratios_are_never_averaged(
    held: tuple[CollectionRound, Books],
) -> None:
    collected, books = held
    summed = [
        f for f in numeric(collected.campaign) if f.adds_up and f.aggregation is Aggregation.SUM
    ]
    rated = [f for f in numeric(collected.campaign) if f.shape is Shape.LIST and not f.adds_up]

    found = printed(collected, *(f'{{{{ 平均["{field.code}"] }}}}' for field in summed))

    for field, each in zip(summed, found, strict=True):
        own = cells(field)
        whole = sum((books.number(cell) for cell in own), Decimal(0))
        mean = (whole / len(own)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert each == (plain(mean), frozenset(own)), field
    for field, each in zip(
        rated, printed(collected, *(f'{{{{ 平均["{f.code}"] }}}}' for f in rated)), strict=True
    ):
        assert each == expected_total(field, books), field


def test_a_cross_table_is_set_whole_and_reached_row_by_row(
    held: tuple[CollectionRound, Books],
) -> None:
    collected, books = held
    crossed = [field for field in collected.campaign.fields if field.crossing]
    figures = [field for field in crossed if field.kind.numeric]
    totals = [expected_total(field, books) for field in figures]

    whole = printed(collected, "{{ 表.分类情况 }}")
    by_row = printed(
        collected,
        "{% for 行 in 交叉.分类情况.行 %}{% for 数 in 行.各数 %}{{ 数 }}；{% endfor %}{% endfor %}",
    )

    for total in totals:
        assert total in whole
    cells_set = [each for each in whole if any(cell[1] == CROSS for cell in each[1])]
    assert Counter(cells_set) == Counter(each for each in by_row if each[1])


def test_a_name_that_is_wrong_is_told_with_the_nearest(held: tuple[CollectionRound, Books]) -> None:
    facts = known_names(facts_of(held[0]), BriefingFacts)

    for line, near in (
        ("{{ 合计.分子数 }}", "合计.分子"),
        ("{{ 表.分类情形 }}", "分类情况"),
        ("{{ 列表.项目清淡 }}", "项目清单"),
        ("{% for 行 in 列表.项目清单 %}{{ 行.分毋 }}{% endfor %}", "分母"),
        ("{% for 行 in 交叉.分类情况.行 %}{{ 行.名字 }}{% endfor %}", "名称"),
    ):
        document = docx.Document()
        document.add_paragraph(line)
        stream = io.BytesIO()
        document.save(stream)
        (told,) = check_template(template_in("简报.docx", stream.getvalue()), facts)
        assert near in told, told
