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
from pipeline.official.templates.starter_texts import BY_CATEGORY

BRIEFING_MASTHEAD: Final = Masthead(
    "{{ 简报名称 }}", "{{ 期号 }}", "{{ 编印单位 }}", "{{ 编印日期 }}"
)
BRIEFING_IMPRINT: Final = Imprint(
    (("报", "{{ 报 }}"), ("送", "{{ 送 }}"), ("发", "{{ 发 }}")), copies="{{ 份数 }}"
)

_OVERVIEW: Final = (
    "截至{{ 截至时 }}，{{ 期 }}"
    "{% if not 应报数 %}没有应报送的单位，{{ 免报数 }}家单位均为免报。"
    "{% else %}应报送的{{ 应报数 }}家单位"
    "{% if 免报 %}（另有{{ 免报数 }}家免报）{% endif %}"
    "{% if not 已报 %}{% if 应报数 > 1 %}均{% endif %}未报送有效数据。"
    "{% else %}{% if 已报数 == 应报数 %}已{% if 应报数 > 1 %}全部{% endif %}报送"
    "{% else %}中，{{ 已报数 }}家已报送，报送率{{ 报送率 }}{% endif %}"
    "{% if 迟报 and 按时 %}；其中按时报送{{ 按时数 }}家，迟报{{ 迟报数 }}家"
    "{% else %}，{% if 已报数 > 1 %}均{% endif %}为{% if 迟报 %}迟报{% else %}按时报送{% endif %}{% endif %}"
    "{% if 零报告 and 零报告数 == 已报数 %}，{% if 已报数 > 1 %}都{% endif %}是零报告"
    "{% elif 零报告 %}；{{ 零报告数 }}家报送零报告{% endif %}。"
    "{% if 未报 or 退回 %}{% if 未报 %}{{ 未报数 }}家尚未报送{% endif %}{% if 未报 and 退回 %}，{% endif %}"
    "{% if 退回 %}{{ 退回数 }}家退回后尚未补正{% endif %}，各单位报送情况附后。{% endif %}"
    f"{BY_CATEGORY}"
    "{% if 各级|个数 > 1 and 各节 %}以下数据只统计{{ 汇总级 }}，各级不相加。{% endif %}"
    "{% endif %}{% endif %}"
)
_AMENDING: Final = "{{ 补正中|顿号 }}正在补正，本期按其此前已通过核对的数据统计。"
_CHOICES: Final = (
    "{% for 项 in 节.选项 %}"
    "{% if not 项.事项 %}{{ 项.名称 }}：{% for 选 in 项.各选项 %}{% if not loop.first %}、{% endif %}"
    "{{ 选.名称 }}{{ 选.数 }}家{% if 选.点名 %}（{{ 选.单位|列举(10) }}）{% endif %}{% endfor %}。"
    "{% elif not 项.否数 %}{{ 项.是数 }}家填报单位{% if 项.是数 > 1 %}均{% endif %}已{{ 项.事项 }}。"
    "{% elif not 项.是数 %}{{ 项.否数 }}家填报单位{% if 项.否数 > 1 %}均{% endif %}未{{ 项.事项 }}。"
    "{% else %}已{{ 项.事项 }}的{{ 项.是数 }}家，占{{ 项.占比 }}；"
    "未{{ 项.事项 }}的{{ 项.否数 }}家，为{{ 项.否单位|列举(10) }}。{% endif %}"
    "{% endfor %}"
)


def _sums_of(owner: str, common: str = "") -> str:
    """Return the text of the figures (合计) of *owner*; *common* names a number of units told once for all."""
    apart = f" and not {common}" if common else ""
    return (
        f"{{% for 项 in {owner}.合计 %}}{{{{ 项.引 }}}}{{{{ 项.名称 }}}}{{{{ 项.数|万(项.计量单位) }}}}"
        "{% for 变 in 项.各变动 %}{% if loop.first %}（{% else %}；{% endif %}"
        f"{{% if 变.可比家数{apart} %}}可比口径{{{{ 变.可比家数 }}}}家{{% endif %}}"
        '{% if 变.方向 in ["持平", "基本持平"] %}与{{ 变.期名 }}{{ 变.方向 }}'
        "{% elif 变.幅度 %}{{ 变.比 }}{{ 变.方向 }}{{ 变.幅度 }}{{ 变.幅度单位 }}"
        "{% else %}{{ 变.期名 }}为{{ 变.基数|万(项.计量单位) }}，{{ 变.方向 }}{{ 变.差|万(项.计量单位) }}{% endif %}"
        "{% if loop.last %}）{% endif %}{% endfor %}"
        "{{ 项.收 }}{% endfor %}"
    )


_SUMS: Final = (
    f"{_sums_of('节', '节.可比家数')}。"
    "{% if 节.可比家数 %}以上增减按前后两期都填报的{{ 节.可比家数 }}家单位计算。{% endif %}"
)
_LISTED: Final = (
    "{{ 单.家数 }}家单位共填报{% if 单.名称 != 节.名称 %}“{{ 单.名称 }}”{% endif %}{{ 单.行数 }}条"
    "{% if 单.合计 %}，" + _sums_of("单") + "{% endif %}。"
)
_CROSSED: Final = (
    "{% if 交.合计 %}" + _sums_of("交") + "，{% endif %}"
    "{% if 交.名称 != 节.名称 %}“{{ 交.名称 }}”{% endif %}"
    "分项情况见{% if 交.表格 %}下表{% else %}汇总表{% endif %}。"
)
_EXTREMES: Final = (
    "{% for 项 in 节.最多最少 %}"
    "{% for 类 in 项.各类别 %}{% if not loop.first %}；{% endif %}"
    "{% if 类.类别 %}{{ 类.类别 }}中，{% endif %}{{ 类.最多单位|顿号 }}{% if loop.first %}{{ 项.名称 }}{% endif %}"
    "{% if 类.并列 %}各{% endif %}{{ 类.最多|万(项.计量单位) }}，{{ 类.位次 }}"
    "{% if 类.最少单位 %}，{{ 类.最少单位|顿号 }}{{ 类.最少|万(项.计量单位) }}，相对靠后{% endif %}"
    "{% endfor %}。{% endfor %}"
)
_REST: Final = (
    "{% if not 篇.选编 %}以上按反映的单位多少摘登，{% endif %}其余{{ 篇.其余数 }}家单位的材料从略。"
)
_NEXT: Final = (
    "请{% if 未报 %}尚未报送的{{ 未报|顿号 }}{% endif %}{% if 未报 and 退回 %}和{% endif %}"
    "{% if 退回 %}退回后尚未补正的{{ 退回|顿号 }}{% endif %}于{{ 补报期限 }}前完成报送，以上单位的数据未计入本期。"
)


def work_briefing() -> OfficialDocument:
    """Return the 工作简报: who has reported, a section for each group of the form, texts, table of units."""
    blocks: tuple[Block, ...] = (
        _line(_OVERVIEW),
        *_if("补正中", _line(_AMENDING)),
        _line("{%p for 节 in 各节 %}"),
        *_if("节.有数据", Heading(1, "{{ 一级序号 }}{{ 节.名称 }}")),
        *_if("节.选项", _line(_CHOICES)),
        *_if("节.合计", _line(_SUMS)),
        _line("{%p for 单 in 节.清单 %}"),
        _line(_LISTED),
        _line("{%p endfor %}"),
        _line("{%p for 交 in 节.交叉表 %}"),
        _line(_CROSSED),
        *_if("交.表格", _line("{{ 交.表格 }}")),
        _line("{%p endfor %}"),
        *_if("节.最多最少", _line(_EXTREMES)),
        _line("{%p for 篇 in 节.材料 %}"),
        Heading(1, "{{ 一级序号 }}{{ 篇.名称 }}"),
        _line("{%p for 条 in 篇.摘登 %}"),
        Paragraph(("{{ 条.文字 }}",), lead="{{ 条.单位 }}："),
        _line("{%p endfor %}"),
        *_if("篇.其余数", _line(_REST)),
        _line("{%p endfor %}"),
        _line("{%p endfor %}"),
        _line("{%p if 未报 or 退回 %}"),
        Heading(1, "{{ 一级序号 }}报送工作要求"),
        _line(_NEXT),
        _line("{%p endif %}"),
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
