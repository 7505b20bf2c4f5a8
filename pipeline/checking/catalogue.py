"""Every message of the checks, in the words a unit will read, in one file to proof-read.

The order inside a message is fixed: what was found, what was expected, what to do.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.finding import Finding

WORDING: Final[Mapping[str, str]] = MappingProxyType(
    {
        # the workbook
        "sheet-missing": "缺少工作表“{wanted}”，请从下发的空白表中补上并填写，不要删除工作表。",
        "form-outdated": "用的是旧版表样（{found}），现行版本是 {wanted}，请核对有无新增的填报项，下次换用新表。",
        "label-missing": "表中找不到这一项，应有此项，请从下发的空白表中补上这一行并填写。",
        # one field
        "required-field-empty": "未填写，此项必填，请补填；确无此项工作的请填“无”。",
        "required-field-struck": "填的是“{found}”，此项必填，不能划去，请填写；确无此项工作的请填“无”。",
        "nothing-counts-as-zero": "填的是“{found}”，汇总时按 0 计，请确认。",
        "not-a-whole-number": "填的是“{found}”，应为整数，请改填 30 这样的数字。",
        "not-a-number": "填的是“{found}”，应为数字，请改填 30 或 30.5 这样的数字。",
        "not-a-percent": "填的是“{found}”，应为百分数，85% 请填 85。",
        "not-a-date": "填的是“{found}”，应为日期，请改填 2026-09-30 这样的日期。",
        "not-an-option": "填的是“{found}”，应为“{wanted}”之一，请从下拉清单中选。",
        "not-a-phone": "填的是“{found}”，应为电话号码，请改填带区号的固定电话或 11 位手机号。",
        "below-minimum": "填的是“{found}”，不应小于 {wanted}，请核对后改正。",
        "above-maximum": "填的是“{found}”，不应大于 {wanted}，请核对后改正。",
        "placeholder-left": "填的是“{found}”，像是没有替换的占位文字，请改填实际内容。",
        "formula-uncomputed": "是公式但没有计算结果，请用 Excel/WPS 打开这份表，保存一次后再报送，或直接填数字。",
        "error-value": "是错误值“{found}”，请检查公式或直接填写内容。",
        "long-number": "是超过 15 位的数字，末尾几位已被表格软件改成 0，请把单元格设为文本后重新填写。",
        # lists
        "row-half-filled": "这一行没有填完，此项必填，请补填；多余的行请整行清空。",
        "row-repeated": "“{found}”与 {wanted} 的内容重复，请核对，重复的请清空一行。",
        # across fields
        "condition-broken": "{wanted}。",
        # zero report
        "zero-with-figures": "已声明零报告，这里却填了“{found}”，两者矛盾：确无工作的请清空数字，有工作的请把“零报告”改为“否”。",
        # against the period before
        "jump-from-before": "填的是“{found}”，与上期相比变动超过限度（{wanted}），请核对；属实的请在“情况说明”栏写明原因。",
    }
)


def word(finding: Finding) -> str:
    """Word *finding* whole: file, sheet and cell, the field, and what to do."""
    label = f" “{finding.label}”" if finding.label else ""
    return f"{finding.place}{label}：{short(finding)}"


def short(finding: Finding) -> str:
    """Word *finding* without its place, as a comment at the cell itself says it."""
    said = WORDING[finding.rule].format(found=_brief(finding.found), wanted=finding.wanted)
    explained = f"（单位说明：{_brief(finding.explained)}）" if finding.explained else ""
    return f"{said}{explained}"


_BRIEF = 40


def _brief(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _BRIEF else f"{one_line[:_BRIEF]}…"
