"""Write the default templates for a campaign's papers, in official wording.

Tags are Chinese: ``{{ 任务.名称 }}``; ``{%p if 未报 %}`` is alone in its paragraph, ``{%tr for 行 in 行列 %}``
alone in its table row. :mod:`pipeline.products.facts` defines the values.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.model.document import (
    Attachment,
    Block,
    Closing,
    Column,
    DocumentForm,
    Header,
    Heading,
    Imprint,
    OfficialDocument,
    Paragraph,
    Table,
)
from pipeline.official.standard.patterns import outline_level

_MARK: Final = "{{ 发文机关标志 }}"
_NUMBER: Final = "{{ 发文字号 }}"
_CLOSING: Final = Closing(
    "{{ 发文机关 }}", "{{ 成文日期 }}", note="（联系人：{{ 任务.联系人 }}，电话：{{ 任务.电话 }}）"
)
_IMPRINT: Final = Imprint((("抄送", "{{ 抄送 }}"),), "{{ 印发机关 }}", "{{ 印发日期 }}")

# How many units of each category have reported, or of each level where no category says more.
BY_CATEGORY: Final = (
    "{% if not 已报 %}{% elif 各级|个数 > 1 and 各类别|个数 <= 各级|个数 %}分级看，{% for 级 in 各级 %}"
    "{{ 级.名称 }}应报{{ 级.应报数 }}{{ 级.量词 }}、{% if 级.已报数 %}已报{{ 级.已报数 }}{{ 级.量词 }}"
    "{% else %}{% if 级.应报数 > 1 %}均{% endif %}未报{% endif %}"
    "{% if loop.last %}。{% else %}；{% endif %}{% endfor %}"
    "{% elif 各类别|个数 > 1 and 已报数 != 应报数 %}从单位类别看，{% for 类 in 各类别 %}"
    "{{ 类.名称 }}应报{{ 类.应报数 }}家、{% if 类.已报数 %}已报{{ 类.已报数 }}家"
    "{% else %}{% if 类.应报数 > 1 %}均{% endif %}未报{% endif %}"
    "{% if loop.last %}。{% else %}；{% endif %}{% endfor %}{% endif %}"
)
# Nothing is said of what no unit did: no “迟报0家”.
_OVERALL: Final = (
    "{% if not 应报数 %}没有应报送的单位，{{ 免报数 }}家单位均为免报。"
    "{% else %}应报送单位{{ 应报数 }}家，{% if not 已报数 %}{% if 应报数 > 1 %}均{% endif %}未报送有效数据。"
    "{% elif 已报数 == 应报数 %}已{% if 应报数 > 1 %}全部{% endif %}"
    "{% if not 迟报数 %}按时报送。{% elif not 按时数 %}报送，{% if 应报数 > 1 %}均{% endif %}为迟报。{% else %}报送。{% endif %}"
    "{% else %}已报送{{ 已报数 }}家，报送率{{ 报送率 }}。{% endif %}"
    "{% if not (按时数 == 应报数 or 迟报数 == 应报数 or 未报数 == 应报数) %}"
    "{% if 按时数 %}按时报送{{ 按时数 }}家，占{{ 按时占比 }}{% if 迟报数 or 未报数 or 退回数 %}；{% else %}。{% endif %}{% endif %}"
    "{% if 迟报数 %}迟报{{ 迟报数 }}家，占{{ 迟报占比 }}{% if 未报数 or 退回数 %}；{% else %}。{% endif %}{% endif %}"
    "{% if 未报数 %}未报送{{ 未报数 }}家，占{{ 未报占比 }}{% if 退回数 %}；{% else %}。{% endif %}{% endif %}"
    "{% if 退回数 %}退回后尚未补正{{ 退回数 }}家，占{{ 退回占比 }}。{% endif %}{% endif %}"
    "{% if 零报告数 %}报送零报告{{ 零报告数 }}家。{% endif %}"
    f"{BY_CATEGORY}{{% endif %}}"
)

# Behind 你单位 or 贵单位: the units below it of which the paper is, 及所属 where it owes its form, too.
_BELOW: Final = (
    "{% if 单位.所属 %}{% if 单位.自身 %}及{% endif %}所属的{{ 单位.所属|顿号 }}{% endif %}"
)

_REPORT: Final = (
    "{% if 依据 %}按照{{ 依据 }}，{% endif %}{{ 自称 }}组织开展了{{ 任务.名称 }}情况报送工作。现将截至{{ 截至时 }}的有关情况报告如下。",
    "一、报送情况",
    _OVERALL,
    "二、工作进展",
    "{%p if 汇总数 %}",
    "据已报送并通过核对的{{ 计入数 }}家单位{% if 各级|个数 > 1 %}（只计{{ 汇总级 }}，各级不相加）{% endif %}汇总：{% for 项 in 汇总数 %}{{ 项.名称 }}{{ 项.数|万(项.计量单位) }}{% if loop.last %}。{% elif loop.index % 5 == 0 %}；{% else %}，{% endif %}{% endfor %}",
    "{%p else %}",
    "尚无单位报送可以汇总的数据。",
    "{%p endif %}",
    "三、存在问题",
    "{%p if 没有问题 %}",
    "{% if 已报 %}各单位均已按时报送，数据通过核对。{% else %}本期没有应报送的单位。{% endif %}",
    "{%p else %}",
    "{%p if 未报 %}",
    "{% if 退回 or 迟报 %}{{ 二级序号 }}部分单位没有报送。{% endif %}{{ 未报|顿号 }}尚未报送，有关数据未计入汇总。",
    "{%p endif %}",
    "{%p if 退回 %}",
    "{% if 未报 or 迟报 %}{{ 二级序号 }}部分单位数据有误。{% endif %}{{ 退回|顿号 }}报送的数据退回后尚未补正。",
    "{%p endif %}",
    "{%p if 迟报 %}",
    "{% if 未报 or 退回 %}{{ 二级序号 }}部分单位未按时报送。{% endif %}{{ 迟报|顿号 }}报送迟于规定时限。",
    "{%p endif %}",
    "{%p endif %}",
    "四、下一步工作",
    "{% if 未报 or 退回 %}继续督促未报送和未补正的单位抓紧报送，{% endif %}核实有关数据，加强分类指导，推动{{ 任务.名称 }}工作落实，重要情况及时报告。",
    "特此报告。",
)


def _paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((text,)) for text in texts)


def _rows(item: str, items: str, *cells: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table that repeats *cells* for each *item* of *items*."""
    empty = [""] * (len(cells) - 1)
    return ((f"{{%tr for {item} in {items} %}}", *empty), cells, ("{%tr endfor %}", *empty))


def _general(kind: str, blocks: tuple[Block, ...], *attachments: Attachment) -> OfficialDocument:
    """Return a paper in the general form (通用格式) with tags for header, addressees and closing."""
    return OfficialDocument(
        kind=kind,
        form=DocumentForm.GENERAL,
        title="{{ 标题 }}",
        blocks=blocks,
        header=Header(_MARK, _NUMBER),
        addressees="{{ 主送机关 }}",
        closing=_CLOSING,
        attachments=attachments,
        imprint=_IMPRINT,
    )


def _letter(kind: str, blocks: tuple[Block, ...], *attachments: Attachment) -> OfficialDocument:
    return OfficialDocument(
        kind=kind,
        form=DocumentForm.LETTER,
        title="{{ 标题 }}",
        blocks=blocks,
        header=Header(_MARK, _NUMBER),
        addressees="{{ 主送机关 }}",
        closing=_CLOSING,
        attachments=attachments,
        imprint=Imprint((("抄送", "{{ 抄送 }}"),)),
    )


def notice() -> OfficialDocument:
    """Return the 报送通知: what to report, who, until when and how; the form is the attachment."""
    blocks: tuple[Block, ...] = (
        *_paragraphs(
            "为{% if 依据 %}深入贯彻落实{{ 依据 }}，{% endif %}准确掌握{{ 任务.名称 }}工作进展，{{ 经何机关同意 }}现就报送有关情况通知如下。"
        ),
        Heading(1, "一、报送内容"),
        *_paragraphs(
            "{{ 期 }}《{{ 任务.表样标题 }}》（附件）所列内容，共{{ 填报项数 }}项。{% if 填报说明 %}有关指标口径见表内填报说明。{% endif %}{% if 必要性 %}{{ 必要性 }}。{% endif %}"
        ),
        Heading(1, "二、报送对象"),
        *_paragraphs("{{ 报送对象 }}。"),
        Heading(1, "三、报送时限"),
        *_paragraphs("请于{{ 任务.截止时间 }}前报送。{{ 周期说明 }}"),
        Heading(1, "四、报送方式"),
        *_paragraphs(
            "{{ 报送方式 }}。电子表格请使用统一下发的本单位空白表填写，不改动表头和标签，文件名请写明单位名称。"
        ),
        Heading(1, "五、有关要求"),
        *_paragraphs(
            "（一）谁填报谁负责、谁审核谁负责。填报内容须经本单位分管负责人审核{% if 签名栏 %}，{{ 签名栏 }}填写完整{% endif %}。",
            "（二）{{ 零报告要求 }}",
            "（三）报送情况将适时通报。填报中如有疑问，请与{{ 任务.联系人 }}联系，电话{{ 任务.电话 }}。",
        ),
    )
    return _general("通知", blocks, _form("注：填报以随文下发的本单位空白表（电子表格）为准。"))


def _form(note: str) -> Attachment:
    """Return the form as an attachment (附件): what is to be filled in, a row for each field, with a *note*."""
    table = Table(
        (
            Column("序号", 8),
            Column("填报项", 40, "left"),
            Column("填写要求", 36),
            Column("计量单位", 16),
        ),
        _rows(
            "项", "填报项", "{{ 项.序号 }}", "{{ 项.名称 }}", "{{ 项.要求 }}", "{{ 项.计量单位 }}"
        ),
    )
    return Attachment("{{ 任务.表样标题 }}", (table, Paragraph((note,))))


def reminder() -> OfficialDocument:
    """Return the 催报: a list of the units whose reports are missing, addressed to them."""
    table = Table(
        (
            Column("序号", 8),
            Column("单位", 34, "left"),
            Column("报送情况", 22),
            Column("逾期天数", 16),
            Column("已催次数", 16),
        ),
        _rows(
            "行",
            "欠报",
            "{{ 行.序号 }}",
            "{{ 行.单位 }}",
            "{{ 行.情况 }}",
            "{{ 行.逾期天数 }}",
            "{{ 行.已催次数 }}",
        ),
        caption="未报送、未补正单位名单",
    )
    blocks: tuple[Block, ...] = (
        *_paragraphs(
            "根据工作安排，{{ 期 }}《{{ 任务.表样标题 }}》应于{{ 任务.截止时间 }}前报送。截至{{ 截至 }}，以下{{ 名单数 }}家单位尚未报送有效数据。"
        ),
        table,
        *_paragraphs(
            "请名单所列单位抓紧核实，于{{ 补报期限 }}前报送；已退回的，请按退回单逐条修改后重新报送。{% if 零报告制度 %}确无此项工作的，也请明确报送零报告。{% endif %}如已报送，请与{{ 自称 }}联系核对。",
        ),
    )
    return _letter("催报", blocks)


def supervision_letter() -> OfficialDocument:
    """Return the 督办: to one unit, with matter and time limit; for long or repeated delay reasons are due in writing."""
    blocks: tuple[Block, ...] = (
        *_paragraphs(
            f"{{{{ 期 }}}}《{{{{ 任务.表样标题 }}}}》应于{{{{ 任务.截止时间 }}}}前报送{{% if 单位.延期 %}}（经同意，延至{{{{ 单位.延期 }}}}）{{% endif %}}。截至{{{{ 截至 }}}}，你单位{_BELOW}{{{{ 单位.情况 }}}}{{% if 单位.逾期天数 %}}，已逾期{{{{ 单位.逾期天数 }}}}天{{% endif %}}{{{{ 单位.催报说明 }}}}。为不影响汇总，现就有关事项督办如下。"
        ),
        Heading(1, "一、督办事项"),
        *_paragraphs(
            "{% if 单位.所属 %}督促有关单位{% endif %}{% if 单位.退回 %}按退回单逐条核对改正后重新报送{% else %}按要求报送{% endif %}《{{ 任务.表样标题 }}》。"
        ),
        Heading(1, "二、办理时限"),
        *_paragraphs("请于{{ 补报期限 }}前完成报送。"),
        Heading(1, "三、有关要求"),
        *_paragraphs(
            "请{% if 单位.已催次数 > 1 or 单位.逾期天数 > 7 %}主要负责同志过问，{% endif %}明确专人办理，确保数据真实、准确、完整{% if 单位.已催次数 > 1 or 单位.逾期天数 > 7 %}，并随表书面说明原因{% endif %}；已经报送的，请与{{ 自称 }}联系核对。办理结果将纳入报送情况通报。",
        ),
    )
    return _letter("督办", blocks)


def circular() -> OfficialDocument:
    """Return the 通报: units on time, late, missing and returned, and a table of all units."""
    blocks: tuple[Block, ...] = (
        *_paragraphs(
            "按照{{ 期 }}《{{ 任务.表样标题 }}》报送要求，各单位应于{{ 任务.截止时间 }}前报送。{{ 经何机关同意 }}现将截至{{ 截至时 }}的报送情况通报如下。"
        ),
        Heading(1, "一、总体情况"),
        *_paragraphs(_OVERALL),
        Heading(1, "二、报送较好的单位"),
        *_paragraphs(
            "{%p if 较好 and 较好|个数 == 应报数 %}", "应报送的单位都按时报送且一次通过核对，予以通报表扬。",
            "{%p elif 较好 %}", "{{ 较好|顿号 }}按时报送且一次通过核对，予以通报表扬。",
            "{%p else %}", "本次没有按时报送且一次通过核对的单位。", "{%p endif %}",
        ),
        Heading(1, "三、存在问题"),
        *_paragraphs(
            "{%p if 未报 %}", "{% if 退回 or 迟报 or 多次退回 %}{{ 二级序号 }}未报送。{% endif %}{{ 未报|顿号 }}至今没有报送{% if 延期 %}（经同意，{{ 延期|顿号 }}）{% endif %}。", "{%p endif %}",
            "{%p if 退回 %}", "{% if 未报 or 迟报 or 多次退回 %}{{ 二级序号 }}退回后未补正。{% endif %}{{ 退回|顿号 }}报送的数据存在错误，退回后尚未补正。", "{%p endif %}",
            "{%p if 迟报 %}", "{% if 未报 or 退回 or 多次退回 %}{{ 二级序号 }}迟报。{% endif %}{{ 迟报|顿号 }}未在规定时限内报送。", "{%p endif %}",
            "{%p if 多次退回 %}", "{% if 未报 or 退回 or 迟报 %}{{ 二级序号 }}报送质量不高。{% endif %}{{ 多次退回|顿号 }}。", "{%p endif %}",
            "{%p if 没有问题 and not 多次退回 %}", "{% if 迟报数 or 未报数 or 退回数 %}未发现需要通报的突出问题。{% elif 已报数 %}各单位均按时报送，未发现突出问题。{% else %}本次没有应报送的单位。{% endif %}", "{%p endif %}",
        ),
        Heading(1, "四、工作要求"),
        *_paragraphs(
            '{%p if 欠报数 != "0" %}', "未报送和尚未补正的单位，请于{{ 补报期限 }}前完成报送。", "{%p endif %}",
            "各单位要进一步落实报送责任，严格审核把关，做到按时、完整、准确。工作中的问题请与{{ 任务.联系人 }}联系，电话{{ 任务.电话 }}。",
        ),
    )  # fmt: skip
    table = Table(
        (
            Column("序号", 7), Column("单位", 26, "left"), Column("类别", 12), Column("报送情况", 15),
            Column("报送时间", 18), Column("退回", 7), Column("得分", 8), Column("名次", 7),
        ),
        _rows(
            "行", "各单位", "{{ 行.序号 }}", "{{ 行.单位 }}", "{{ 行.类别 }}", "{{ 行.情况 }}",
            "{{ 行.时间 }}", "{{ 行.退回次数 }}", "{{ 行.得分 }}", "{{ 行.名次 }}",
        ),
    )  # fmt: skip
    note = Paragraph(("计分办法：{{ 计分办法 }}",))
    return _general("通报", blocks, Attachment("报送情况统计表", (table, note)))


def amendment() -> OfficialDocument:
    """Return the 更正: the corrected paper and by whose forms, then a table of its old and new figures."""
    columns = (
        Column("序号", 7), Column("位置", 29, "left"), Column("内容", 24, "left"),
        Column("原文", 20), Column("更正为", 20),
    )  # fmt: skip
    rows = _rows(
        "行", "更正项", "{{ 行.序号 }}", "{{ 行.位置 }}", "{{ 行.内容 }}", "{{ 行.原文 }}", "{{ 行.现文 }}"
    )  # fmt: skip
    blocks: tuple[Block, ...] = (
        *_paragraphs(
            "《{{ 原件.标题 }}》（{{ 原件.名称 }}，以下称原件）于{{ 原件.印发日期 }}印发后，{{ 更正单位 }}更正了报送的数据。经核对，现将原件的有关内容更正如下。"
        ),
        Table(columns, rows, caption="更正对照表"),
        *_paragraphs("原件其他内容不变，使用有关数据时请以本通知为准。", "特此通知。"),
    )
    return _general("更正", blocks)


def letter() -> OfficialDocument:
    """Return the 函: a request to a unit that is not subordinate, with the form; it blames nobody.

    A unit whose form was returned is thanked for it, and asked to look at it once more.
    """
    blocks: tuple[Block, ...] = (
        *_paragraphs(
            f"为做好{{{{ 任务.名称 }}}}工作，{{% if 依据 %}}根据{{{{ 依据 }}}}，{{% endif %}}{{{{ 自称 }}}}正在汇总{{{{ 期 }}}}《{{{{ 任务.表样标题 }}}}》。{{% if 单位.退回 %}}贵单位{_BELOW}{{% if 单位.收到日期 %}}{{{{ 单位.收到日期 }}}}{{% endif %}}报来的表已收悉，谨致谢意；经核对，其中有的内容还需再作核实（见已送贵单位的退回单）。{{% elif 单位.逾期天数 %}}截至{{{{ 截至 }}}}，尚未收到贵单位{_BELOW}的表。{{% endif %}}现商请贵单位支持以下事项。",
            "{% if 单位.退回 %}一、请对照退回单和附件所列填报项，逐条核实更正后，将整张表再次报来。{% else %}一、请按附件所列填报项提供有关情况，可直接填写随函发送的空白表（电子表格）。{% endif %}",
            "二、请于{{ 补报期限 }}前反馈{% if not 单位.退回 %}；如确无此项工作，也请函告{% if 零报告制度 %}或报送零报告{% endif %}{% endif %}。",
            "请予支持为盼。",
        ),
    )
    return _letter(
        "函",
        blocks,
        _form(
            "注：{% if 单位.退回 %}请在退回的表上修改后报来。{% else %}电子表格随函另发，以电子表格所列为准。{% endif %}"
        ),
    )


def return_slip() -> OfficialDocument:
    """Return the 退回单: each fault by its cell, with its remedy."""
    table = Table(
        (
            Column("序号", 7),
            Column("位置", 17),
            Column("填报项", 20, "left"),
            Column("填报内容", 18),
            Column("问题和改法", 38, "left"),
        ),
        _rows(
            "行",
            "问题",
            "{{ 行.序号 }}",
            "{{ 行.位置 }}",
            "{{ 行.填报项 }}",
            "{{ 行.内容 }}",
            "{{ 行.改法 }}",
        ),
    )
    blocks: tuple[Block, ...] = (
        *_paragraphs(
            "你单位于{{ 收到时间 }}报送的《{{ 任务.表样标题 }}》（文件名：{{ 文件名 }}，第{{ 版本 }}版）收悉。经核对，有{{ 退回问题数 }}处需要改正{{ 另有提醒 }}，现予退回，请按下表逐条修改。"
        ),
        table,
        *_paragraphs(
            "{%p if 标记件 %}", "为便于修改，已在你单位报来的表上把有问题的格子标出颜色并加了批注，见随附的“{{ 标记件 }}”，可在其上直接修改。", "{%p endif %}",
            "请于{{ 补正期限 }}前重新报送修改后的整张表。{{ 原版说明 }}如有疑问，请与{{ 任务.联系人 }}联系，电话{{ 任务.电话 }}。",
        ),
    )  # fmt: skip
    return OfficialDocument(
        kind="退回单",
        form=DocumentForm.PLAIN,
        title="{{ 任务.名称 }}报送表退回单",
        blocks=blocks,
        addressees="{{ 单位.名称 }}",
        closing=Closing("{{ 牵头单位 }}", "{{ 答复日期 }}", sealed=False),
    )


def receipt() -> OfficialDocument:
    """Return the 回执: proof of the file received, its time and its version."""
    facts = Table(
        (Column("项目", 24), Column("内容", 76, "left")),
        (
            ("报送单位", "{{ 单位.名称 }}"),
            ("报送任务", "{{ 任务.名称 }}"),
            ("文件名", "{{ 文件名 }}"),
            ("收到时间", "{{ 收到时间 }}"),
            ("版本", "第{{ 版本 }}版"),
            ("核对结果", "{{ 结果 }}"),
            ("原件指纹", "{{ 指纹 }}"),
        ),
    )
    blocks: tuple[Block, ...] = (
        *_paragraphs("你单位报送的《{{ 任务.表样标题 }}》已收到并通过核对，登记如下。"),
        facts,
        *_paragraphs(
            "{%p if 提醒 %}", "以下事项请留意，数据如有变动请重新报送：", "{%p endif %}",
            "{%p for 条 in 提醒 %}", "{{ 条 }}", "{%p endfor %}",
            "原件已按指纹（SHA-256）存档。如需更正，请修改后重新报送整张表，以最后一次通过核对的版本为准。",
        ),
    )  # fmt: skip
    return OfficialDocument(
        kind="回执",
        form=DocumentForm.PLAIN,
        title="{{ 任务.名称 }}报送回执",
        blocks=blocks,
        addressees="{{ 单位.名称 }}",
        closing=Closing("{{ 牵头单位 }}", "{{ 答复日期 }}", sealed=False),
    )


def report() -> OfficialDocument:
    """Return the 报告: an upward document with its signer, without a request (条例 第十五条)."""
    blocks = tuple(
        Heading(1, line) if outline_level(line) == 1 else Paragraph((line,)) for line in _REPORT
    )
    paper = _general("报告", blocks)
    return replace(paper, header=Header("{{ 发文机关标志 }}", "{{ 发文字号 }}", ("{{ 签发人 }}",)))
