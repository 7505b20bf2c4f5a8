"""Define the tags by which every field of a form reaches a paper (填报的内容), as types.

They are listed in ``docs/模板.md`` with the others (:mod:`pipeline.products.tags`). Each is a table by the
fields' names and codes; of a list (列表) and a cross table (交叉表) by theirs.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the types are read while it runs
from typing import Any, TypedDict

from pipeline.model.document import Table  # noqa: TC001 - likewise
from pipeline.model.figure import Figure  # noqa: TC001 - likewise


class UnitAnswer(TypedDict):
    """A row of 分户: what a unit reported for a field, of a list's column over its rows."""

    单位: Figure
    类别: str
    级次: str
    内容: Figure


class CrossTableFacts(TypedDict):
    """A cross table over all units: the names of its columns, and its rows.

    A row has 名称, 计量单位, 各数 (its figures in the order of the columns), and each figure by its column.
    """

    列: list[str]
    行: list[dict[str, Any]]


class FieldFacts(TypedDict):
    """What all units reported, by field, by list and by cross table."""

    合计: Mapping[str, Figure]
    上期合计: Mapping[str, Figure]
    平均: Mapping[str, Figure]
    家数: Mapping[str, dict[str, Figure]]
    填报数: Mapping[str, Figure]
    行数: Mapping[str, Figure]
    选项行数: Mapping[str, dict[str, Figure]]
    分户: Mapping[str, list[UnitAnswer]]
    列表: Mapping[str, list[dict[str, Any]]]
    交叉: Mapping[str, CrossTableFacts]
    表: Mapping[str, Table]


class SectionSum(TypedDict):
    """A row of 合计: a figure with its changes (各变动); parts follow their total, one 层 lower.

    引 is what joins it to the row before (、 ；，其中), 收 what closes its brackets.
    """

    引: str
    名称: str
    数: Figure
    计量单位: str
    各变动: list[ChangeRow]
    收: str
    层: int


class ChangeRow(TypedDict):
    """A row of 各变动: how a figure has changed, like for like (可比口径), since 上期 or 去年同期.

    比 and 期名 say since when; 可比家数 is empty where all units gave it both times; 方向 is 持平, 基本持平,
    增长, 增加, 上升 …; 幅度 is empty where there was nothing before, in 幅度单位 个百分点 for a percentage.
    """

    比: str
    期名: str
    可比家数: Figure | str
    方向: str
    幅度: Figure | str
    幅度单位: str
    基数: Figure
    差: Figure


class ListSection(TypedDict):
    """A row of 清单: a list of the section, its rows and the units that gave any, and its columns' figures."""

    名称: str
    家数: Figure
    行数: Figure
    合计: list[SectionSum]


class CrossSection(TypedDict):
    """A row of 交叉表: a cross table of the section, the figures of its total, and the table itself.

    表格 is empty where the table is too large for a paper.
    """

    名称: str
    合计: list[SectionSum]
    表格: Table
