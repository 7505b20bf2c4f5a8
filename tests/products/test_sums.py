"""A total and its parts: the conditions of the 任务书 say which is which, and no part is listed like a total."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.campaign.conditions.parse import parse_condition
from pipeline.consolidation.key_fields import chosen_sums
from pipeline.model.campaign import Aggregation, Condition, Field, Kind, Shape
from pipeline.model.figure import Figure
from pipeline.model.finding import Level
from pipeline.products.facts import totals_facts
from pipeline.products.sums import arrange_sums
from tests.offices import campaign, collected, reported
from tests.products.briefings import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.collection_round import CollectionRound
    from pipeline.products.sums import SumItem


def fields(names: str) -> tuple[Field, ...]:
    return tuple(
        Field(
            name, f"{name}类", "表", Shape.SINGLE, Kind.INTEGER, measure="个",
            aggregation=Aggregation.SUM, section="一、情况",
        )
        for name in names
    )  # fmt: skip


def conditions(asked: Sequence[Field], *texts: str, prompt: str = "") -> tuple[Condition, ...]:
    parsed = ((text, *parse_condition(text, asked)) for text in texts)
    return tuple(
        Condition(f"H{n}", Level.ERROR, text, prompt, expression, codes)
        for n, (text, expression, codes) in enumerate(parsed, start=1)
    )


def drawn(item: SumItem) -> str:
    """``甲(乙 丙)``: a total and its parts in brackets."""
    parts = "".join(f"({' '.join(map(drawn, parts))})" for parts in item.breakdowns)
    return f"{item.field.code}{parts}"


def arranged(values: dict[str, int], *texts: str, prompt: str = "") -> str:
    asked = fields("".join(values))
    figures = [
        (
            field,
            Figure(Decimal(values[field.code]), str(values[field.code]), field.name, "合计", ()),
        )
        for field in asked
    ]
    stated = conditions(asked, *texts, prompt=prompt)
    return " ".join(map(drawn, arrange_sums(stated, figures)))


def test_parts_are_under_their_total_and_the_others_stay_in_order() -> None:
    values = {"甲": 1, "乙": 2, "丙": 3, "丁": 4}

    assert arranged(values) == "甲 乙 丙 丁"
    assert arranged(values, "甲类 + 乙类 = 丙类") == "丙(甲 乙) 丁"
    assert arranged(values, "丙类 = 甲类 + 乙类", "甲类 + 乙类 = 丙类") == "丙(甲 乙) 丁"
    assert arranged(values, "丙类 = 甲类 + 乙类 且 丁类 >= 丙类") == "丙(甲 乙) 丁"


def test_what_is_no_sum_of_parts_is_left_as_it_is() -> None:
    values = {"甲": 1, "乙": 2, "丙": 3, "丁": 4}

    for text in (
        "甲类 + 乙类 <= 丙类",
        "甲类 = 乙类",
        "丙类 = 甲类 * 乙类",
        "丙类 = 甲类 + 2",
        "丙类 = 甲类 + 甲类",
        "若 丁类 > 0 则 甲类 + 乙类 = 丙类",
        "丙类 = 上期(甲类) + 乙类",
    ):
        assert arranged(values, text) == "甲 乙 丙 丁", text


def test_parts_that_are_more_than_their_total_are_not_worded_as_its_parts() -> None:
    assert arranged({"甲": 9, "乙": 2, "丙": 3}, "甲类 + 乙类 = 丙类") == "甲 乙 丙"


def test_a_part_may_have_parts_and_a_total_may_be_divided_twice() -> None:
    values = {"甲": 1, "乙": 1, "丙": 2, "丁": 1, "戊": 3}

    assert arranged(values, "甲类 + 乙类 = 丙类", "丙类 + 丁类 = 戊类") == "戊(丙(甲 乙) 丁)"
    assert arranged(
        {"甲": 1, "乙": 1, "丙": 1, "丁": 1, "戊": 2}, "戊类 = 甲类 + 乙类", "戊类 = 丙类 + 丁类"
    ) == ("戊(甲 乙)(丙 丁)")


def test_each_part_is_worded_once_and_a_circle_ends() -> None:
    values = {"甲": 1, "乙": 1, "丙": 2, "丁": 3}

    assert arranged(values, "丙类 = 甲类 + 乙类", "丁类 = 甲类 + 乙类") == "丙(甲 乙) 丁"
    level = {"甲": 0, "乙": 0, "丙": 0}
    assert arranged(level, "甲类 = 乙类 + 丙类", "乙类 = 甲类 + 丙类") == "甲(乙 丙)"


def collected_of(values: dict[str, int], *texts: str, picked: str = "") -> CollectionRound:
    asked = fields("".join(values))
    held = campaign(
        "东河区",
        fields=asked,
        conditions=conditions(asked, *texts),
        texts=(("简报表列", picked),),
    )
    return collected(held, reported(held, {"东河区": values}))


def sentence(made: CollectionRound) -> str:
    return next(line for line in lines(made) if line[:2] in {"甲类", "戊类"})


def test_a_briefing_prints_a_total_and_its_parts() -> None:
    values = {"甲": 1, "乙": 2, "丙": 3, "丁": 4, "戊": 5}
    made = collected_of(values, "乙类 + 丙类 = 戊类")

    assert sentence(made) == "甲类1个、丁类4个。戊类5个，其中乙类2个、丙类3个。"


def test_a_briefing_puts_the_parts_of_a_part_in_brackets() -> None:
    values = {"甲": 1, "乙": 1, "丙": 2, "丁": 1, "戊": 3, "己": 7}
    made = collected_of(values, "甲类 + 乙类 = 丙类", "丙类 + 丁类 = 戊类")

    assert sentence(made) == ("戊类3个，其中丙类2个（其中甲类1个、乙类1个）、丁类1个。己类7个。")


def test_a_report_lists_no_part_of_what_it_lists() -> None:
    values = {"甲": 1, "乙": 2, "丙": 3, "丁": 4}
    rule = "甲类 + 乙类 = 丙类"

    def listed(picked: str = "") -> str:
        facts = totals_facts(collected_of(values, rule, picked=picked))
        return "，".join(f"{row['名称']}{row['数']}{row['计量单位']}" for row in facts["汇总数"])

    assert listed() == "丙类3个，丁类4个"
    assert listed("丁、甲、乙") == "丁类4个，甲类1个，乙类2个"
    assert listed("丁类、丙、甲、乙") == "丁类4个，丙类3个"


def test_the_office_picks_sums_by_code_or_name_and_all_where_it_picks_none() -> None:
    def codes(picked: str) -> str:
        held = campaign("东河区", fields=fields("甲乙丙"), texts=(("简报表列", picked),))
        return "".join(field.code for field in chosen_sums(held))

    assert [codes(picked) for picked in ("", "丙、甲类、丙", "没有的")] == [
        "甲乙丙",
        "丙甲",
        "甲乙丙",
    ]


def test_what_the_form_calls_a_part_is_under_its_total_though_parts_overlap() -> None:
    values = {"甲": 9, "乙": 7, "丙": 6, "丁": 4}
    overlapping = ("乙 <= 甲", "丙 <= 甲")

    assert arranged(values, *overlapping, prompt="“其中”各项应不大于上级") == "甲(乙 丙) 丁"
    assert arranged(values, *overlapping) == "甲 乙 丙 丁", "less is not yet a part"
    assert arranged({**values, "丙": 11}, *overlapping, prompt="其中") == "甲(乙) 丙 丁"


def test_parts_that_call_each_other_parts_are_listed_once() -> None:
    found = arranged({"甲": 9, "乙": 9}, "乙 <= 甲", "甲 <= 乙", prompt="其中")

    assert sorted(found.replace("(", " ").replace(")", " ").split()) == ["乙", "甲"]
