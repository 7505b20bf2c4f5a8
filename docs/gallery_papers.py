"""One paper of each form for the gallery (公文图例): plausible words, no real person or figure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.model.document import (
    Attachment,
    Closing,
    Column,
    DocumentForm,
    Header,
    Heading,
    Imprint,
    Masthead,
    OfficialDocument,
    Paragraph,
    SignerStamp,
    Table,
)

OFFICE: Final = "云川市精神文明建设指导委员会办公室"
PRINTED: Final = "2026年10月13日"


def _said(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((text,)) for text in texts)


def notice() -> OfficialDocument:
    """通知, downwards, with an attachment."""
    return OfficialDocument(
        kind="通知",
        form=DocumentForm.GENERAL,
        title=f"{OFFICE}关于报送2026年第三季度文明单位创建工作情况的通知",
        addressees="各县（市、区）文明办，市直各部门，驻市各单位",
        header=Header(f"{OFFICE}文件", "云文明办〔2026〕15号"),
        blocks=(
            *_said(
                "为准确掌握全市文明单位创建工作进展，研究下一步工作措施，现就报送2026年第三季度有关情况通知如下。"
            ),
            Heading(1, "一、报送内容"),
            *_said(
                "（一）基本情况。文明单位创建名册、动员部署、组织领导和经费保障情况，统计时点为2026年9月30日。",
                "（二）工作成效。志愿服务、结对帮扶、诚信建设等活动开展情况，数据以本季度实际发生数为准。",
            ),
            Heading(1, "二、报送时限"),
            *_said(
                "请于2026年10月20日17:00前，将电子表格报送至市文明办创建科。逾期未报的，按未报统计。"
            ),
            Heading(1, "三、有关要求"),
            *_said(
                "（一）谁填报谁负责、谁审核谁负责。填报内容须经本单位分管负责人审核。",
                "（二）实行零报告制度，确无此项工作的也须报送。",
            ),
        ),
        closing=Closing(OFFICE, PRINTED, note="联系人：〇〇〇，电话：0000-1234567"),
        attachments=(
            Attachment(
                "2026年第三季度文明单位创建工作情况统计表",
                (
                    Table(
                        (
                            Column("序号", 8),
                            Column("填报项", 46, "left"),
                            Column("计量单位", 18),
                            Column("数量", 28),
                        ),
                        tuple(
                            (str(number), name, measure, "")
                            for number, (name, measure) in enumerate(
                                (
                                    ("文明单位总数", "个"),
                                    ("本季度新申报单位", "个"),
                                    ("开展志愿服务活动", "场次"),
                                    ("参加志愿服务人员", "人次"),
                                    ("结对帮扶村（社区）", "个"),
                                    ("投入创建经费", "万元"),
                                ),
                                start=1,
                            )
                        ),
                    ),
                ),
            ),
        ),
        imprint=Imprint(
            (("抄送", "市委办公室，市人大常委会办公室，市政府办公室，市政协办公室。"),),
            OFFICE,
            PRINTED,
        ),
    )


def request() -> OfficialDocument:
    """请示, upwards, with two signers."""
    return OfficialDocument(
        kind="请示",
        form=DocumentForm.GENERAL,
        title="关于解决文明单位创建信息系统建设经费的请示",
        addressees="市人民政府",
        header=Header(
            "云川市教育局文件",
            "云教〔2026〕32号",
            signers=("〇〇〇", "〇〇〇"),
            urgency="加急",
        ),
        blocks=(
            *_said(
                "为减轻基层填表报数负担，实现一次采集、多方共用，我局拟建设文明校园创建信息系统。现将有关情况请示如下。"
            ),
            Heading(1, "一、建设的必要性"),
            *_said(
                "全市现有中小学校318所，每年重复填报创建数据4次以上。系统建成后，同类数据每年只采集1次，预计减少填报工作量约三分之二。"
            ),
            Heading(1, "二、经费测算"),
            *_said(
                "经测算，系统建设和三年运行维护共需经费86.4万元，其中软件开发62万元，运行维护24.4万元。"
            ),
            Heading(1, "三、有关建议"),
            *_said(
                "建议所需经费由市财政在2027年部门预算中安排，由我局组织实施，年底前完成立项。",
                "妥否，请批示。",
            ),
        ),
        closing=Closing("云川市教育局", PRINTED, note="联系人：〇〇〇，电话：0000-2345678"),
        imprint=Imprint((("抄送", "市财政局。"),), "云川市教育局办公室", PRINTED),
    )


def joint() -> OfficialDocument:
    """A joint notice of three organs."""
    organs = ("云川市教育局", "云川市财政局", "云川市发展和改革委员会")
    return OfficialDocument(
        kind="通知",
        form=DocumentForm.GENERAL,
        title="云川市教育局 云川市财政局 云川市发展和改革委员会关于做好2027年文明校园创建经费安排工作的通知",
        addressees="各县（市、区）教育局、财政局、发展和改革局",
        header=Header("文件", "云教联〔2026〕6号", organs=organs),
        blocks=_said(
            "为保障文明校园创建工作经费，提高资金使用效益，现就2027年经费安排有关事项通知如下。",
            "一是据实测算。以在校学生数和创建任务为依据，不搞平均分配。二是专款专用。不得用于人员补助和公务接待。三是公开透明。分配结果在本地政府网站公开，接受监督。",
        ),
        closing=Closing(organs[0], PRINTED, others=organs[1:]),
        imprint=Imprint((("抄送", "市文明办。"),), "云川市教育局办公室", PRINTED),
    )


def letter() -> OfficialDocument:
    """函, in the letter form."""
    return OfficialDocument(
        kind="函",
        form=DocumentForm.LETTER,
        title="关于商请提供文明单位创建有关数据的函",
        addressees="市统计局",
        header=Header(OFFICE, "云文明办函〔2026〕7号"),
        blocks=_said(
            "为做好全市文明单位创建工作情况分析，避免向基层重复收集数据，现商请贵局提供以下资料：",
            "一、2025年末各县（市、区）常住人口、城镇化率。",
            "二、2025年度各县（市、区）法人单位数，按机构类型分列。",
            "以上数据仅用于内部分析，不对外公布。请于2026年10月23日前函复。",
            "专此函达，请予支持。",
        ),
        closing=Closing(OFFICE, PRINTED, note="联系人：〇〇〇，电话：0000-1234567"),
        imprint=Imprint((("抄送", "市委办公室。"),)),
    )


def order() -> OfficialDocument:
    """命令（令）, signed with a signature stamp."""
    return OfficialDocument(
        kind="命令",
        form=DocumentForm.ORDER,
        title="",
        header=Header("云川市人民政府令", "第12号"),
        blocks=_said(
            "《云川市文明行为促进办法》已经2026年9月28日市人民政府第18次常务会议审议通过，现予公布，自2027年1月1日起施行。"
        ),
        closing=Closing("", "2026年10月9日", stamps=(SignerStamp("市　长", "〇〇〇"),)),
        imprint=Imprint(
            (("抄送", "市委办公室，市人大常委会办公室。"),),
            "云川市人民政府办公室",
            "2026年10月10日",
        ),
    )


def minutes() -> OfficialDocument:
    """纪要, with the lists of who attended."""
    return OfficialDocument(
        kind="纪要",
        form=DocumentForm.MINUTES,
        title="文明单位创建工作调度会议纪要",
        header=Header("云川市人民政府专题会议纪要", "〔2026〕21号"),
        blocks=(
            *_said(
                "2026年10月12日，市政府召开文明单位创建工作专题会议，听取进展情况汇报，研究存在的问题。纪要如下："
            ),
            Heading(1, "一、会议认为"),
            *_said(
                "前三季度各项创建任务有序推进，但县（市、区）之间不够平衡，一些单位重申报、轻日常的问题仍然存在。"
            ),
            Heading(1, "二、会议议定"),
            *_said(
                "（一）市文明办负责，10月底前完成全市文明单位名册核对，统一口径，一数一源。",
                "（二）市财政局负责，将创建工作必要经费列入2027年部门预算。",
                "（三）各县（市、区）政府负责，11月20日前完成自查整改。",
            ),
        ),
        attendance=(
            (
                "出席",
                "市政府〇〇〇，市文明办〇〇〇，市教育局〇〇〇，市财政局〇〇〇，市住房和城乡建设局〇〇〇",
            ),
            ("请假", "市交通运输局〇〇〇"),
            ("列席", "市委办公室〇〇〇"),
        ),
        imprint=Imprint(
            (("分送", "市政府领导，市文明委成员单位。"),), "云川市人民政府办公室", "2026年10月14日"
        ),
    )


def briefing() -> OfficialDocument:
    """简报: custom, not the standard."""
    rows = (
        ("1", "云岭县", "12", "12", "100%"),
        ("2", "秦都区", "15", "14", "93.3%"),
        ("3", "南岸区", "10", "9", "90%"),
        ("4", "临江市", "11", "9", "81.8%"),
    )
    return OfficialDocument(
        kind="简报",
        form=DocumentForm.BRIEFING,
        title="前三季度文明单位创建工作扎实推进",
        masthead=Masthead("文明创建工作简报", "第9期（总第41期）", OFFICE, PRINTED),
        blocks=(
            Heading(1, "一、总体情况"),
            *_said(
                "截至9月30日，全市48家应报单位中，44家按时报送，报送率91.7%。前三季度开展志愿服务活动1286场次。"
            ),
            Heading(1, "二、主要做法"),
            Paragraph(
                ("云岭县把创建任务分解到49个责任单位，每月一调度，问题清单按期销号。",),
                lead="（一）压实责任。",
            ),
            Paragraph(
                ("秦都区建立数据共用清单，同类数据年内只采集一次。",), lead="（二）减轻负担。"
            ),
            Table(
                (
                    Column("序号", 1),
                    Column("单位", 2),
                    Column("应报", 1),
                    Column("已报", 1),
                    Column("报送率", 1),
                ),
                rows,
                "各县（市、区）报送情况",
            ),
        ),
        imprint=Imprint(
            (
                ("报", "市委、市政府领导。"),
                ("送", "市文明委成员单位。"),
                ("发", "各县（市、区）文明办。"),
            ),
            copies="共印150份",
        ),
    )


def charted() -> OfficialDocument:
    """简报 with marks of charts, one with its table below it."""
    return replace(
        briefing(),
        title="安全生产月报报送情况",
        blocks=(
            Heading(1, "一、总体情况"),
            *_said("截至10月13日，全市48家应报单位中，43家已报送，报送率89.6%。"),
            *_said("〖图：各类单位报送率〗"),
            Heading(1, "二、各期情况"),
            *_said("2026年5月以来，各期报送率见下图。7月因系统检修没有收集。"),
            *_said("〖图和表：各期报送率〗"),
        ),
    )


def issuing() -> OfficialDocument:
    """通知 that issues a document (印发)."""
    return OfficialDocument(
        kind="通知",
        form=DocumentForm.GENERAL,
        title="云川市人民政府办公室关于印发《云川市文明单位管理办法》的通知",
        addressees="各县（市、区）人民政府，市政府各部门",
        header=Header("云川市人民政府办公室文件", "云政办发〔2026〕28号", copy_number="000012"),
        blocks=_said(
            "《云川市文明单位管理办法》已经市人民政府同意，现印发给你们，请结合实际认真贯彻执行。"
        ),
        closing=Closing("云川市人民政府办公室", PRINTED),
        attachments=(
            Attachment(
                "云川市文明单位管理办法",
                (
                    Heading(1, "第一章　总则"),
                    *_said(
                        "第一条　为规范文明单位的申报、评选和管理，制定本办法。",
                        "第二条　本办法适用于本市行政区域内各级文明单位的创建和管理工作。",
                        "第三条　文明单位评选坚持标准、宁缺毋滥，实行动态管理。",
                    ),
                    Heading(1, "第二章　申报和评选"),
                    *_said(
                        "第四条　申报单位应当同时具备下列条件：领导班子团结有力，职工队伍素质良好，业务工作成绩突出，内部管理规范，环境整洁优美。",
                        "第五条　申报材料只报送一次，相关数据能由部门共享取得的，不再要求申报单位填报。",
                    ),
                ),
                carried=True,
            ),
        ),
        imprint=Imprint(
            (("抄送", "市委办公室，市人大常委会办公室，市政协办公室。"),),
            "云川市人民政府办公室",
            PRINTED,
        ),
    )


def report() -> OfficialDocument:
    """报告, upwards, with a table on its side."""
    names = ("东河区", "西山县", "南岸区", "北原县", "临江市", "云岭县")
    quarters = ("一季度", "二季度", "三季度", "四季度")
    columns = tuple(Column(name, 3 if name == "县（市、区）" else 2) for name in (
        "序号", "县（市、区）", "应报单位", "按时报送", "迟报", "未报", *quarters, "得分", "名次",
    ))  # fmt: skip
    rows = tuple(
        (
            str(at),
            name,
            str(20 - at),
            str(18 - at),
            "1",
            "1",
            "25",
            "24",
            "25",
            "24",
            str(99 - at),
            str(at),
        )
        for at, name in enumerate(names, start=1)
    )
    return OfficialDocument(
        kind="报告",
        form=DocumentForm.GENERAL,
        title="关于2026年文明单位创建工作情况的报告",
        addressees="市委",
        header=Header(f"{OFFICE}文件", "云文明办〔2026〕41号", signers=("〇〇〇",)),
        blocks=_said(
            "按照市委部署，现将2026年文明单位创建工作情况报告如下。",
            "全年应报单位99家，按时报送87家。各县（市、区）情况见附件。",
            "特此报告。",
        ),
        closing=Closing(OFFICE, PRINTED),
        attachments=(
            Attachment("各县（市、区）报送情况统计表", (Table(columns, rows, landscape=True),)),
        ),
        imprint=Imprint((("抄送", "市委办公室。"),), OFFICE, PRINTED),
    )


def papers() -> dict[str, OfficialDocument]:
    """Each form by the name under which the gallery shows it."""
    return {
        "下行文": notice(),
        "上行文": request(),
        "联合行文": joint(),
        "横排表": report(),
        "信函": letter(),
        "命令": order(),
        "纪要": minutes(),
        "简报": briefing(),
        "图表": charted(),
        "印发通知": issuing(),
    }
