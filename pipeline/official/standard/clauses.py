"""Define the figures of GB/T 9704-2012 as data: clause, strength, value, unit, tolerance.

Layout, inspection and tests read them here and nowhere else. ``strength`` limits how a verdict may be
worded: 规定 requires, 一般 recommends, 推算 is computed from the standard's own figures, 实务 is custom
that the standard doesn't know. Tolerances are ours, for what is measured on a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.model.verdict import Strength

if TYPE_CHECKING:
    from collections.abc import Mapping

STANDARD_NAME: Final = "GB/T 9704-2012"


@dataclass(frozen=True, slots=True)
class Clause:
    """Define one figure of the standard (条款): value, unit (mm, pt, 行, 字) and tolerance.

    ``requirement`` words it for a verdict.
    """

    rule: str
    number: str  # 条号
    strength: Strength
    value: Decimal
    unit: str
    tolerance: Decimal
    requirement: str

    def allows(self, measured: Decimal | float) -> bool:
        """Return whether *measured*, in the clause's unit, is within the tolerance."""
        return abs(Decimal(str(measured)) - self.value) <= self.tolerance

    @property
    def expected(self) -> str:
        """Return the figure as a verdict prints it: ``37±1mm``."""
        margin = f"±{self.tolerance}" if self.tolerance else ""
        return f"{self.value}{margin}{self.unit}"


# rule | clause | strength | value | unit | tolerance | requirement
_TABLE: Final = """
paper-width            | 5.1     | 规定 | 210  | mm | 1    | 用纸为A4，宽210mm
paper-height           | 5.1     | 规定 | 297  | mm | 1    | 用纸为A4，高297mm
margin-top             | 5.2.1   | 规定 | 37   | mm | 1    | 天头（上白边）37mm
margin-left            | 5.2.1   | 规定 | 28   | mm | 1    | 订口（左白边）28mm
margin-right           | 5.2.1   | 推算 | 26   | mm | 1    | 切口（右白边）由版心推算为26mm
margin-bottom          | 5.2.1   | 推算 | 35   | mm | 1    | 地脚（下白边）由版心推算为35mm
type-width             | 5.2.1   | 规定 | 156  | mm | 1    | 版心宽156mm
type-height            | 5.2.1   | 规定 | 225  | mm | 1    | 版心高225mm
body-size              | 5.2.2   | 一般 | 16   | pt | 0    | 正文一般用3号字
lines-per-page         | 5.2.3   | 一般 | 22   | 行 | 0    | 一般每面排22行
chars-per-line         | 5.2.3   | 一般 | 28   | 字 | 0    | 一般每行排28个字
line-pitch             | 5.2.3   | 推算 | 28.95 | pt | 0.1 | 行距由每面22行推算
mark-top               | 7.2.4   | 规定 | 35   | mm | 1.5  | 发文机关标志上边缘至版心上边缘35mm
number-blank-lines     | 7.2.5   | 规定 | 2    | 行 | 0    | 发文字号在发文机关标志下空二行
number-left            | 7.2.5   | 规定 | 1    | 字 | 0.25 | 上行文的发文字号居左空一字
signer-right           | 7.2.6   | 规定 | 1    | 字 | 0.25 | 签发人居右空一字
red-rule-gap           | 7.2.7   | 规定 | 4    | mm | 1    | 红色分隔线在发文字号之下4mm处
red-rule-width         | 7.2.7   | 规定 | 156  | mm | 0.5  | 红色分隔线与版心等宽
red-rule-weight        | 7.2.7   | 实务 | 0.53 | mm | 0.2  | 红色分隔线粗细未规定，通行1磅至1.5磅
title-blank-lines      | 7.3.1   | 规定 | 2    | 行 | 0    | 标题在红色分隔线下空二行
title-size             | 7.3.1   | 一般 | 22   | pt | 0    | 标题一般用2号小标宋体字
title-shape            | 7.3.1   | 规定 | 0    | 行 | 0    | 标题回行用梯形或菱形，不留单字
first-page-text        | 7.3.3   | 规定 | 1    | 行 | 0    | 公文首页必须显示正文
signature-page         | 7.3.5.5 | 实务 | 1    | 行 | 0    | 署名、成文日期不单独成页
addressee-blank-lines  | 7.3.2   | 规定 | 1    | 行 | 0    | 主送机关在标题下空一行
first-line-indent      | 7.3.3   | 规定 | 2    | 字 | 0.25 | 正文每个自然段左空二字
note-blank-lines       | 7.3.4   | 规定 | 1    | 行 | 0    | 附件说明在正文下空一行
sealed-date-right      | 7.3.5.1 | 一般 | 4    | 字 | 0.25 | 盖章公文的成文日期一般右空四字
unsealed-organ-right   | 7.3.5.2 | 规定 | 2    | 字 | 0.25 | 不盖章公文的署名右空二字
unsealed-date-shift    | 7.3.5.2 | 规定 | 2    | 字 | 0.25 | 成文日期首字比署名首字右移二字
unsealed-blank-lines   | 7.3.5.2 | 规定 | 1    | 行 | 0    | 不盖章公文的署名在正文下空一行
closing-note-indent    | 7.3.6   | 规定 | 2    | 字 | 0.25 | 附注居左空二字
attachment-title-line  | 7.3.7   | 规定 | 3    | 行 | 0    | 附件标题居中编排在版心第三行
imprint-thick          | 7.4.1   | 一般 | 0.35 | mm | 0.1  | 版记首条、末条分隔线推荐0.35mm
imprint-thin           | 7.4.1   | 一般 | 0.25 | mm | 0.1  | 版记中间的分隔线推荐0.25mm
imprint-width          | 7.4.1   | 规定 | 156  | mm | 0.5  | 版记中的分隔线与版心等宽
imprint-bottom         | 7.4.1   | 规定 | 262  | mm | 1    | 版记末条分隔线与版心下边缘重合
imprint-size           | 7.4.2   | 一般 | 14   | pt | 0    | 版记一般用4号仿宋体字
imprint-indent         | 7.4.2   | 一般 | 1    | 字 | 0.25 | 抄送机关左右各空一字
page-number-size       | 7.5     | 一般 | 14   | pt | 0    | 页码一般用4号半角宋体阿拉伯数字
page-number-gap        | 7.5     | 规定 | 7    | mm | 1    | 页码一字线上距版心下边缘7mm
page-number-side       | 7.5     | 规定 | 1    | 字 | 0.25 | 单页码居右空一字，双页码居左空一字
letter-mark-top        | 10.1    | 规定 | 30   | mm | 1.5  | 信函格式的发文机关标志上边缘至上页边30mm
letter-rule-gap        | 10.1    | 规定 | 4    | mm | 1    | 第一条红色双线在发文机关标志下4mm
letter-rule-bottom     | 10.1    | 规定 | 20   | mm | 1    | 第二条红色双线距下页边20mm
letter-rule-width      | 10.1    | 规定 | 170  | mm | 1    | 红色双线长170mm
letter-number-gap      | 10.1    | 规定 | 4.9  | mm | 1.5  | 发文字号与第一条红色双线相距3号字高的7/8
order-mark-top         | 10.2    | 规定 | 20   | mm | 1.5  | 命令（令）的标志上边缘至版心上边缘20mm
briefing-mark-top      | 实务    | 实务 | 20   | mm | 1.5  | 简报名称上边缘距版心上边缘20mm（本系统默认）
briefing-rule-gap      | 实务    | 实务 | 4    | mm | 1    | 简报红线在编印单位之下4mm（本系统默认）
briefing-rule-weight   | 实务    | 实务 | 0.79 | mm | 0.2  | 简报红线粗2.25磅（本系统默认）
"""


def _parse_clause(row: str) -> Clause:
    rule, number, strength, value, unit, tolerance, requirement = (
        part.strip() for part in row.split("|")
    )
    return Clause(
        rule, number, Strength(strength), Decimal(value), unit, Decimal(tolerance), requirement
    )


CLAUSES: Final[Mapping[str, Clause]] = MappingProxyType(
    {clause.rule: clause for clause in map(_parse_clause, _TABLE.strip().splitlines())}
)


def figure(rule: str) -> Decimal:
    """Return the value of one clause in its own unit.

    >>> figure("mark-top")
    Decimal('35')
    """
    return CLAUSES[rule].value
