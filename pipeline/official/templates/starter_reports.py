"""报告: to the higher organ, what was asked for, who has reported, and what it adds up to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.model.document import Header, Heading, Paragraph
from pipeline.official.standard.patterns import outline_level
from pipeline.official.templates.starter_texts import general

if TYPE_CHECKING:
    from pipeline.model.document import OfficialDocument


_LINES: Final = (
    "按照{{ 依据 }}，我办组织开展了{{ 任务.名称 }}情况报送工作。现将截至{{ 截至 }}的有关情况报告如下。",
    "一、报送情况",
    "应报送单位{{ 应报数 }}家，已报送{{ 已报数 }}家，报送率{{ 报送率 }}。其中按时报送{{ 按时数 }}家，迟报{{ 迟报数 }}家；未报送{{ 未报数 }}家，退回后尚未补正{{ 退回数 }}家；报送零报告{{ 零报告数 }}家。",
    "二、工作进展",
    "{%p if 汇总数 %}",
    "据已报送并通过核对的{{ 计入数 }}家单位汇总：{% for 项 in 汇总数 %}{{ 项.名称 }}{{ 项.数 }}{{ 项.计量单位 }}{% if loop.last %}。{% else %}，{% endif %}{% endfor %}",
    "{%p else %}",
    "尚无单位报送可以汇总的数据。",
    "{%p endif %}",
    "三、存在问题",
    "{%p if 没有问题 %}",
    "各单位均已按时报送，数据通过核对。",
    "{%p else %}",
    "{%p if 未报 %}",
    "（一）部分单位未按时报送。{{ 未报|顿号 }}尚未报送，有关数据未计入汇总。",
    "{%p endif %}",
    "{%p if 退回 %}",
    "{% if 未报 %}（二）{% else %}（一）{% endif %}部分单位数据有误。{{ 退回|顿号 }}报送的数据退回后尚未补正。",
    "{%p endif %}",
    "{%p if 迟报 %}",
    "{{ 迟报|顿号 }}报送迟于规定时限。",
    "{%p endif %}",
    "{%p endif %}",
    "四、下一步工作",
    "继续督促未报送和未补正的单位抓紧报送，核实有关数据，加强分类指导，推动{{ 任务.名称 }}工作落实，重要情况及时报告。",
    "特此报告。",
)


def report() -> OfficialDocument:
    """报告: an upward document with its signer; it asks for nothing (条例 第十五条)."""
    blocks = tuple(
        Heading(1, line) if outline_level(line) == 1 else Paragraph((line,)) for line in _LINES
    )
    paper = general("报告", blocks)
    return replace(paper, header=Header("{{ 发文机关标志 }}", "{{ 发文字号 }}", ("{{ 签发人 }}",)))
