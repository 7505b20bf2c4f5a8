"""Render each finding (核对结果) as the Chinese sentence that the unit reads.

The order inside a message is fixed: file, sheet and cell; what was found; what was expected; what
to do. All sentences are in this file, so that an office can proof-read them in one place.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.checking.condition_words import quoted_in_words
from pipeline.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.finding import Finding

CONDITION_RULES: Final = frozenset(
    {"condition-broken", "condition-to-explain", "condition-doubtful"}
)
_QUOTED_AT_MOST: Final = 120  # characters of somebody's text; the rest is in the cell

_LEFT_OUT: Final = {
    "sheet-missing": "没有找到这张工作表或它的表头，应与下发的表样一致，请用下发的空白表重新填报。",
    "field-left-out": "表中没有这一项，应与下发的表样一致，请用下发的空白表重新填报。",
    "field-renamed": "表中没有这一项，{found} 像是它改了名称，没有读取，应与下发的表样一致，请把名称改回“{wanted}”后重报。",
    "sheet-twice": "与「{found}」是同一张表，填的不一样，分不清以哪张为准，应只有一张，请删去作废的一张后重报。",
    "sheet-passed-over": "也像是「{found}」这张表，填的不一样，没有读取，只按「{found}」核对，请确认；应以这一张为准的，请填入「{found}」后重报。",
    "row-below-foot": "这一行填在表尾（填报人等）下面，没有读取，应填在表尾之前，请移到名单里后重报。",
    "list-left-out": "没有找到“{found}”等列的表头，这张名单没有读取，应与下发的表样一致，请用下发的表样填报。",
    "table-left-out": "没有找到 {found} 等 {wanted} 格所在的表（行标题、列标题都对不上），应与下发的表样一致，请把数字填在下发的表样里重报。",
    "headings-left-out": "表中没有 {found} 这些行或列，没有读取，应与下发的表样一致，请确认；应填的，请补上后重报。",
    "numbers-unread": "这里填有数字（“{found}”等），对不上表样里的任何一格，没有读进来，请确认；应报的，请填到对应的行和列后重报。",
    "numbers-not-found": "要填的数字一个也没有读到，应填在表样原来的行和列里，请把数字填到对应的格子后重报。",
    "form-empty": "要填的数字一个也没有填，应逐格填写，请补填后重报；确无此项的请填 0。",
    "form-outdated": "用的表样版本是 {found}，那一版的填报项没有留存或读不出来，已按现行版本 {wanted} 核对，应使用现行表样，请核对有无增改的项目，下次用新下发的表样填报。",
    "fields-added-later": "用的是早先下发的表样（版本 {found}），已按那一版的填报项核对，应以下发时的表样为准；现行表样增加的{wanted}没有要求填报，请知悉；需要补报的，请用新下发的表样重报。",
    "required-field-empty": "未填写，此项必填，请补填；{wanted}",
    "required-field-struck": "填的是“{found}”，此项必填，不能划去，请补填；{wanted}",
    "nothing-not-accepted": "填的是“{found}”，此项必填，应填具体内容，请补填。",
    "nothing-counted-as-zero": "填的是“{found}”，应为数字，将按 0 汇总，请确认；如不是 0，请改填数字后重报。",
    "placeholder-left": "填的是“{found}”，像是没有替换的样例文字，应为实际内容，请改填。",
}
_UNREAD: Final = {
    "not-a-whole-number": "填的是“{found}”，应为整数，请改填 30 这样的数字。",
    "not-a-number": "填的是“{found}”，应为数字，请改填 30 或 12.5 这样的数字。",
    "not-a-percent": "填的是“{found}”，应为百分数，请改填 85 或 85% 这样的数字。",
    "not-a-date": "填的是“{found}”，应为日期，请改填 2026-09-30 这样的日期。",
    "date-without-day": "填的是“{found}”，没有写明是哪一天，应为具体日期，请改填 2026-09-30 这样的日期。",
    "date-several": "填的是“{found}”，不止一天，应为一个日期，请改填 2026-09-30 这样的日期。",
    "date-impossible": "填的是“{found}”，日历上没有这一天，应为日期，请核对后改填 2026-09-30 这样的日期。",
    "date-ambiguous": "填的是“{found}”，分不清年、月、日的次序，应为日期，请改填 2026-09-30 这样的日期。",
    "date-weekday-differs": "填的是“{found}”，日期和星期对不上，应为一个日期，请核对后改填 2026-09-30 这样的日期。",
    "not-an-option": "填的是“{found}”，应为{wanted}之一，请从下拉清单中选择。",
    "phone-digits": "填的是“{found}”，共 {wanted} 位数字，位数不对，应为电话号码，请改填带区号的固定电话或 11 位手机号。",
    "not-a-phone": "填的是“{found}”，应为电话号码，请改填带区号的固定电话或 11 位手机号。",
    "number-approximate": "填的是“{found}”，是约数，应为准确的数字，请核实后改填 30 这样的数字，不带“约”“余”“左右”等字。",
    "number-range": "填的是“{found}”，是一个范围，应为一个准确的数字，请核实后改填 30 这样的数字。",
    "number-ambiguous": "填的是“{found}”，读法不止一种，应为数字，请改填 30 这样的阿拉伯数字。",
    "number-letters": "填的是“{found}”，混有像 0、1 的字母或圆圈，应全是数字，请用数字键重新填写。",
    "number-bracketed": "填的是“{found}”，带括号，分不清是注释还是负数，应为数字，请去掉括号后改填；负数请填 -30 这样的数字。",
    "number-scientific": "填的是“{found}”，是科学计数法，后几位可能已经丢失，应为完整的数字，请把单元格格式改为“数值”后核对重填。",
    "percent-unclear": "填的是“{found}”，{wanted}，应为百分数，请带上百分号改填。",
    "measure-unclear": "填的是“{found}”，而计量单位是“{wanted}”，分不清是多少，应为以“{wanted}”计的数字，请折算后只填数字，不带“万”“亿”和单位。",
    "measure-differs": "填的是“{found}”，而表上的计量单位改成了别的，应为以“{wanted}”计的数字，请改回计量单位，核对数字后重报。",
    "id-number-wrong": "填的是“{found}”，{wanted}，应为 18 位身份证号，请核对证件后按文本重新填写。",
    "credit-code-wrong": "填的是“{found}”，{wanted}，应为 18 位统一社会信用代码，请核对证照后按文本重新填写。",
    "answer-twice": "这一项在表上不止一处，填的不一样（{found}），应只填一处，请删去多余的一处后重报。",
    "answer-unclear": "这一项旁边有别的内容（{found}），分不清哪一格是填报内容，应与下发的表样一致，请只留一格，紧接在名称右边。",
    "formula-uncomputed": "是一个没有算出结果的公式，应为具体内容，请用 Excel 或 WPS 打开、保存一次，或直接填写结果。",
    "error-value": "显示的是“{found}”，公式出错了，应为具体内容，请改正公式，或直接填写结果。",
    "shown-otherwise": "显示的是“{found}”，文件里存的却是另一个值，不能确定哪一个对，应两者一致，请用 Excel 或 WPS 打开，重新填写这一格后保存。",
    "long-number": "是按数字存的长号码（“{found}”），Excel 只保留 15 位，后几位已经不对，应按文本填写，请把单元格改为“文本”格式后重新填写。",
    "cell-unreadable": "读不出来（“{found}”），应为具体内容，请清除该单元格后重新填写。",
    "answer-merged": "这一格与别的行合并在一起，分不清是哪一项的内容，应一行一格，请取消合并后分别填写。",
}
_VALUES: Final = {
    "below-minimum": "填的是“{found}”，应不小于 {wanted}，请核对后改正。",
    "above-maximum": "填的是“{found}”，应不大于 {wanted}，请核对后改正。",
    "date-too-early": "填的是“{found}”，应不早于 {wanted}，请核对后改正。",
    "date-too-late": "填的是“{found}”，应不晚于 {wanted}，请核对后改正。",
    "value-converted": "填的是“{found}”，已按“{wanted}”读取，请确认；如不对，请改正后重报。",
}
_LISTS: Final = {
    "row-half-filled": "这一行填了别的栏，“{wanted}”没有填，应填写完整，请补填；这一行不报的，请整行清空。",
    "row-repeated": "这一行与{wanted}完全相同，应各不相同，请删去重复的一行；确是两件事的，请在文字栏写明区别。",
    "list-empty": "名单里一行也没有，应逐行填写，请确认是否确无此项；漏填的，请补填后重报。",
}
_TEXTS: Final = {
    "example-left": "填的是“{found}”，像是没有替换的示例，应为本单位的实际内容，请改填后重报；确是实际内容的，不用理会。",
    "hint-left": "填的是“{found}”，与表上的{wanted}相同，应为本单位的实际内容，请改填后重报；确是实际内容的，不用理会。",
    "text-too-short": "填的是“{found}”，过于简短，应{wanted}，请补充后重报；没有更多内容的，不用理会。",
    "sample-row-left": "这一行填的是“{found}”，像是没有删去的示例行，应为本单位的实际内容，请删去整行后重报；确是实际内容的，不用理会。",
    "text-copied": "填的是“{found}”，与{wanted} 几乎一样，应为本单位自己的情况，请核对；照抄的，请改写后重报。",
    "period-not-named": "表里、标题和文件名都没有写是哪一期的，已按正在报送的{wanted}登记，应在表里写明，请核对；不是这一期的，请在文件名里写明期别后重报。",
    "file-named-otherwise": "文件名里写的是{wanted}，已由经办人认领给本单位，应一致，请核对；拿错表的，请用发给本单位的空白表重报。",
}
_TOGETHER: Final = {
    "condition-broken": "填的是{found}，应满足{wanted}。",
    "condition-to-explain": "填的是{found}，应满足{wanted}。",
    "condition-doubtful": "填的是{found}，一般应满足{wanted}。",
    "change-too-large": "填的是“{found}”，{wanted}，请核对；情况属实的，请在“情况说明”栏写明原因后重报。",
    "level-sum-differs": "填的是“{found}”，应等于所属{wanted}，请与所属单位核对，有误的改正后重报。",
    "changed-from-zero": "填的是“{found}”，上期是 0，请确认；有误的，请改正后重报。",
    "cumulative-differs": "填的是“{found}”，累计数应等于上期累计加本期：{wanted}，请核对；更正了以前的数的，不用理会。",
    "cumulative-fell": "填的是“{found}”，{wanted}，累计数一般应不减少，请核对；更正了以前的数的，不用理会。",
    "cumulative-unchecked": "上期没有报（上一次报的是{wanted}），累计数没有可比的上期数，应自行核对是否含没有报的各期，请确认。",
    "flows-repeated": "填的是“{found}”，{wanted}，应为本期自己的数，请核对是不是拿上期的表改的；确实相同的，不用理会。",
    "ratio-by-zero": "填的是“{found}”，而分母是 0，算不出比率，汇总不计，应留空或填“/”，请核对后改正。",
    "zero-report-contradicted": "选的是“{found}”，表示本期确无此项工作，但表中填有{wanted}，应只报其一，请改选“否”，或清空这些内容。",
}

_DECIDED: Final = {
    "returned-by-person": "经办人退回：{wanted}；应据实报送，请改正后重报。",
    "adopted-by-person": "经办人采用了这一版：{wanted}；下列问题应以核实的情况为准，请留意。",
}

WORDING: Final[Mapping[str, str]] = MappingProxyType(
    {**_LEFT_OUT, **_UNREAD, **_VALUES, **_LISTS, **_TEXTS, **_TOGETHER, **_DECIDED}
)

# A word of the prompt that names a remedy already, and the remedy to append where it is missing.
_ADVICE: Final = MappingProxyType(
    {
        Level.ERROR: ("请", "请核对后改正"),
        Level.MUST_EXPLAIN: ("情况说明", "请核对；情况属实的，请在“情况说明”栏写明原因后重报"),
        Level.WARNING: ("请", "请确认，有误的请改正后重报"),
    }
)


def advice(level: Level, prompt: str) -> str:
    """Return the office's own *prompt* (提示), with the default remedy appended where it names none."""
    text = prompt.strip().rstrip("。")
    keyword, remedy = _ADVICE[level]
    if keyword in text:
        return text
    return f"{text}，{remedy}" if text else remedy


def full_message(finding: Finding) -> str:
    """Render *finding* in full, with its place and the unit's own explanation (情况说明)."""
    label = f" “{finding.label}”" if finding.label else ""
    explained = f"（单位说明：{_quoted(finding.explained)}）" if finding.explained else ""
    return f"{finding.place}{label}：{short_message(finding)}{explained}"


def short_message(finding: Finding) -> str:
    """Render *finding* without its place, for a comment at the cell itself."""
    wanted = quoted_in_words(finding.wanted) if finding.rule in CONDITION_RULES else finding.wanted
    return WORDING[finding.rule].format(found=_quoted(finding.found), wanted=wanted)


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED_AT_MOST else f"{line[:_QUOTED_AT_MOST]}…"
