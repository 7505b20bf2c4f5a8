"""Write the template of the briefing (工作简报): its sentences, each where an office can change it in Word.

The tags are those of :mod:`pipeline.products.tags`. A paragraph with a condition or a loop of its own line
(``{%p if %}``) is left out or repeated whole; headings are numbered by what is printed of them.
"""

from __future__ import annotations

from typing import Final

from pipeline.model.document import (
    Block,
    DocumentForm,
    Heading,
    Imprint,
    Masthead,
    OfficialDocument,
    Paragraph,
)

BRIEFING_MASTHEAD: Final = Masthead(
    "{{ 简报名称 }}", "{{ 期号 }}", "{{ 编印单位 }}", "{{ 编印日期 }}"
)
BRIEFING_IMPRINT: Final = Imprint(
    (("报", "{{ 报 }}"), ("送", "{{ 送 }}"), ("发", "{{ 发 }}")), copies="{{ 份数 }}"
)

_OVERVIEW: Final = (
    "截至{{ 截至 }}，{{ 期 }}应报送《{{ 任务.表样标题 }}》的单位{{ 应报数 }}家"
    "{% if 免报 %}（另有免报单位{{ 免报数 }}家：{{ 免报|顿号 }}）{% endif %}，"
    "{% if not 已报 %}尚无单位报送有效数据。{% else %}"
    "{% if 已报数 == 应报数 %}已全部报送{% else %}已报送{{ 已报数 }}家，报送率{{ 报送率 }}{% endif %}"
    "{% if not 迟报 %}，均为按时报送{% elif not 按时 %}，均为迟报"
    "{% else %}；其中按时报送{{ 按时数 }}家、迟报{{ 迟报数 }}家（{{ 迟报|顿号 }}）{% endif %}"
    "{% if 零报告 %}；报送零报告的{{ 零报告数 }}家（{{ 零报告|顿号 }}）{% endif %}。"
    "{% if 各类别|个数 > 1 %}从单位类别看，{% for 类 in 各类别 %}"
    "{{ 类.名称 }}应报{{ 类.应报数 }}家、已报{{ 类.已报数 }}家{% if loop.last %}。{% else %}；{% endif %}"
    "{% endfor %}{% endif %}{% endif %}"
)
_UNCOUNTED: Final = (
    "{% if 未报 %}截至目前未报送的{{ 未报数 }}家：{{ 未报|顿号 }}。{% endif %}"
    "{% if 退回 %}已退回、尚未补正的{{ 退回数 }}家：{{ 退回|顿号 }}。{% endif %}"
    "{% if 未报 or 退回 %}以上单位的数据未计入本期。{% endif %}"
    "{% if 补正中 %}正在补正的{{ 补正中数 }}家（{{ 补正中|顿号 }}），本期按其此前已通过核对的数据统计。{% endif %}"
)
_CHOICES: Final = (
    "{% for 项 in 节.选项 %}"
    "{% if not 项.事项 %}{{ 项.名称 }}：{% for 选 in 项.各选项 %}{% if not loop.first %}、{% endif %}"
    "{{ 选.名称 }}{{ 选.数 }}家{% if 选.点名 %}（{{ 选.单位|顿号 }}）{% endif %}{% endfor %}。"
    "{% elif not 项.否数 %}{{ 项.是数 }}家填报单位均已{{ 项.事项 }}。"
    "{% elif not 项.是数 %}{{ 项.否数 }}家填报单位均未{{ 项.事项 }}。"
    "{% else %}已{{ 项.事项 }}的{{ 项.是数 }}家，占{{ 项.占比 }}；"
    "未{{ 项.事项 }}的{{ 项.否数 }}家，为{{ 项.否单位|顿号 }}。{% endif %}"
    "{% endfor %}"
)
_SUMS: Final = (
    "据已报单位填报，{% for 项 in 节.合计 %}{{ 项.引 }}{{ 项.名称 }}{{ 项.数|万 }}{{ 项.计量单位 }}"
    "{% for 变 in 项.各变动 %}{% if loop.first %}（{% else %}；{% endif %}"
    "{% if 变.可比家数 %}可比口径{{ 变.可比家数 }}家{% endif %}"
    '{% if 变.方向 == "持平" %}与{{ 变.期名 }}持平'
    "{% elif 变.幅度 %}{{ 变.比 }}{{ 变.方向 }}{{ 变.幅度 }}{{ 变.幅度单位 }}"
    "{% else %}{{ 变.期名 }}为{{ 变.基数 }}{{ 项.计量单位 }}，{{ 变.方向 }}{{ 变.差 }}{{ 项.计量单位 }}{% endif %}"
    "{% if loop.last %}）{% endif %}{% endfor %}"
    "{{ 项.收 }}{% endfor %}。"
)
_EXTREMES: Final = (
    "{% for 项 in 节.最多最少 %}"
    "{% if 项.类别 %}{{ 项.类别 }}中，{% endif %}{{ 项.最多单位|顿号 }}{{ 项.名称 }}"
    "{% if 项.并列 %}均为{% endif %}{{ 项.最多|万 }}{{ 项.计量单位 }}，{% if 项.并列 %}并列首位{% else %}居首位{% endif %}"
    "{% if 项.最少单位 %}；{{ 项.最少单位|顿号 }}{{ 项.最少|万 }}{{ 项.计量单位 }}，相对靠后{% endif %}。{% endfor %}"
)
_REST: Final = "以上按单位名单顺序摘登，其余{{ 篇.其余数 }}家单位的材料见汇总表“文字材料”。"


def work_briefing() -> OfficialDocument:
    """Return the 工作简报: who has reported, a section for each group of the form, texts, table of units."""
    blocks: tuple[Block, ...] = (
        _line(_OVERVIEW),
        *_if("未报 or 退回 or 补正中", _line(_UNCOUNTED)),
        _line("{%p for 节 in 各节 %}"),
        *_if("节.有数据", Heading(1, "{{ 一级序号 }}{{ 节.名称 }}")),
        *_if("节.选项", _line(_CHOICES)),
        *_if("节.合计", _line(_SUMS)),
        *_if("节.最多最少", _line(_EXTREMES)),
        _line("{%p for 篇 in 节.材料 %}"),
        Heading(1, "{{ 一级序号 }}{{ 篇.名称 }}"),
        _line("{%p for 条 in 篇.摘登 %}"),
        Paragraph(("{{ 条.文字 }}",), lead="{{ 条.单位 }}："),
        _line("{%p endfor %}"),
        *_if("篇.其余数", _line(_REST)),
        _line("{%p endfor %}"),
        _line("{%p endfor %}"),
        _line("{{ 表.报送情况 }}"),
    )
    return OfficialDocument(
        kind="工作简报",
        form=DocumentForm.BRIEFING,
        title="{{ 标题 }}",
        blocks=blocks,
        masthead=BRIEFING_MASTHEAD,
        imprint=BRIEFING_IMPRINT,
    )


def _if(condition: str, block: Block) -> tuple[Block, ...]:
    return (_line(f"{{%p if {condition} %}}"), block, _line("{%p endif %}"))


def _line(text: str) -> Paragraph:
    return Paragraph((text,))
