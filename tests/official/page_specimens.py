"""Papers that the demonstration doesn't have: other campaigns, lengths, tables, replies, for the rules of pages."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any, Final

from pipeline.model.document import Attachment, Closing, Column, Heading, OfficialDocument, Table
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.standard.patterns import NUMERALS
from pipeline.official.templates.starters import starter_templates
from pipeline.official.templates.template import fill, template_in
from tests.official.specimens import DATED, LONG_ORGAN, LONG_TITLE, MOMENT, ORGAN, briefing, notice
from tests.official.specimens import text as said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UNITS: Final = (
    "东河区", "市直机关工委", "国家税务总局云川市税务局", "云岭市", "市人民代表大会常务委员会办公室",
    "中国电信股份有限公司云川分公司", "石桥县", "市人力资源社会保障局", "平湖县", "国网云川供电公司",
    "云川经济技术开发区管委会", "市住房公积金管理中心",
)  # fmt: skip
STATES: Final = ("已收", "已收（迟报）", "未报", "有提醒", "零报告", "补正中", "退回", "免报")
HEADINGS: Final = (
    "全国文明单位已命名数", "省级文明单位数（个）", "开展志愿服务活动次数", "参加活动人次",
    "投入创建经费（万元）", "结对帮扶村（社区）", "较上期增减%", "是否召开动员会", "累计完成投资额（万元）",
)  # fmt: skip
_WORDS: Final = (
    "近年来，全市各级各部门坚持以创建促发展，累计命名各级文明单位187个，其中市直部门44家，组织志愿服务活动3216场次，"
    "参加46430人次，占在册志愿者的88.6%。各县（市、区）要对照2026年10月底前完成的12项任务逐条落实，"
    "确保11月15日前报送的数据真实、准确、完整，投入经费1260.5万元的使用情况随表说明。"
)
MESSAGES: Final = (
    "【错误】填的是“正在统计”，应为整数，请改填30这样的数字",
    "【错误】“已创建单位数”与“创建中单位数”之和（52）大于“文明单位总数”（50），请核对这3格后改正，使前两项之和不大于总数",
    "【须说明】比上一期的1200人次增加了86.4%，超过50%，请核对；确实如此的，请在“情况说明”中写明原因",
    "【提醒】与东河区同一栏的文字有92%相同，请确认是本单位的情况",
    "【错误】没有填写，请填写；没有这项工作的请填0",
)  # fmt: skip


def repeated(items: Sequence[str], count: int) -> list[str]:
    return list(islice(cycle(items), count))


def words(length: int, at: int = 0) -> str:
    """*length* characters with figures in them, beginning at another place for each *at*."""
    return (_WORDS[at % 40 :] + _WORDS * (length // len(_WORDS) + 1))[: length - 1] + "。"


def unit_table(rows: int, columns: int, *, caption: str = "", landscape: bool = False) -> Table:
    """The table of *rows* units with *columns* columns and a total."""
    titles = HEADINGS[: max(columns - 3, 0)]
    head = (Column("序号", 6), Column("单位", 22, "left"), Column("报送情况", 16))[:columns]
    figures = tuple(Column(title, 56 // len(titles)) for title in titles)
    cells = [
        (str(at), name, state, *(str(at * (10**place) % 98765) for place in range(len(titles))))[:columns]
        for at, (name, state) in enumerate(
            zip(repeated(UNITS, rows), repeated(STATES, rows), strict=True), start=1
        )
    ]  # fmt: skip
    total = ("", "合计", "", *(str(rows * 321) for _ in titles))[:columns]
    return Table((*head, *figures), (*cells, total), caption, landscape=landscape)


def swept_notice(length: int) -> OfficialDocument:
    """A notice of *length* characters in paragraphs of every size, with headings between them."""
    blocks: list[object] = []
    left, part = length, 0
    while left > 0:
        size = min(left, (37, 140, 61, 230, 95)[part % 5])
        if part % 2:
            blocks.append(Heading(1, f"{NUMERALS[part // 2 % 10]}、有关要求"))
        blocks.append(said(words(max(size, 12), part * 7)))
        left, part = left - size, part + 1
    return notice(blocks=tuple(blocks), title=LONG_TITLE if length % 3 else notice().title)


def tabled(rows: int, columns: int, *, noted: bool, landscape: bool = False) -> OfficialDocument:
    """A notice with the table as its attachment, its note beneath it."""
    note = (said("注：数据截至2026年10月10日18时，不含免报单位。"),) if noted else ()
    table = unit_table(rows, columns, landscape=landscape)
    attachment = Attachment("各单位报送情况和主要指标统计表", (table, *note))
    return notice(blocks=(said(words(180)), said(words(90, 5))), attachments=(attachment,))


def tabled_briefing(rows: int, length: int) -> OfficialDocument:
    """A briefing whose table of units begins wherever its text ends."""
    blocks = (
        Heading(1, "一、总体情况"),
        said(words(length)),
        Heading(1, "二、工作要求"),
        said(words(80, 3)),
    )
    return replace(briefing(), blocks=(*blocks, unit_table(rows, 8, caption="各单位报送情况一览表")))  # fmt: skip


def joint_letter(length: int) -> OfficialDocument:
    """A letter of *length* characters, signed by an organ with a long name."""
    closing = Closing(LONG_ORGAN, DATED, note="（联系人：创建科，电话：0000-3210123）")
    return notice(
        kind="函", blocks=(said(words(length)), said("专此函达，请予支持。")), closing=closing
    )


def documents() -> dict[str, OfficialDocument]:
    """The papers set from a person's text."""
    lengths = (*range(120, 1500, 50), 2000)
    return {
        **{f"通知{length}字": swept_notice(length) for length in lengths},
        **{f"公函{length}字": joint_letter(length) for length in range(300, 520, 44)},
        **{
            f"表{rows}家{columns}栏{'注' * noted}": tabled(rows, columns, noted=noted)
            for rows, columns, noted in (
                (3, 2, True), (12, 3, False), (23, 4, True), (24, 4, True), (25, 4, True), (26, 5, False),
                (27, 5, True), (44, 6, True), (45, 8, False), (46, 8, True), (47, 9, True),
                (60, 7, True), (130, 5, True), (131, 8, True), (300, 4, True),
            )
        },
        **{f"横表{rows}家": tabled(rows, 12, noted=True, landscape=True) for rows in (3, 20, 44)},
        **{
            f"简报{rows}家{length}字": tabled_briefing(rows, length)
            for rows, length in zip((3, 12, 30, 33, 44, 45, 130), range(150, 1000, 120), strict=False)
        },
    }  # fmt: skip


def papers() -> dict[str, bytes]:
    """Every paper, laid out or filled."""
    laid_out = {name: lay_out(document, MOMENT) for name, document in documents().items()}
    return {**laid_out, **dict(filled())}


def filled() -> Iterable[tuple[str, bytes]]:
    """The papers filled from the shipped templates."""
    templates = {
        name.removesuffix(".docx"): template_in(name, package)
        for name, package in starter_templates().items()
    }
    for count in (1, 3, 6, 10, 40):
        yield f"退回单{count}处", fill(templates["退回单"], return_slip(count))
    for count in (0, 1, 3, 8):
        yield f"回执{count}条", fill(templates["回执"], receipt(count))
    for count in (1, 2, 8, 13, 14, 15, 22, 60):
        yield f"催报{count}家", fill(templates["催报"], reminder(count))
    for count in (3, 12, 24, 25, 26, 44, 130):
        yield f"通报{count}家", fill(templates["通报"], circular(count))
    for count in (1, 9, 25, 26, 27, 48):
        yield f"报送通知{count}项", fill(templates["通知"], form_notice(count))
    for count in (1, 6, 18):
        yield f"更正{count}处", fill(templates["更正"], correction(count))
    for form in (
        "安全生产月度情况报送表",
        "农村人居环境整治提升五年行动实施情况及重点项目建设进度报送表",
    ):
        yield f"督办{len(form)}", fill(templates["督办"], supervision(form))
        yield f"函{len(form)}", fill(templates["函"], supervision(form))


def common(form: str = "文明单位创建情况报送表") -> dict[str, Any]:
    """The facts of every numbered paper."""
    return {
        "任务": {
            "名称": "文明单位创建", "表样标题": form, "截止时间": "2026年10月10日18时",
            "联系人": "创建科", "电话": "0000-3210123",
        },
        "标题": f"关于{form.removesuffix('报送表')}报送工作的通知", "发文机关标志": f"{LONG_ORGAN}文件",
        "发文字号": "云文明办〔2026〕3号", "发文机关": ORGAN, "成文日期": DATED, "印发机关": ORGAN,
        "印发日期": DATED, "抄送": "市委办公室，市政府办公室。", "牵头单位": ORGAN, "签发人": "〇〇〇",
        "主送机关": "各县（市、区）文明办，市直有关部门", "截至": "2026年10月13日9时30分",
        "补报期限": "2026年10月16日", "零报告制度": "是", "依据": "全市推进会会议精神",
        "经何机关同意": "", "必要性": "现有统计中没有这些数据", "应报数": 58, "免报数": 1, "自称": "我办", "延期": [], "期": "",
        "截至时": "10月13日9时30分", "各级": [], "汇总级": "县级", "各类别": [], "填报项": [],
    }  # fmt: skip


def return_slip(faults: int) -> dict[str, Any]:
    rows = [
        {
            "序号": str(at), "位置": f"基本情况 C{at + 6}", "填报项": HEADINGS[at % len(HEADINGS)],
            "内容": ("正在统计", "（空）", "1200", "约30家左右（含在建）")[at % 4], "改法": message, "级别": "错误",
        }
        for at, message in enumerate(repeated(MESSAGES, faults), start=1)
    ]  # fmt: skip
    return {
        **common(), "单位": {"名称": UNITS[4]}, "收到时间": "2026年10月9日16时20分", "答复日期": DATED,
        "文件名": "市人大常委会办公室文明单位创建情况报送表（最终版）.xlsx", "版本": "2", "补正期限": "2026年10月12日",
        "退回问题数": str(faults), "另有提醒": "，另有2处请留意", "标记件": "市人大常委会办公室第2版（标记）.xlsx",
        "原版说明": "在此之前，仍以你单位此前通过核对的版本为准。", "问题": rows,
    }  # fmt: skip


def receipt(remarks: int) -> dict[str, Any]:
    place = "东河区文明单位创建情况报送表.xlsx「基本情况」"
    told = [
        f"{place}C{at + 6}：{message}。" for at, message in enumerate(repeated(MESSAGES, remarks))
    ]
    return {**return_slip(1), "结果": "有提醒（迟报）", "指纹": "3f9a12c4" * 8, "提醒": told}


def reminder(units: int) -> dict[str, Any]:
    rows = [
        {"序号": str(at), "单位": name, "情况": state, "逾期天数": str(at % 12), "已催次数": str(at % 4)}
        for at, (name, state) in enumerate(
            zip(repeated(UNITS, units), repeated(("未报", "退回", "补正中"), units), strict=True), 1
        )
    ]  # fmt: skip
    return {**common(), "欠报": rows, "欠报数": str(units), "名单数": str(units)}


def circular(units: int) -> dict[str, Any]:
    rows = [
        {
            "序号": str(at), "单位": name, "类别": ("县市区", "市直部门", "驻市单位")[at % 3], "情况": state,
            "时间": "10月9日 16:20", "退回次数": str(at % 3), "得分": ("100", "92.5", "—")[at % 3], "名次": str(at),
        }
        for at, (name, state) in enumerate(
            zip(repeated(UNITS, units), repeated(STATES, units), strict=True), start=1
        )
    ]  # fmt: skip
    few = repeated(UNITS, min(units, 9))
    counts = {
        f"{name}{what}": 6 if what == "数" else "10.3%"
        for name in ("按时", "迟报", "未报", "退回", "零报告")
        for what in ("数", "占比")
    }
    return {
        **common(), **counts, "已报数": 52, "报送率": "89.7%", "欠报数": "6", "较好": few, "未报": few[:3], "已报": few, "按时": few,
        "退回": few[3:5], "迟报": few[5:], "多次退回": [], "没有问题": "", "零报告": few[:1], "各单位": rows,
        "计分办法": "按时报送40分，一次通过核对30分，内容完整30分；迟报每天扣5分，退回每次扣10分。",
    }  # fmt: skip


def form_notice(fields: int) -> dict[str, Any]:
    rows = [
        {
            "序号": str(at), "名称": name, "计量单位": ("个", "人次", "万元", "")[at % 4],
            "要求": ("整数", "是／否", "小数，不小于0", "文字（“创建单位名单”逐行填写，没有的不填）")[at % 4],
        }
        for at, name in enumerate(repeated(HEADINGS, fields), start=1)
    ]  # fmt: skip
    return {
        **common(), "填报项": rows, "填报项数": str(fields), "报送对象": "各县（市、区），市直各部门，驻市有关单位",
        "周期说明": "", "填报说明": "是", "报送方式": "电子表格发至指定邮箱", "签名栏": "填报人、审核人栏",
        "零报告要求": "没有相关情况的，请报送零报告，不得漏报。",
    }  # fmt: skip


def correction(rows: int) -> dict[str, Any]:
    table = [
        {
            "序号": str(at), "位置": f"二、创建情况，第{at}段", "内容": HEADINGS[at % len(HEADINGS)],
            "原文": f"{at * 321}个", "现文": f"{at * 322}个",
        }
        for at in range(1, rows + 1)
    ]  # fmt: skip
    original = {"标题": "文明单位创建工作简报", "名称": "第1期（总第1期）", "印发日期": DATED}
    return {**common(), "原件": original, "更正单位": "东河区、云岭市等2家单位", "更正项": table}


def supervision(form: str) -> dict[str, Any]:
    unit = {
        "情况": "尚未报送", "逾期天数": 5, "已催次数": 2, "催报说明": "，经2次催报仍未完成", "名称": UNITS[2],
        "所属": [], "自身": "是", "退回": "", "收到日期": "", "延期": "",
    }  # fmt: skip
    return {**common(form), "单位": unit, "主送机关": UNITS[2]}
