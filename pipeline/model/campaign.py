"""Define a reporting campaign (报送任务) as its campaign book (任务书) describes it."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as _field
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from pipeline.model.condition import divides_by_field
from pipeline.model.figure_kind import FigureKind

if TYPE_CHECKING:
    from datetime import datetime, time
    from decimal import Decimal

    from pipeline.model.condition import Expression
    from pipeline.model.finding import Level, Place
    from pipeline.model.form import Crossing, Form, FormPlace
    from pipeline.model.unit import Roster, Unit


YES_NO: Final = frozenset({"是", "否"})  # the options of a yes-no field
FIGURE_MARK: Final = "{}"  # where the figure stands in a 行文用语


class Shape(Enum):
    """Shape of a field (形式)."""

    SINGLE = "单项"
    LIST = "列表"


class Kind(Enum):
    """Type of an answer (类型), as written in the 任务书."""

    TEXT = "文本"
    LONG_TEXT = "长文本"
    INTEGER = "整数"
    DECIMAL = "数值"
    PERCENT = "百分比"
    DATE = "日期"
    CHOICE = "选项"
    PHONE = "电话"
    ID_NUMBER = "身份证号"  # GB 11643
    CREDIT_CODE = "统一社会信用代码"  # GB 32100

    @property
    def numeric(self) -> bool:
        """Return whether its answers can be added up."""
        return self in {Kind.INTEGER, Kind.DECIMAL, Kind.PERCENT}

    @property
    def is_text(self) -> bool:
        """Return whether the answer is the unit's own words (文本、长文本)."""
        return self in {Kind.TEXT, Kind.LONG_TEXT}

    @property
    def is_identifier(self) -> bool:
        """Return whether the answer is a number of 18 characters that is kept as text."""
        return self in {Kind.ID_NUMBER, Kind.CREDIT_CODE}


class Aggregation(Enum):
    """Method by which a field is consolidated (汇总方式)."""

    SUM = "合计"
    AVERAGE = "平均"
    RATIO = "重算"  # a ratio, recomputed from the sums of its parts
    TALLY = "计数"  # how many units chose each option
    STACK = "罗列"  # texts and list rows stacked with their unit
    NONE = "不汇总"

    @property
    def with_figure(self) -> bool:
        """Tell whether all units together have one figure."""
        return self in {Aggregation.SUM, Aggregation.AVERAGE, Aggregation.RATIO}

    @property
    def ranked(self) -> bool:
        """Tell whether units are compared by their figures (最多、最少)."""
        return self in {Aggregation.SUM, Aggregation.RATIO}


class Cycle(Enum):
    """Interval at which units report (周期)."""

    ONCE = "一次性"
    DAY = "日"
    WEEK = "周"
    TEN_DAYS = "旬"
    MONTH = "月"
    QUARTER = "季"
    YEAR = "年"


class HolidayMove(Enum):
    """Direction in which a deadline on a day off is moved (节假日调整)."""

    NONE = ""
    LATER = "顺延"
    EARLIER = "提前"


@dataclass(frozen=True, slots=True)
class DueRule:
    """Rule for the deadline of each period (截止规则), e.g. 次月5日 18:00，遇节假日顺延.

    ``following`` counts it in the next week, 旬, month, quarter or year instead of the period's own one;
    ``month`` is the month in it, from 1. ``day`` is the day in the month, week or 旬, from 1; 0 is the
    last. With ``after`` the day is counted from the end of the period, with ``working`` in working days.
    """

    text: str
    following: bool
    day: int
    at: time
    month: int = 1
    after: bool = False
    working: bool = False
    move: HolidayMove = HolidayMove.NONE


@dataclass(frozen=True, slots=True)
class Field:
    """A field (填报项) of the form: its question, its place, and which answers are valid.

    ``formula`` is how the office's own form (表样) or its 指标种类 computes it from other fields, in the
    terms in which its answers are read (a percentage as 8.5): a tree of :class:`FieldRef`, ``Constant``,
    ``Arithmetic``.
    """

    code: str
    name: str
    sheet: str
    shape: Shape
    kind: Kind
    required: bool = False
    minimum: Decimal | date | None = None
    maximum: Decimal | date | None = None
    options: tuple[str, ...] = ()
    measure: str = ""  # 计量单位
    aggregation: Aggregation = Aggregation.NONE
    change_limit: Decimal | None = None  # 较上期波动%, e.g. 30
    note: str = ""
    section: str = ""  # the heading above the field on the form, e.g. 一、贯彻部署
    place: FormPlace | None = (
        None  # 位置 on the office's own form (表样), where the campaign has one
    )
    crossing: Crossing | None = None  # the row and column of a cross table (交叉表)
    formula: Expression | None = _field(
        default=None, hash=False
    )  # 公式; None for what the unit fills in
    wording: str = ""  # 行文用语, e.g. 参与活动{}人次; of a yes-no field its act, e.g. 召开动员会
    parts: tuple[Field, ...] = _field(default=(), compare=False, repr=False)  # in its formula
    figure_kind: FigureKind | None = None  # 指标种类; None of what is no number
    accumulates: str = (
        ""  # of a cumulative figure (累计), the code of the flow (本期) that it adds up
    )
    restarts: Cycle | None = (
        None  # of a cumulative figure: the span at whose beginning it is 0 again
    )

    @property
    def is_ratio(self) -> bool:
        """Return whether it is computed by dividing by another field: units' ratios aren't added up."""
        return self.formula is not None and divides_by_field(self.formula)

    @property
    def is_carried(self) -> bool:
        """Return whether a zero report leaves it at its last value (沿用): a stock or a cumulative figure."""
        return self.figure_kind is not None and self.figure_kind.is_carried

    @property
    def is_rate(self) -> bool:
        """Return whether it is a ratio (比率) by its kind or its formula: differences are percentage points."""
        return self.figure_kind is FigureKind.RATIO or self.is_ratio or self.kind is Kind.PERCENT

    @property
    def adds_up(self) -> bool:
        """Return whether its figures may be added up over units: those of ratios and codes never."""
        by_kind = self.figure_kind is None or self.figure_kind.adds_up
        return self.kind.numeric and by_kind and not self.is_rate

    @property
    def heading(self) -> str:
        """Return the name as the heading of a column, with its measure: 参与活动人次（人次）."""
        return f"{self.name}（{self.measure}）" if self.measure else self.name


@dataclass(frozen=True, slots=True)
class Condition:
    """One row of the 核对 sheet: a statement (核对条件) that must be true within a form."""

    code: str
    level: Level
    text: str
    prompt: str
    expression: Expression
    fields: tuple[str, ...]  # codes in it, in order; the finding is at the first


@dataclass(frozen=True, slots=True)
class Paper:
    """One row of the 发文 sheet: the settings by which a kind of document (文种) is issued.

    ``steps`` are the days on which it is due (步骤), in working days from the period's deadline: -2 is the
    second one before it; empty for a paper that is due at any time.
    """

    kind: str
    title: str = ""
    organ_code: str = ""  # 机关代字, e.g. 云文明办
    first_number: int = 1
    first_total: int = 1  # 总第M期 of the first 简报
    addressees: str = ""
    copy_to: str = ""
    organ_mark: str = ""  # 版头
    signer: str = ""
    copies: int = 0
    steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scoring:
    """The 考核 sheet: points for timeliness, completeness and results, and the points a return deducts."""

    timeliness: int = 40
    completeness: int = 30
    accuracy: int = 20
    conformity: int = 10
    per_return: int = 2
    return_cap: int = 10


@dataclass(frozen=True, slots=True)
class Period:
    """A period (期) of the campaign; ``code`` sorts in time order, e.g. ``2026-10``.

    ``first`` and ``last`` are its days; those of a one-time campaign reach from the first to the last date.
    """

    code: str
    label: str  # as printed, e.g. 2026年10月
    deadline: datetime
    first: date = _field(default=date.min, compare=False)
    last: date = _field(default=date.max, compare=False)

    @property
    def due_day(self) -> date:
        """Return the day of the deadline; midnight belongs to the day that it ends."""
        return (self.deadline - timedelta(microseconds=1)).date()


@dataclass(frozen=True, slots=True)
class Campaign:
    """A reporting campaign (报送任务): the content of the 任务书, validated and typed.

    ``version`` is the form's version (表样版本), a digest of sheets, fields and types, and of the office's
    own form where there is one. ``deadline`` is that of one period, from which those of the others follow,
    unless ``due`` is a rule for each; then it is that of the period in which the rule is looked at.
    """

    name: str
    code: str
    version: str
    form_title: str
    lead_office: str
    issuing_organ: str
    issuer_level: str  # 发文机关层级, e.g. 市级部门
    city: str  # the city that units may prefix to their names, e.g. 云川市
    deadline: datetime
    cycle: Cycle
    contact: str
    phone: str
    email: str
    zero_report: bool
    basis: str  # 依据
    necessity: str  # 必要性
    approval: str  # 经何机关同意, e.g. 经市委同意
    printing: str  # 印发信息: the printing organ (印发机关)
    roster: Roster
    fields: tuple[Field, ...]
    conditions: tuple[Condition, ...] = ()
    scoring: Scoring = Scoring()
    papers: tuple[Paper, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()  # the 任务 sheet's further items, by name
    form: Form | None = None  # the office's own form (表样), by which submissions are read
    due: DueRule | None = None  # 截止时间 written as a rule, e.g. 次月5日
    checks_levels: bool = (
        False  # 上下级核对: a superior's figures are compared with its subordinates' sums
    )
    placeholders: tuple[Place, ...] = ()  # cells of the draft still to be decided (待定, 待填)

    def field(self, code: str) -> Field | None:
        """Return the field of that code, or None."""
        return next((field for field in self.fields if field.code == code), None)

    def paper(self, kind: str) -> Paper:
        """Return the row of the 发文 sheet for *kind*; an empty row where the sheet has none."""
        return next((paper for paper in self.papers if paper.kind == kind), Paper(kind))

    def text(self, name: str) -> str:
        """Return a further item of the 任务 sheet, or an empty text."""
        return dict(self.texts).get(name, "")

    def units(self) -> tuple[Unit, ...]:
        """Return the units of the roster, in order."""
        return self.roster.units
