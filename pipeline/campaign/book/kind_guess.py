"""Guess the kind of a figure (指标种类) from its name, its measure and its 汇总方式, and what it is computed from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.measures import PERCENT
from pipeline.campaign.form.names import PATH_MARK
from pipeline.model.campaign import Aggregation, Cycle, Kind
from pipeline.model.figure_kind import FigureKind
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.campaign import Field

    FlowsByName = Mapping[str, Sequence[str]]

_CODE: Final = re.compile(r"(?:序号|编号|代码|代号|编码|邮编|邮政编码|排名|名次|位次|年份|学号)$")
_SINCE_NEW_YEAR: Final = (
    r"(?:本年度?|今年|当年|全年|年度|年内|自?年初至?今?|今年以来|1[-—~至到]本?\d*月份?)"
)
_YEAR: Final = re.compile(
    rf"{_SINCE_NEW_YEAR}.{{0,4}}累计|年累计|年初至|年初以来|今年以来|1[-—~至到]本?\d*月"
)
_CUMULATIVE: Final = re.compile(r"累计|以来")
_AT_END: Final = re.compile(r"[期月季年旬周]末|[期月季年]底|截至|目前")
_IN_PERIOD: Final = re.compile(r"[本当](?:月|期|季|旬|周|日|年)|新增|新建|新设|净增|新发|期内")
_STOCK: Final = re.compile(
    r"现有|实有|现存|现役|在册|存量|结存|余额|库存|在岗|在职|在编|存栏|保有|常住|户籍|总人口|在建|"
    r"蓄水|储备|在园|在校|在院|在训|入住|床位|尚未|未办结|未整改|待办|已有"
)
_RATE: Final = re.compile(
    r"率$|占比|比重|比例|增幅|增速|同比|环比|人均|户均|均价|平均|得分|评分|指数$"
)
_PERHAPS_STOCK: Final = re.compile(
    r"(?:人|人员|人口|职工|队伍|机构|单位|企业|学校|党员|农户|户|家|总)数$|总量$|面积$|里程$|资产$"
)
_ACT: Final = re.compile(
    r"参[加与会训]|死亡|受伤|培训|受理|办理|办结|查处|处理|检查|发生|开展|召开|接待|来访|信访|排查|整改|发放|"
    r"发送|投入|支出|收入|完成|宣传|慰问|救助|走访"
)
RATE_MEASURES: Final = frozenset({PERCENT, "‰"})
_RESTARTS: Final = (
    (re.compile(r"[本当]季"), Cycle.QUARTER),
    (re.compile(r"[本当]月"), Cycle.MONTH),
)
_TOTAL_MARK: Final = re.compile(
    rf"(?:{_SINCE_NEW_YEAR}|[本当][月季]度?)?累计数?|年初至今|年初以来|今年以来"
)
_FLOW_MARK: Final = re.compile(r"[本当](?:月|期|季度?|旬|周|日)(?:份|数)?")
_OF_YEAR: Final = re.compile(r"(?:本年度?|今年|当年)(?:数)?")
_BRACKETS: Final = re.compile(r"[(（]\s*[)）]")


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of a figure when its kind is guessed; ``ratio`` where a formula divides."""

    name: str
    kind: Kind
    measure: str = ""
    aggregation: Aggregation = Aggregation.NONE
    ratio: bool = False


@dataclass(frozen=True, slots=True)
class KindGuess:
    """A guessed kind, whether its name is clear, and the span after which a cumulative figure restarts."""

    kind: FigureKind
    sure: bool = True
    restarts: Cycle | None = None


@lru_cache(maxsize=20_000)
def guess_figure_kind(figure: Described) -> KindGuess | None:
    """Return the guessed kind of a numeric field; ``None`` for what is no number.

    A field that the office adds up (合计) is taken for a code or a ratio only by its measure or its
    formula, never by its name.

    >>> guess_figure_kind(Described("本年累计来访批次", Kind.INTEGER)).kind.value
    '本年累计'
    """
    if not figure.kind.numeric:
        return None
    name = narrow(figure.name)
    rate = figure.kind is Kind.PERCENT or figure.measure in RATE_MEASURES or figure.ratio
    named = figure.aggregation is not Aggregation.SUM
    if rate or (named and _RATE.search(name)):
        return KindGuess(FigureKind.RATIO)
    if named and _CODE.search(name):
        return KindGuess(FigureKind.CODE)
    return _guess_cumulative(name) or _guess_by_words(name)


def is_clear(field: Field) -> bool:
    """Return whether the name of a numeric field leaves no doubt about its kind."""
    described = Described(field.name, field.kind, field.measure, field.aggregation, field.is_ratio)
    guess = guess_figure_kind(described)
    return guess is not None and guess.sure


def _guess_cumulative(name: str) -> KindGuess | None:
    if _YEAR.search(name):
        return KindGuess(FigureKind.YEAR_TO_DATE, restarts=Cycle.YEAR)
    if not _CUMULATIVE.search(name):
        return None
    restarts = next((span for mark, span in _RESTARTS if mark.search(name)), None)
    return KindGuess(FigureKind.CUMULATIVE, restarts is not None, restarts)


def _guess_by_words(name: str) -> KindGuess:
    if _AT_END.search(name):
        return KindGuess(FigureKind.STOCK)
    if _IN_PERIOD.search(name):
        return KindGuess(FigureKind.FLOW)
    if _STOCK.search(name):
        return KindGuess(FigureKind.STOCK)
    return KindGuess(
        FigureKind.FLOW, sure=not _PERHAPS_STOCK.search(name) or bool(_ACT.search(name))
    )


def flow_of(name: str, flows: Sequence[str]) -> str:
    """Return the name among *flows* of what a cumulative figure adds up (本期数); empty where it isn't clear.

    >>> flow_of("税收收入·本年累计", ["税收收入·本月", "其中增值税·本月"])
    '税收收入·本月'
    """
    marked, plain = _flow_index(tuple(flows))
    own = _without(_TOTAL_MARK, name)
    found = marked.get(own) or plain.get(own, ())
    return found[0] if len(found) == 1 else ""


@lru_cache(maxsize=64)
def _flow_index(flows: tuple[str, ...]) -> tuple[FlowsByName, FlowsByName]:
    """Return the flows by what is left of their names without 本月; those whose name has it, and the others."""
    found: tuple[dict[str, list[str]], dict[str, list[str]]] = ({}, {})
    for flow in flows:
        of = 0 if _FLOW_MARK.search(narrow(flow)) else 1
        found[of].setdefault(_without(_FLOW_MARK, flow), []).append(flow)
    return found


def flow_of_year(name: str, flows: Sequence[str]) -> str:
    """Return the flow (本月) beside which a figure named 本年 is the year's so far; empty where there is none.

    In a yearly form 本年 is the period itself; beside 本月 or 本季 it is cumulative.

    >>> flow_of_year("税收收入·本年", ["税收收入·本月"]), flow_of_year("本年收入", ["上年收入"])
    ('税收收入·本月', '')
    """
    if not _OF_YEAR.search(narrow(name)) or _CUMULATIVE.search(name):
        return ""
    marked, _ = _flow_index(tuple(flows))
    found = marked.get(_without(_OF_YEAR, name), ())
    return found[0] if len(found) == 1 else ""


def may_relate(name: str, guess: KindGuess) -> bool:
    """Return whether a figure may be computed from others: a ratio, what cumulates, and what is named 本年."""
    related = guess.kind is FigureKind.RATIO or guess.kind.accumulates
    return related or _OF_YEAR.search(narrow(name)) is not None


def _without(mark: re.Pattern[str], name: str) -> str:
    rest = mark.sub("", narrow(name), count=1)
    return _BRACKETS.sub("", rest).replace(PATH_MARK * 2, PATH_MARK).strip(PATH_MARK)


_RATIO_END: Final = re.compile(r"(?P<act>.{1,8}?)(?:率|比例|占比)$")
_DONE: Final = re.compile(r"^(?:已经?|实际?|累计|按期)")
_DUE: Final = re.compile(r"^(?:应|需|须|计划|拟|总|全部)")
_COUNT_END: Final = re.compile(
    r"(?:的)?(?:总?人数|户数|件数|家数|个数|起数|次数|项数|处数|总数|数量|数|量|额|金额|面积|人次|户|件)$"
)


def parts_of(name: str, figures: Sequence[str]) -> tuple[str, str] | None:
    """Return the names of numerator and denominator of a ratio among *figures*; ``None`` where it isn't clear.

    >>> parts_of("整改率", ["排查隐患数", "应整改数", "已整改数"])
    ('已整改数', '应整改数')
    """
    act, cores = _act_of(name), _cores(figures)
    done = numerator_of(name, figures)
    due = [each for each, core in cores.items() if _DUE.match(core) and _stem(_DUE, core) == act]
    return (done, due[0]) if done and len(due) == 1 else None


def numerator_of(name: str, figures: Sequence[str]) -> str:
    """Return the name among *figures* of what a ratio counts; empty where it isn't clear.

    >>> numerator_of("化解率", ["积案总数", "已化解", "领导包案数"])
    '已化解'
    """
    act = _act_of(name)
    done = [
        each
        for each, core in _cores(figures).items()
        if act and _stem(_DONE, core) == act and not _DUE.match(core)
    ]
    return done[0] if len(done) == 1 else ""


def _act_of(name: str) -> str:
    match = _RATIO_END.search(narrow(name).rpartition(PATH_MARK)[2])
    return match["act"] if match else ""


def _cores(figures: Sequence[str]) -> dict[str, str]:
    return {
        figure: _COUNT_END.sub("", narrow(figure).rpartition(PATH_MARK)[2]) for figure in figures
    }


def _stem(prefix: re.Pattern[str], core: str) -> str:
    return prefix.sub("", core, count=1)
