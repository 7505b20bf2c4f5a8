"""Lists and cross tables in a paper: sums over all rows of one level, no total among its parts, tables within bounds."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

from pipeline.model.campaign import Aggregation
from pipeline.model.collection_round import CollectionRound
from pipeline.model.submission import CheckOutcome
from pipeline.official.templates.template import fill_traced, template_in
from pipeline.products.facts import totals_facts
from tests.consolidation.own_forms import campaign_of, collected, saved, typed_in
from tests.products import projects
from tests.products.briefings import facts_of, lines, table
from tests.products.projects import CROSSED, LISTED, UNITS, round_of_projects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Field
    from pipeline.model.submission import Standing


@pytest.fixture(scope="module")
def held() -> CollectionRound:
    return round_of_projects()


def changed(held: CollectionRound, code: str, **more: object) -> CollectionRound:
    """The round with the field *code* defined otherwise."""
    fields = tuple(
        replace(f, **more) if f.code == code else f  # type: ignore[arg-type]
        for f in held.campaign.fields
    )
    return replace(held, campaign=replace(held.campaign, fields=fields))


def with_text(held: CollectionRound, name: str, text: str) -> CollectionRound:
    return replace(held, campaign=replace(held.campaign, texts=((name, text),)))


def zero_reported(held: CollectionRound, *names: str) -> CollectionRound:
    """The round in which these units have declared a zero report, without a row."""
    units = {unit.code for unit in held.campaign.units() if unit.full_name in names}
    return replace(
        held,
        standings=tuple(_as_zero(s) if s.unit in units else s for s in held.standings),
    )


def _as_zero(standing: Standing) -> Standing:
    current = standing.current
    assert current is not None
    answer = replace(current.filling.singles[0], field_code="零报告", typed="是", value="是")
    filling = replace(current.filling, zero=answer, rows=())
    zero = replace(current, filling=filling, outcome=CheckOutcome.ZERO)
    return replace(standing, current=zero)


def tables(held: CollectionRound, *tags: str) -> list[list[list[str]]]:
    """The tables that a template of these tags sets, each with its caption as first row."""
    document = docx.Document()
    for tag in tags:
        document.add_paragraph(f"{{{{ {tag} }}}}")
    stream = io.BytesIO()
    document.save(stream)
    filled = fill_traced(template_in("简报.docx", stream.getvalue()), facts_of(held))
    paper = docx.Document(io.BytesIO(filled.content))
    captions = [p.text for p in paper.paragraphs if p.text]
    return [
        [[caption], *([cell.text for cell in row.cells] for row in each.rows)]
        for caption, each in zip(captions, paper.tables, strict=True)
    ]


def test_the_briefing_words_a_list_and_a_cross_table_s_total_line(held: CollectionRound) -> None:
    said = lines(held)

    assert said[1:] == [
        "一、基本情况",
        "检查单位60家、排查隐患42处。",
        "二、事故情况",
        "事故起数9起、死亡人数2人、直接损失38万元，分项情况见下表。",
        "三、重点项目",
        "2家单位共填报3条，总投资2000万元、完成投资1000万元、完成率50%。",
    ]
    assert table(held)[0] == ["项目", "事故起数（起）", "死亡人数（人）", "直接损失（万元）"]


def test_a_column_that_is_the_sum_of_others_is_printed_with_them_as_its_parts() -> None:
    head = ["序号", "项目", "总投资（万元）", "中央（万元）", "地方（万元）"]
    book = openpyxl.Workbook()
    book.active.title = LISTED
    for line in ([LISTED], head, *([n] for n in range(1, 6))):
        book.active.append(line)
    for row in range(3, 8):
        book.active[f"C{row}"] = f"=D{row}+E{row}"
    form = saved(book)
    typed = {
        (LISTED, cell): value for cell, value in (("B3", "甲"), ("C3", 9), ("D3", 4), ("E3", 5))
    }
    done = collected(campaign_of(form, UNITS), {"东河区": typed_in(form, typed)})

    said = lines(CollectionRound(done.campaign, done.period, done.standings))

    assert "1家单位共填报1条，总投资9万元，其中中央4万元、地方5万元。" in said


def test_a_wording_of_the_office_is_used_for_a_column(held: CollectionRound) -> None:
    own = changed(held, "L02", wording="计划总投资{}万元")

    assert "2家单位共填报3条，计划总投资2000万元、完成投资1000万元、完成率50%。" in lines(own)


def test_a_large_sum_in_ten_thousands_is_not_printed_in_ten_thousands_of_them(
    held: CollectionRound,
) -> None:
    large = replace(held, standings=tuple(_times_a_hundred(s) for s in held.standings))

    assert "2家单位共填报3条，总投资20亿元、完成投资10亿元、完成率50%。" in lines(large)


def _times_a_hundred(standing: Standing) -> Standing:
    current = standing.current
    assert current is not None
    rows = tuple(
        replace(
            row,
            answers=tuple(
                replace(a, value=a.value * 100) if isinstance(a.value, Decimal) else a
                for a in row.answers
            ),
        )
        for row in current.filling.rows
    )
    return replace(standing, current=replace(current, filling=replace(current.filling, rows=rows)))


def test_a_zero_report_is_a_zero_of_a_list_s_flows_and_nothing_is_a_gap(
    held: CollectionRound,
) -> None:
    nobody = facts_of(
        replace(held, standings=tuple(replace(s, current=None) for s in held.standings))
    )
    zero = facts_of(zero_reported(held, *(name for name, _ in UNITS)))

    assert nobody["合计"]["总投资"].text == "—"
    assert zero["合计"]["总投资"].text == "0"
    assert len(zero["合计"]["总投资"].sources) == len(UNITS)
    assert zero["合计"]["完成率"].text == "—", "0 of 0 is no rate"
    assert zero["行数"][LISTED].text == "0"


def test_a_total_of_a_list_is_over_one_level_and_each_unit_has_its_level(
    held: CollectionRound,
) -> None:
    units = held.campaign.units()
    below = replace(units[1], superior=units[0].code)
    roster = replace(held.campaign.roster, units=(units[0], below, units[2]))
    facts = facts_of(replace(held, campaign=replace(held.campaign, roster=roster)))

    assert facts["合计"]["总投资"].text == "1500", "without the town's 500"
    assert facts["行数"][LISTED].text == "2"
    assert [row["单位"].text for row in facts["列表"][LISTED]] == ["东河区", "东河区"]
    by_unit = [(row["单位"].text, row["级次"], row["内容"].text) for row in facts["分户"]["总投资"]]
    assert by_unit == [("东河区", "1", "1500"), ("西河区", "2", "500")]


def test_a_picked_column_is_in_the_table_of_units_and_in_the_sums_of_a_report(
    held: CollectionRound,
) -> None:
    picked = with_text(held, "简报表列", "总投资、检查单位数")

    assert [row[3:] for row in facts_table(picked)] == [
        ["1500", "10"], ["500", "20"], ["—", "30"], ["2000", "60"],
    ]  # fmt: skip
    assert [row["数"].text for row in totals_facts(picked)["汇总数"]] == ["2000", "60"]
    assert [row["数"].text for row in totals_facts(held)["汇总数"]] == [
        "60", "42", "2000", "1000", "50",
    ]  # fmt: skip


def facts_table(held: CollectionRound) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in facts_of(held)["表"]["报送情况"].rows]


def test_a_long_list_names_how_many_rows_it_leaves_out_and_where_they_are(
    held: CollectionRound,
) -> None:
    standings = list(held.standings)
    current = standings[0].current
    assert current is not None
    rows = current.filling.rows[:1] * 150
    filling = replace(current.filling, rows=rows)
    standings[0] = replace(standings[0], current=replace(current, filling=filling))
    long = replace(held, standings=tuple(standings))

    (((caption,), _, *printed),) = tables(long, f"表.{LISTED}")

    assert caption == "重点项目（共151条，列前100条，其余见汇总表）"
    assert len(printed) == 101
    assert printed[-1][1:4] == ["合计（151条）", "", str(150 * 1200 + 500)]


def test_a_wide_cross_table_continues_below_and_a_large_one_is_not_in_the_briefing() -> None:
    large = cross_round(rows=30, columns=16)
    small = cross_round(rows=3, columns=10)

    first, second = tables(small, f"表.{CROSSED}")

    assert (first[0], second[0]) == ([CROSSED], [f"{CROSSED}（续）"])
    assert len(first[1]) == len(second[1]) == 1 + 5
    assert first[2][0] == second[2][0] == "类别1"
    assert [row[1:] for row in second[2:]] == [["18", "21", "24", "27", "30"]] * 3
    assert "分项情况见汇总表。" in lines(large)
    assert "分项情况见下表。" in lines(small)


def test_nothing_is_printed_of_a_table_that_nobody_has_filled_in() -> None:
    said = lines(cross_round(rows=3, columns=10, units=0))

    assert not any(CROSSED in line or "见下表" in line for line in said)


def cross_round(rows: int, columns: int, units: int = 3) -> CollectionRound:
    """A cross table of that size, in which each unit has typed the number of the column everywhere."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = CROSSED
    sheet.append([CROSSED])
    sheet.append(["类别", *(f"数据{n}（个）" for n in range(1, columns + 1))])
    for number in range(1, rows + 1):
        sheet.append([f"类别{number}"])
    form = saved(book)
    cells = {
        (CROSSED, f"{openpyxl.utils.get_column_letter(column + 1)}{row + 2}"): column
        for row in range(1, rows + 1)
        for column in range(1, columns + 1)
    }
    filled = {name: typed_in(form, cells) for name, _ in UNITS[:units]}
    done = collected(campaign_of(form, UNITS), filled)
    return CollectionRound(done.campaign, done.period, done.standings)


@pytest.mark.parametrize("way", [Aggregation.AVERAGE, Aggregation.SUM, Aggregation.STACK])
def test_a_rate_without_parts_is_never_averaged_in_a_list(
    held: CollectionRound, way: Aggregation
) -> None:
    unknown = changed(held, "L04", formula=None, parts=(), aggregation=way)

    facts = facts_of(unknown)

    assert facts["合计"]["完成率"].text == facts["平均"]["完成率"].text == "—"
    assert "比率：分子/分母" in facts["合计"]["完成率"].basis


def test_a_mean_of_a_column_is_over_its_rows(held: CollectionRound) -> None:
    averaged = changed(held, "L02", aggregation=Aggregation.AVERAGE)

    figure = facts_of(averaged)["合计"]["总投资"]

    assert (figure.value, figure.basis, len(figure.sources)) == (Decimal("666.67"), "平均", 3)


def test_columns_of_two_lists_with_one_name_are_told_apart(held: CollectionRound) -> None:
    fields: Sequence[Field] = held.campaign.fields
    (own,) = (field for field in fields if field.code == "L02")
    other = replace(own, code="M01", sheet="储备项目")
    two = replace(held, campaign=replace(held.campaign, fields=(*fields, other)))

    facts = facts_of(two)

    assert facts["合计"]["重点项目·总投资"].text == facts["合计"]["总投资"].text == "2000"
    assert facts["合计"]["储备项目·总投资"].text == "—"
    assert projects.LISTED in facts["表"]
