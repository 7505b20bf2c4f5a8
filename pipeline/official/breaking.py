"""Where a title may be broken (标题回行): words whole, lines in steps (梯形 or 菱形), 7.3.1.

Chinese marks no words. The words that titles of office papers are made of are few, so they are
listed; what isn't listed is broken only where nothing better is near. Lines first grow, then
shrink, and never the other way: that is a trapezium or a rhombus, and no hourglass.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from pipeline.official.typefaces import width_in_chars

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE_CHARS: Final = 19  # 20 of 22 pt would fill 156 mm to the edge

_LISTED: Final = """
关于 报送 上报 填报 汇总 核对 审核 印发 转发 批转 下达 公布 发布 传达 贯彻
落实 学习 宣传 开展 召开 举办 组织 实施 推进 推动 加强 加快 加大 进一步 做好
完善 健全 建立 建设 创建 提高 提升 规范 深化 深入 促进 保障 支持 解决 调整
成立 任命 表彰 表扬 授予 撤销 同意 批准 请求 商请 提供 协助 配合 申请 申报
命名 复查 验收 检查 督查 督办 督促 催报 整改 评选 评估 考核 测评 总结 部署
安排 统计 调查 摸底 征求 工作 情况 进展 有关 相关 事项 问题 意见 建议 方案
办法 规定 细则 制度 措施 要点 计划 规划 纲要 清单 名单 台账 材料 数据 信息
资料 报表 表格 指标 口径 说明 要求 通知 通报 报告 请示 批复 决定 决议 公告
通告 公报 议案 纪要 命令 简报 统计表 一览表 登记表 附件 任务 目标 责任 分工
分解 经费 资金 预算 项目 会议 精神 文明 单位 城市 村镇 校园 家庭 行业 窗口
先进 典型 经验 集体 个人 示范 试点 活动 动员 大会 动员会 现场会 推进会 调度会
讲话 领导 小组 领导小组 委员会 指导 办公室 人民政府 政府 党委 市委 市政府 县委
县政府 机关 部门 各级 各地 各县 各单位 全市 全县 全国 全省 年度 上半年 下半年
季度 第一季度 第二季度 第三季度 第四季度 月份 本年 近期 阶段 专项 重点 综合 日常
长效 机制 体系 能力 水平 质量 安全 生产 环境 卫生 生态 保护 教育 文化 旅游
农业 农村 乡村 振兴 社会 经济 发展 改革 服务 管理 监督 执法 治理 整治 行动
风险 隐患 排查 防范 应急 处置 突发 事件 公文 处理 格式 档案 保密 信访 财政
税务 审计 干部 人才 队伍 党建 作风 廉政 纪律 志愿 诚信 道德 未成年人 思想
新时代 中国 特色 主义 习近平 委员会办公室 人民政府办公室 政府办公室 市委办公室
领导小组办公室 文明单位 文明城市 精神文明 文明委 文明办 精神文明建设 指导委员会
创建工作 工作情况 有关工作 有关事项
"""
_WORDS: Final = frozenset(_LISTED.split())
_LONGEST_WORD: Final = max(map(len, _WORDS))
_NOT_FIRST: Final = frozenset("的和与及或等之，。、；：？！”’）》〉】〕%％年月日号期")
_NOT_LAST: Final = frozenset("“‘（《〈【〔第对向在从为")

_LONGEST_TITLE: Final = 160  # characters; weighing every break of more would take seconds
_PARTS: Final = 10  # of a character

# Costs of a break or of a line; only their order matters.
_BEFORE_MATTER: Final = 0  # between the organ and 关于
_FREE: Final = 8
_UNKNOWN_WORD: Final = 18
_HARD: Final = 60  # inside a word, a number, or at a mark that may not stand there
_HOURGLASS: Final = 200
_RECTANGLE: Final = 17
_UNEVEN: Final = 40


def break_title(text: str, line_chars: int = _LINE_CHARS) -> tuple[str, ...]:
    """The lines of a title, none wider than *line_chars*; line breaks already there are kept.

    A template's tag is left whole, and so is what is far too long for a title.

    >>> break_title("云川市精神文明办公室关于报送文明单位创建工作进展情况的通知")
    ('云川市精神文明办公室', '关于报送文明单位创建工作进展情况的通知')
    """
    if "{{" in text or "{%" in text:
        return (text,)
    if "\n" in text:
        return tuple(line for line in text.split("\n") if line)
    if width_in_chars(text) <= line_chars or len(text) > _LONGEST_TITLE:
        return (text,)
    return _broken(text, line_chars * _PARTS)


def _broken(text: str, room: int) -> tuple[str, ...]:
    """The cheapest way to break *text*; widths are counted in tenths of a character."""
    edges = [int(width_in_chars(text[:at]) * _PARTS) for at in range(len(text) + 1)]
    costs = break_costs(text)
    lines = -(-edges[-1] // room)
    for count in range(lines, len(text) + 1):
        cuts = _cheapest_cuts(edges, costs, room, count)
        if cuts:
            return tuple(
                text[left:right] for left, right in zip((0, *cuts), (*cuts, len(text)), strict=True)
            )
    return (text,)


def _cheapest_cuts(
    edges: Sequence[int], costs: Sequence[int], room: int, count: int
) -> tuple[int, ...]:
    """Where to cut so that *count* lines come out at the least cost; empty where none fit."""
    end = len(edges) - 1
    even = edges[-1] / count

    @cache
    def rest(start: int, left: int, before: int, shrinking: bool) -> tuple[float, tuple[int, ...]]:  # noqa: FBT001 - a state
        best: tuple[float, tuple[int, ...]] = (float("inf"), ())
        for cut in (end,) if left == 1 else range(start + 1, end):
            width = edges[cut] - edges[start]
            if width > room:
                continue
            cost = _UNEVEN * ((width - even) / even) ** 2 + (costs[cut] if left > 1 else 0)
            cost += _HOURGLASS * (shrinking and width > before) + _RECTANGLE * (width == before)
            after = (
                (0.0, ()) if left == 1 else rest(cut, left - 1, width, shrinking or width < before)
            )
            total = cost + after[0]
            if total < best[0]:
                best = (total, (cut, *after[1]) if left > 1 else ())
        return best

    cost, cuts = rest(0, count, 0, False)  # noqa: FBT003 - a state
    return cuts if cost < float("inf") else ()


def break_costs(text: str) -> list[int]:
    """What a break before each character costs: nothing between words, most inside them."""
    inside = _inside_words(text)
    return [_cost(text, at, inside[at]) for at in range(len(text))]


def _cost(text: str, at: int, inside: int) -> int:
    if at == 0 or text.startswith("关于", at):
        return _BEFORE_MATTER
    before, after = text[at - 1], text[at]
    if after in _NOT_FIRST or before in _NOT_LAST or (before.isascii() and after.isascii()):
        return _HARD
    if before.isdigit() or after.isdigit():
        return _HARD // 2
    return inside


def _inside_words(text: str) -> list[int]:
    """The cost inside a listed word, between listed words, and where words aren't known."""
    costs = [_UNKNOWN_WORD] * (len(text) + 1)
    at = 0
    while at < len(text):
        ahead = text[at : at + _LONGEST_WORD]
        length = next((n for n in range(len(ahead), 1, -1) if ahead[:n] in _WORDS), 0)
        if not length:
            at += 1
            continue
        costs[at] = min(costs[at], _FREE)
        costs[at + 1 : at + length] = [_HARD] * (length - 1)
        costs[at + length] = _FREE
        at += length
    return costs
