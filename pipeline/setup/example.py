"""Define the example campaign 文明单位创建 (示例任务): the tasks of a leader's speech as a campaign book.

It is for a city's 文明单位创建工作推进会: mobilisation by the end of September, a written report
by 10 October, responsibility broken down to departments, posts and persons, and publicity.
"""

from __future__ import annotations

from typing import Final

from pipeline.campaign.book.write import BookRows

_FORM: Final = "基本情况"
_ROLL: Final = "创建单位名单"
_OFFICE: Final = "云川市精神文明建设指导委员会办公室"

_ITEMS: Final = (
    ("任务名称", "文明单位创建"),
    ("编号", "WMDW-2026"),
    ("表样标题", "全市文明单位创建工作贯彻落实情况报送表"),
    ("牵头单位", _OFFICE),
    ("发文机关", _OFFICE),
    ("发文机关层级", "市级部门"),
    ("所在市", "云川市"),
    ("截止时间", "2026-10-10 18:00"),
    ("周期", "一次性"),
    ("联系人", "市文明办创建科"),
    ("电话", "0000-3210123"),
    ("邮箱", ""),
    ("零报告", "是"),
    ("依据", "全市文明单位创建工作推进会精神和市委有关要求"),
    ("必要性", "会议要求各单位于10月10日前书面报送安排部署和贯彻落实情况，现有统计数据不反映此项工作"),
    ("经何机关同意", "经市委同意"),
    ("印发机关", _OFFICE),
    ("会议名称", "全市文明单位创建工作推进会"),
    ("会议要求", "九月底前创建活动全面部署到位，10月10日前以书面形式报送安排部署和贯彻落实情况，10月底前文明用语、文明服务、文明形象等各项工作初见成效"),
    ("报送方式", "填写随文下发的电子表格（Excel），发送至市文明办创建科；书面报告加盖公章后一并报送"),
    ("简报编印单位", "云川市文明办"),
    ("简报标题", "全市文明单位创建工作贯彻落实情况"),
    ("简报表列", "C01、C02、C03、D01、D02"),
    ("简报摘登单位数", "6"),
    ("简报报", "市委、市人大常委会、市政府、市政协领导"),
    ("简报送", "市创建全国文明城市领导小组成员单位"),
    ("简报发", "各县（市、区）文明办，市直各部门，驻市各单位"),
)  # fmt: skip

_COUNTIES: Final = (
    "东河区", "西河区", "新城区", "云岭市", "清江市", "平湖县", "双溪县", "石桥县", "白杨县",
    "大泉县", "长岭县", "龙泉县", "太和县",
)  # fmt: skip
_DEPARTMENTS: Final = (
    ("市委办公室", "市委办"), ("市人大常委会办公室", "市人大办"), ("市政府办公室", "市政府办"),
    ("市政协办公室", "市政协办"), ("市纪委监委机关", "市纪委监委"), ("市委组织部", "组织部"),
    ("市委宣传部", "宣传部"), ("市委政法委", "政法委"), ("市直机关工委", "机关工委"),
    ("市发展改革委", "市发改委"), ("市教育局", "教育局"), ("市科技局", "科技局"),
    ("市工业和信息化局", "市工信局"), ("市公安局", "公安局"), ("市民政局", "民政局"),
    ("市财政局", "财政局"), ("市人力资源社会保障局", "市人社局"), ("市住房城乡建设局", "市住建局"),
    ("市交通运输局", "交通运输局"), ("市水利局", "水利局"), ("市农业农村局", "农业农村局"),
    ("市文化和旅游局", "市文旅局"), ("市卫生健康委", "市卫健委"), ("市市场监管局", "市场监管局"),
)  # fmt: skip
_STATIONED: Final = (
    ("市税务局", "税务局", "市地税局、市国税局"), ("市气象局", "气象局", ""),
    ("人民银行云川市分行", "市人行", "人行云川市分行"), ("国网云川供电公司", "供电公司", "市供电公司"),
    ("中国电信云川分公司", "市电信公司", "云川电信"), ("中国移动云川分公司", "市移动公司", "云川移动"),
    ("中国联通云川分公司", "市联通公司", "云川联通"), ("云川火车站", "火车站", ""),
)  # fmt: skip
_EXEMPT: Final = "云川火车站"
_PUBLICITY: Final = (
    "四、宣传氛围"  # what happened; the figures of the other sections are what there is
)

_GRADES: Final = ("全国", "省级", "市级", "县级")
_STAGES: Final = (("已命名", "1"), ("创建中", "2"), ("拟申报", "3"))
_STAGE_NOTES: Final = {
    "已命名": "现保有{grade}文明单位称号的单位数，没有填 0",
    "创建中": "正在创建{grade}文明单位的单位数，没有填 0",
    "拟申报": "本年度拟申报{grade}文明单位的单位数，没有填 0",
}


def example_rows() -> BookRows:
    """Return the rows of the example's campaign book (任务书)."""
    return BookRows(
        items=_ITEMS,
        units=_units(),
        fields=(*_first_fields(), *_counts(), *_later_fields()),
        conditions=_conditions(),
        scoring=(
            ("及时", "40", "截止时间前报送合格、退回后按期补正的得满分，迟报得一半，未报不得分"),
            ("完整", "30", "按应填项实际填报的比例计分，选填的不计"),
            ("准确", "20", "每条错误扣 2 分，扣完为止"),
            ("规范", "10", "每条提醒扣 1 分，扣完为止"),
            ("每次退回扣分", "2", ""),
            ("退回扣分上限", "10", ""),
        ),
        papers=_papers(),
    )


def _units() -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    for name in _COUNTIES:
        aliases = f"{name}文明办、{name}委、云川市{name}"
        more = ("", "", f"{name}文明办", "下级")
        rows.append((name, name[:-1], aliases, "县市区", "", "", "否", *more))
    for name, short in _DEPARTMENTS:
        bare = name.removeprefix("市")
        aliases = "" if bare in {short, name} or len(bare) < 4 else bare  # noqa: PLR2004
        rows.append((name, short, aliases, "市直部门", "", "", "否", "", "", "", "平级"))
    for name, short, aliases in _STATIONED:
        exempt = "是" if name == _EXEMPT else "否"
        more = ("", "", "", "不相隶属")
        rows.append((name, short, aliases, "驻市单位", "", "", exempt, *more))
    return tuple(rows)


def _row(code: str, name: str, section: str, kind: str, **more: str) -> tuple[str, ...]:
    """Return a row of the 填报项 sheet; a column that is not given has its default."""
    return (
        code, name, section, more.get("sheet", _FORM), more.get("shape", "单项"), kind,
        more.get("required", "否"), more.get("low", ""), more.get("high", ""),
        more.get("options", ""), more.get("measure", ""), more.get("figure", ""),
        more.get("way", "不汇总"), more.get("wording", ""),
        more.get("limit", ""), more.get("note", ""),
    )  # fmt: skip


def _number(
    code: str, name: str, section: str, measure: str, note: str = "", **more: str
) -> tuple[str, ...]:
    given = {"figure": "时期" if section.startswith(_PUBLICITY) else "时点", **more}
    return _row(
        code, name, section, "整数", measure=measure, way="合计", low="0", note=note, **given
    )


def _first_fields() -> tuple[tuple[str, ...], ...]:
    start, duty = "一、贯彻部署", "二、责任落实"
    days = {"low": "2026-08-01", "high": "2026-10-31"}
    yes_no = {"options": "是、否", "way": "计数", "required": "是"}
    meeting, plan = {"wording": "召开动员会", **yes_no}, {"wording": "制定实施方案", **yes_no}
    return (
        _row("A01", "是否召开动员会", start, "选项", note="动员会、部署会、启动会均可", **meeting),
        _row("A02", "动员会日期", start, "日期", note="召开了的必填，如 2026-09-18", **days),
        _row("A03", "是否制定实施方案", start, "选项", note="以正式印发为准", **plan),
        _row(
            "A04",
            "书面报告报送日期",
            start,
            "日期",
            note="加盖公章的书面报告，10月10日前报市文明办",
            **days,
        ),
        _number(
            "B01",
            "任务分解到部门数",
            duty,
            "个",
            "已明确创建任务的内设机构、下属单位数",
            wording="任务分解到{}个部门",
        ),
        _number(
            "B02",
            "责任落实到岗位数",
            duty,
            "个",
            "已明确创建责任的岗位数",
            wording="责任落实到{}个岗位",
        ),
        _number(
            "B03", "任务量化到个人数", duty, "人", "已有量化任务的人数", wording="任务量化到{}人"
        ),
    )


def _counts() -> tuple[tuple[str, ...], ...]:
    section = "三、创建情况"
    rows = [
        _number(
            "C00",
            "所属单位总数",
            section,
            "个",
            "本地本系统机关、事业、企业单位总数",
            required="是",
            wording="所属单位{}个",
        )
    ]
    for stage, digit in _STAGES:
        for number, grade in enumerate(_GRADES, start=1):
            name = f"{grade}文明单位{stage}数"
            detail = _STAGE_NOTES[stage].format(grade=grade)
            given = {"required": "是", "wording": f"{grade}{{}}个"}
            rows.append(_number(f"C{number}{digit}", name, section, "个", detail, **given))
        note = "应等于以上四级之和"
        given = {"required": "是", "wording": f"{stage}的文明单位{{}}个"}
        rows.append(_number(f"C0{digit}", f"{stage}合计", section, "个", note, **given))
    return tuple(rows)


def _later_fields() -> tuple[tuple[str, ...], ...]:
    publicity, plans, signed = _PUBLICITY, "五、问题和打算", "六、填报信息"
    long = {"required": "是", "way": "罗列"}
    roll = {"sheet": _ROLL, "shape": "列表", "way": "罗列"}
    grades = "、".join(_GRADES)
    return (
        _number("D01", "开展活动次数", publicity, "次", "“三个文明”进机关等创建活动", wording="开展活动{}次"),
        _number("D02", "参与活动人次", publicity, "人次", "同一人参加多次的累计", limit="50", wording="参与活动{}人次"),
        _number("D03", "设置宣传专栏数", publicity, "个", "机关院落、服务窗口等处的专栏、展板", wording="设置宣传专栏{}个"),
        _number("D04", "媒体报道篇数", publicity, "篇", "市级以上媒体", wording="媒体报道{}篇"),
        _number("D05", "发送公益短信条数", publicity, "条", "含微信、客户端推送的公益信息", wording="发送公益短信{}条"),
        _row("E01", "存在问题", plans, "长文本", note="100 字以内，确无问题的填“无”", **long),
        _row("E02", "下一步打算", plans, "长文本", note="100 字以内", **long),
        _row("E03", "典型经验", plans, "长文本", way="罗列", note="可在简报上推广的做法，200 字以内，没有可不填"),
        _row("F01", "填报人", signed, "文本", required="是", note="经办人"),
        _row("F02", "审核人", signed, "文本", required="是", note="单位分管负责人"),
        _row("F03", "联系电话", signed, "电话", required="是", note="固定电话带区号，或手机号"),
        _row("F04", "填报日期", signed, "日期", required="是", low="2026-08-01", note="如 2026-10-08"),
        _row("L01", "单位名称", "", "文本", required="是", note="正在创建的单位规范全称，一行一个", **roll),
        _row("L02", "创建级别", "", "选项", required="是", options=grades, note="正在创建的级别", **roll),
        _row("L03", "启动时间", "", "日期", note="启动创建的日期", **roll),
        _row("L04", "进展情况", "", "文本", note="30 字以内", **roll),
    )  # fmt: skip


def _conditions() -> tuple[tuple[str, ...], ...]:
    rows = []
    for number, (stage, _) in enumerate(_STAGES, start=1):
        parts = " + ".join(f"{grade}文明单位{stage}数" for grade in _GRADES)
        prompt = f"四级{stage}数之和应等于{stage}合计，请核对后改正"
        rows.append((f"H0{number}", "错误", f"{parts} = {stage}合计", prompt, "是"))
    rows += [
        ("H04", "错误", "已命名合计 + 创建中合计 + 拟申报合计 <= 所属单位总数", "三项之和不应超过所属单位总数，请核对后改正", "是"),
        ("H05", "错误", "若 是否召开动员会 = “是” 则 动员会日期 不为空", "召开了动员会的应填写日期，请补填", "是"),
        ("H06", "须说明", "若 是否召开动员会 = “否” 则 动员会日期 不为空", "尚未召开动员会，请在“情况说明”栏写明原因和计划时间", "是"),
        ("H07", "须说明", "若 动员会日期 不为空 则 动员会日期 <= 2026-09-30", "会议要求九月底前部署到位，晚于9月30日的请在“情况说明”栏写明原因", "是"),
        ("H08", "错误", f"行数({_ROLL}) = 创建中合计", "名单里的单位个数应等于创建中合计，请核对后改正", "是"),
        ("H09", "提醒", "若 开展活动次数 > 0 则 参与活动人次 > 0", "开展了活动却没有参与人次，请核对", "是"),
        ("H10", "错误", "若 开展活动次数 = 0 则 参与活动人次 = 0", "没有开展活动却填了参与人次，请核对后改正", "是"),
    ]  # fmt: skip
    return tuple(rows)


def _papers() -> tuple[tuple[str, ...], ...]:
    all_units = "各县（市、区）文明办，市直各部门，驻市各单位"
    leaders = "市委办公室，市政府办公室"
    mark = f"{_OFFICE}文件"
    return (
        ("通知", "关于报送文明单位创建工作贯彻落实情况的通知", "云文明办", "1", "", all_units, leaders, mark, "", "60", ""),
        ("通报", "关于文明单位创建工作贯彻落实情况报送工作的通报", "云文明办", "1", "", all_units, leaders, mark, "", "60", "+7"),
        ("催报", "关于催报文明单位创建工作贯彻落实情况的通知", "云文明办函", "1", "", "", "", _OFFICE, "", "", "-2、0"),
        ("督办", "关于督办文明单位创建工作贯彻落实情况报送工作的通知", "云文明办函", "1", "", "", leaders, _OFFICE, "", "", "+3"),
        ("函", "关于商请报送文明单位创建工作贯彻落实情况的函", "云文明办函", "1", "", "", "", _OFFICE, "", "", ""),
        ("报告", "关于文明单位创建工作贯彻落实情况的报告", "云文明办", "1", "", "市精神文明建设指导委员会", leaders, mark, "〇〇〇", "", ""),
        ("简报", "", "文明单位创建工作简报", "1", "1", "", "", "文明单位创建工作简报", "", "80", ""),
    )  # fmt: skip
