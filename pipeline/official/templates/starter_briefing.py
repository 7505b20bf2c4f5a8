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
    "截至{{ 截至时 }}，{{ 期 }}应报送的{{ 应报数 }}家单位"
    "{% if 免报 %}（另有{{ 免报数 }}家免报）{% endif %}"
    "{% if not 已报 %}均未报送有效数据。{% else %}"
    "{% if 已报数 == 应报数 %}已全部报送{% else %}中，{{ 已报数 }}家已报送，报送率{{ 报送率 }}{% endif %}"
    "{% if not 迟报 %}，均为按时报送{% elif not 按时 %}，均为迟报"
    "{% else %}；其中按时报送{{ 按时数 }}家，迟报{{ 迟报数 }}家{% endif %}"
    "{% if 零报告 %}；{{ 零报告数 }}家报送零报告{% endif %}。"
    "{% if 未报 or 退回 %}{% if 未报 %}{{ 未报数 }}家尚未报送{% endif %}{% if 未报 and 退回 %}，{% endif %}"
    "{% if 退回 %}{{ 退回数 }}家退回后尚未补正{% endif %}，各单位报送情况附后。{% endif %}"
    "{% if 各类别|个数 > 1 %}从单位类别看，{% for 类 in 各类别 %}"
    "{{ 类.名称 }}应报{{ 类.应报数 }}家、已报{{ 类.已报数 }}家{% if loop.last %}。{% else %}；{% endif %}"
    "{% endfor %}{% endif %}{% endif %}"
)
_AMENDING: Final = "{{ 补正中|顿号 }}正在补正，本期按其此前已通过核对的数据统计。"
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
_OF_SECTION: Final = (
    "{% for 项 in 节.合计 %}{{ 项.引 }}{{ 项.名称 }}"
    "{{ 项.数 if '万' in 项.计量单位 else 项.数|万 }}{{ 项.计量单位 }}"  # 20000万元 is no 2万万元
    "{% for 变 in 项.各变动 %}{% if loop.first %}（{% else %}；{% endif %}"
    "{% if 变.可比家数 %}可比口径{{ 变.可比家数 }}家{% endif %}"
    '{% if 变.方向 == "持平" %}与{{ 变.期名 }}持平'
    "{% elif 变.幅度 %}{{ 变.比 }}{{ 变.方向 }}{{ 变.幅度 }}{{ 变.幅度单位 }}"
    "{% else %}{{ 变.期名 }}为{{ 变.基数 }}{{ 项.计量单位 }}，{{ 变.方向 }}{{ 变.差 }}{{ 项.计量单位 }}{% endif %}"
    "{% if loop.last %}）{% endif %}{% endfor %}"
    "{{ 项.收 }}{% endfor %}"
)
_SUMS: Final = f"{_OF_SECTION}。"
_LISTED: Final = (
    "{{ 单.家数 }}家单位共填报{% if 单.名称 != 节.名称 %}“{{ 单.名称 }}”{% endif %}{{ 单.行数 }}条"
    "{% if 单.合计 %}，" + _OF_SECTION.replace("节.合计", "单.合计") + "{% endif %}。"
)
_CROSSED: Final = (
    "{% if 交.合计 %}" + _OF_SECTION.replace("节.合计", "交.合计") + "，{% endif %}"
    "{% if 交.名称 != 节.名称 %}“{{ 交.名称 }}”{% endif %}"
    "分项情况见{% if 交.表格 %}下表{% else %}汇总表{% endif %}。"
)
_EXTREMES: Final = (
    "{% for 项 in 节.最多最少 %}"
    "{% for 类 in 项.各类别 %}{% if not loop.first %}；{% endif %}"
    "{% if 类.类别 %}{{ 类.类别 }}中，{% endif %}{{ 类.最多单位|顿号 }}{% if loop.first %}{{ 项.名称 }}{% endif %}"
    "{% if 类.并列 %}各{% endif %}{{ 类.最多 if '万' in 项.计量单位 else 类.最多|万 }}{{ 项.计量单位 }}，{% if 类.并列 %}并列首位{% else %}居首位{% endif %}"
    "{% if 类.最少单位 %}，{{ 类.最少单位|顿号 }}{{ 类.最少 if '万' in 项.计量单位 else 类.最少|万 }}{{ 项.计量单位 }}，相对靠后{% endif %}"
    "{% endfor %}。{% endfor %}"
)
_REST: Final = (
    "{% if not 篇.选编 %}以上按反映的单位多少摘登，内容相近的合并。{% endif %}"
    "其余{{ 篇.其余数 }}家单位的材料见汇总表“文字材料”。"
)
_NEXT: Final = (
    "请{% if 未报 %}尚未报送的{{ 未报|顿号 }}{% endif %}{% if 未报 and 退回 %}和{% endif %}"
    "{% if 退回 %}退回后尚未补正的{{ 退回|顿号 }}{% endif %}抓紧完成报送，以上单位的数据未计入本期。"
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
