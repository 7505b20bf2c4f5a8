"""Six campaigns of different kinds, each drafted from a form as an office makes it, as ``campaign new`` does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pipeline.campaign.conditions.parse import parse_condition
from pipeline.campaign.drafting.draft import draft_book
from pipeline.clock import BEIJING
from pipeline.model.campaign import Condition, Cycle
from pipeline.model.finding import Level
from tests.campaign.books import MOMENT, drawn, loaded_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign

DEADLINE: Final = datetime(2026, 10, 10, 18, 0, tzinfo=BEIJING)

COUNTIES: Final = ("青石县", "白沙区", "柳河县", "云岭县", "平湖县")
BUREAUS: Final = ("市教育局", "市水利局", "市商务局", "市体育局")
WITH_CATEGORIES: Final = "\n".join(
    [
        "| 单位名称 | 类别 |",
        *(f"| {name} | 县区 |" for name in COUNTIES),
        *(f"| {name} | 市直部门 |" for name in BUREAUS),
        "| 国网供电公司 | 驻市单位 |",
    ]
)
WITHOUT_CATEGORIES: Final = "\n".join(
    ["| 单位名称 |", *(f"| {name} |" for name in (*COUNTIES, *BUREAUS))]
)
TOWNS: Final = """
    | 单位名称 | 上级单位 |
    | 青石县   |          |
    | 白沙区   |          |
    | 柳河县   |          |
    | 云岭县   |          |
    | 石门镇   | 青石县   |
    | 双河乡   | 青石县   |
    | 大坪乡   | 青石县   |
    | 东风街道 | 白沙区   |
    | 河口镇   | 白沙区   |
    | 柳林镇   | 柳河县   |
    | 三岔乡   | 柳河县   |
    | 云台镇   | 云岭县   |
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What an office has: its form and its list of units as drawn tables, its cycle, its 核对 conditions."""

    name: str
    form: str
    units: str
    cycle: Cycle = Cycle.ONCE
    conditions: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


CAMPAIGNS: Final = (
    Drawn(
        "消防安全整治",
        """
        | 消防安全专项整治情况报送表 | < | < | < |
        | 填报单位：             |   | 零报告         |   |
        | 一、动员部署           | < | < | < |
        | 1.是否召开部署会       |   | 2.是否制定工作方案 |   |
        | 3.主要负责人是否带队检查 |   | 4.是否有专职人员 |   |
        | 二、排查整治           | < | < | < |
        | 出动检查人次（人次）   |   | 检查单位数（家） |   |
        | 发现隐患总数（处）     |   | 重大隐患数（处） |   |
        | 一般隐患数（处）       |   | 已整改隐患数（处） |   |
        | 任务分解到人数（人）   |   | 投入资金（元）   |   |
        | 三、宣传发动           | < | < | < |
        | 是否开展培训           |   | 参训人数（人）   |   |
        | 四、有关情况           | < | < | < |
        | 存在问题               |   | < | < |
        | 经验做法               |   | < | < |
        | 填报人                 |   | 联系电话 |   |
        """,
        WITH_CATEGORIES,
        conditions=("重大隐患数 + 一般隐患数 = 发现隐患总数", "已整改隐患数 <= 发现隐患总数"),
    ),
    Drawn(
        "安全生产统计",
        """
        | 安全生产情况统计表 | < | < | < | < | < |
        | 填报单位：   | | | | | |
        | 行业领域 | 本月 | < | 本年累计 | < | 隐患整改率（%） |
        | ^ | 事故起数（起） | 死亡人数（人） | 事故起数（起） | 死亡人数（人） | ^ |
        | 道路交通 | | | | | |
        | 建筑施工 | | | | | |
        | 消防 | | | | | |
        | 合计 | | | | | |
        """,
        WITHOUT_CATEGORIES,
        Cycle.MONTH,
    ),
    Drawn(
        "重点项目",
        """
        | 重点项目建设进展情况表 | < | < | < | < | < |
        | 填报单位：   | | 联系电话 | | | |
        | 在建项目个数（个） | | 新开工项目数（个） | | | |
        | 计划总投资（万元） | | 累计完成投资（万元） | | | |
        | 投资完成率（%） | | 存在困难 | | | |
        | 序号 | 项目名称 | 总投资（万元） | 本年完成投资（万元） | 完成比例（%） | 开工日期 |
        | 1 | | | | | |
        | 2 | | | | | |
        | 3 | | | | | |
        """,
        WITH_CATEGORIES,
        Cycle.QUARTER,
        texts=(("简报表列", "累计完成投资、在建项目个数"),),
    ),
    Drawn(
        "防汛周报",
        """
        | 防汛工作周报 | < | < | < |
        | 填报单位： | | 零报告 | |
        | 平均降雨量（毫米） | | 水库蓄水量（万立方米） | |
        | 本周转移群众人数（人） | | 本年累计转移群众人数（人） | |
        | 在岗值守人数（人） | | 出动抢险队伍（支） | |
        | 受灾人口（人） | | 直接经济损失（万元） | |
        | 水情:险情 | | 下一步措施 | |
        """,
        WITHOUT_CATEGORIES,
        Cycle.WEEK,
    ),
    Drawn(
        "政务公开测评",
        """
        | 政务公开第三方测评表 | < | < | < |
        | 填报单位： | | 测评日期 | |
        | 一、公开情况 | < | < | < |
        | 有无专门机构 | | 公开方式 | |
        | 宣传渠道(可多选) | | 是否完成整改？ | |
        | 二、测评结果 | < | < | < |
        | 满意度（%） | | 测评得分（分） | |
        | 依申请公开办件总数（件） | | 按时办结（件） | |
        | 平均办理天数（天） | | 联系方式 | |
        """,
        WITH_CATEGORIES,
        Cycle.YEAR,
    ),
    Drawn(
        "人居环境",
        """
        | 人居环境整治情况表 | < | < | < |
        | 填报单位： | | 填报日期 | |
        | 参会人数（名） | | 清运垃圾（吨） | |
        | 整治村庄个数（个） | | 户厕改造户数（户） | |
        | 群众满意度指数 | | 是否建立长效机制 | |
        | 主要做法 | | < | < |
        """,
        TOWNS,
        Cycle.MONTH,
    ),
)  # fmt: skip
_DROPDOWNS: Final = {"公开方式": ("网站公开", "公示栏公开", "两种方式都有")}


def draft(drawing: Drawn, folder: Path) -> Campaign:
    """Return the campaign as it was drafted, with the items of the 任务 sheet that only the office can know."""
    own = drawn({"情况": drawing.form})
    (folder / "表样.xlsx").write_bytes(own)
    roster = drawn({"名单": drawing.units})
    content, _ = draft_book(("表样.xlsx", own), ("单位.xlsx", roster), drawing.name, MOMENT)
    campaign, faults = loaded_bytes(folder, content)
    assert campaign is not None, faults
    parsed = ((text, *parse_condition(text, campaign.fields)) for text in drawing.conditions)
    added = tuple(
        Condition(f"H{n}", Level.ERROR, text, "", expression, codes)
        for n, (text, expression, codes) in enumerate(parsed, start=1)
    )
    return replace(
        campaign,
        cycle=drawing.cycle,
        deadline=DEADLINE,
        zero_report=True,
        lead_office="市应急委办公室",
        issuing_organ="市应急委办公室",
        contact="综合科",
        phone="0000-3210123",
        conditions=(*campaign.conditions, *added),
        texts=(*campaign.texts, *drawing.texts),
    )
