"""A ratio that is a column of a list: its parts are columns of the same list, stated or computed by the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.campaign.book.computed import codes_in
from pipeline.model.campaign import Aggregation
from tests.campaign.books import drawn, loaded_bytes
from tests.campaign.test_figure_kinds import HEAD, SHEETS
from tests.consolidation.own_forms import campaign_of
from tests.products.projects import UNITS, form

if TYPE_CHECKING:
    from pathlib import Path


def book(stated: str, way: str = "重算") -> bytes:
    """A 任务书 with two lists; the ratio is a column of the first."""
    rows = (
        f"| L1 | 总投资 | 项目 | 列表 | 数值 | 万元 | 时期 | 合计 |\n"
        f"| L2 | 完成投资 | 项目 | 列表 | 数值 | 万元 | 时期 | 合计 |\n"
        f"| L3 | 完成率 | 项目 | 列表 | 百分比 | | {stated} | {way} |\n"
        f"| M1 | 参会人数 | 会议 | 列表 | 整数 | 人 | 时期 | 合计 |\n"
        f"| M2 | 会议名称 | 会议 | 列表 | 文本 | | | 罗列 |\n"
    )
    return drawn({**SHEETS, "填报项": HEAD + rows})


@pytest.mark.parametrize(
    ("stated", "way"),
    [
        ("比率：完成投资/总投资", "重算"),
        ("比率(完成投资, 总投资)", "平均"),
        ("比率：(完成投资 + 完成投资)/总投资", "罗列"),
    ],
)
def test_its_parts_are_columns_of_the_same_list(tmp_path: Path, stated: str, way: str) -> None:
    campaign, faults = loaded_bytes(tmp_path, book(stated, way))

    assert faults == ()
    assert campaign is not None
    rate = campaign.field("L3")
    assert rate is not None
    assert rate.aggregation is Aggregation.RATIO
    assert [part.code for part in rate.parts] == ["L2", "L1"]
    assert not campaign.conditions, "the rows of a list are not checked against it"


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("比率：完成投资/参会人数", "不在同一张列表里"),
        ("比率：完成投资/会议名称", "不是可以相加的数"),
        ("比率：完成投资/投资总额", "看不懂"),
        ("比率", "没有写分子、分母"),
    ],
)
def test_what_it_can_t_be_computed_from_is_named_at_its_cell(
    tmp_path: Path, stated: str, why: str
) -> None:
    campaign, faults = loaded_bytes(tmp_path, book(stated))

    assert campaign is None
    assert [fault.sheet for fault in faults] == ["填报项"]
    assert why in faults[0].message


def test_the_formula_of_the_form_s_rows_is_that_of_the_column() -> None:
    campaign = campaign_of(form(), UNITS)
    rate = next(field for field in campaign.fields if field.name == "完成率")

    assert rate.formula is not None
    names = {field.code: field.name for field in campaign.fields}
    assert [names[code] for code in codes_in(rate.formula)] == ["完成投资", "总投资"]
    assert rate.aggregation is Aggregation.RATIO
