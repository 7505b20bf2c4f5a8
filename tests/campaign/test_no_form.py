"""What is no form is refused with its reason; every form that offices use is drafted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from pipeline.campaign.drafting.draft import draft_book
from pipeline.workbook.errors import WorkbookUnreadable
from tests.campaign.books import MOMENT, drawn
from tests.reading.office_forms.filling import drawn_form
from tests.reading.office_forms.table import FORMS
from tests.reading.published_forms import FORMS as PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Sequence

ROSTER: Final = drawn({"名单": "| 单位名称 |\n| 东河区 |"})
NAMES: Final = ("〇甲", "〇乙", "〇丙", "〇丁", "〇戊", "〇己", "〇庚", "〇辛", "〇壬", "〇癸")


def row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def title(text: str, width: int) -> str:
    return row([text, *["<"] * (width - 1)])


def seat(number: int) -> str:
    return f"{NAMES[number % 10]}{'局县区'[number % 3]}"


def numbered(heads: str, *columns: Sequence[str]) -> list[str]:
    return [row(heads.split()), *(row(cells) for cells in zip(*columns, strict=True))]


PHONES: Final = [f"35601{n:02}" for n in range(10)]
COUNTS: Final = [str(n) for n in range(1, 11)]
GAPS: Final = ["" if n % 3 == 0 else f"138000000{n:02}" for n in range(10)]

NO_FORMS: Final = {
    "座次表，中间留过道": [
        title("会议座次表", 9),
        *(row([*map(seat, range(n, n + 4)), "", *map(seat, range(n + 4, n + 8))]) for n in range(8)),
    ],
    "座次表，隔位就座": [
        title("就座安排", 8),
        *(row([x for k in range(4) for x in (seat(n + k), "")]) for n in range(6)),
    ],
    "制度表": [
        title("机关制度一览表", 4),
        row(["序号", "制度名称", "主要内容", "责任部门"]),
        row(["1", "考勤制度", "工作人员应按时上下班，迟到早退的按规定处理。", "办公室"]),
        row(["2", "请假制度", "请假一天以内由科室负责人批准。", "人事科"]),
        row(["3", "会议制度", "每周一召开例会，不得无故缺席。", "办公室"]),
    ],
    "考核办法，备注空着": [
        title("考核办法", 5),
        row(["序号", "考核项目", "考核标准", "分值", "备注"]),
        row(["1", "组织领导", "成立领导小组，明确专人负责。", "10", ""]),
        row(["2", "工作推进", "按时完成各项任务。", "30", ""]),
        row(["3", "信息报送", "每月报送信息不少于两篇。", "20", ""]),
    ],
    "通知": [
        row(["关于召开工作会议的通知"]),
        row(["各县（市、区）人民政府，市直有关单位："]),
        row(["为贯彻落实上级会议精神，经研究，决定召开全市工作会议。现将有关事项通知如下。"]),
        row(["一、会议时间"]),
        row(["10月12日上午9时，在市政府一楼会议室，会期半天。"]),
        row(["二、参会人员"]),
        row(["各县（市、区）分管负责同志，市直有关单位主要负责同志。"]),
        row(["联系人：　　　　联系电话："]),
    ],
    "通讯录": [title("机关通讯录", 4), *numbered("序号 姓名 办公电话 手机", COUNTS, NAMES, PHONES, GAPS)],
    "通讯录，没有序号": [
        title("单位通讯录", 4),
        *numbered("单位 联系人 办公电话 传真", [f"{n}局" for n in NAMES], NAMES, ["", *PHONES[1:]], [""] * 10),
    ],
    "已填好的交叉表": [
        title("工业产值表", 4),
        row(["填报单位：东河区", "<", "<", "<"]),
        row(["行业", "企业数（个）", "产值（万元）", "利润（万元）"]),
        row(["钢铁", "#12", "#350", "#20"]),
        row(["化工", "#8", "#220", "#11"]),
        row(["合计", "#20", "#570", "#31"]),
    ],
    "已填好的名册": [
        title("重点项目进展表", 4),
        *numbered("序号 项目名称 总投资 责任人", COUNTS, [f"{n}工程" for n in NAMES], [f"#{n}" for n in PHONES], NAMES),
    ],
    "课程表": [
        title("培训课程表", 6),
        row(["节次", "星期一", "星期二", "星期三", "星期四", "星期五"]),
        row(["第一节", "党史", "公文", "法律", "经济", "党史"]),
        row(["第二节", "公文", "法律", "", "党史", "公文"]),
        row(["第三节", "经济", "党史", "公文", "", "法律"]),
        row(["第四节", "自习", "", "自习", "自习", ""]),
    ],
    "值班表": [
        title("十月值班表", 4),
        *numbered("日期 带班领导 值班人员 备注", [f"10月{n}日" for n in COUNTS], NAMES, NAMES[::-1], [""] * 10),
    ],
    "会议议程": [
        title("会议议程", 3),
        row(["时间", "内容", "主持人"]),
        row(["9:00—9:10", "宣布会议开始", "〇甲"]),
        row(["9:10—9:40", "通报工作情况", "〇乙"]),
        row(["9:40—10:20", "领导讲话", "〇丙"]),
    ],
    "领导小组分工": [
        title("领导小组分工", 4),
        row(["组长：", "〇甲", "副组长：", "〇乙"]),
        row(["成员：", "〇丙", "〇丁", "〇戊"]),
        row(["办公室主任：", "〇己", "电话：", "3560100"]),
    ],
    "参会名单": [title("参会人员名单", 2), *numbered("单位 姓名", [f"{n}局" for n in NAMES], NAMES)],
}  # fmt: skip


def draft(drawing: str) -> None:
    draft_book(("表样.xlsx", drawn({"表": drawing})), ("单位.xlsx", ROSTER), "月报", MOMENT)


@pytest.mark.parametrize("name", NO_FORMS)
def test_what_is_no_form_is_refused_with_its_reason(name: str) -> None:
    with pytest.raises(WorkbookUnreadable) as refused:
        draft("\n".join(NO_FORMS[name]))

    assert "不像填报表" in refused.value.reason or "没有认出填报项" in refused.value.reason
    assert refused.value.reason.endswith("再试一次。")


def test_a_form_of_words_alone_is_drafted() -> None:
    draft(
        "| 人员情况 | < | < | < |\n| 姓名 |  | 性别 |  |\n| 民族 |  | 籍贯 |  |\n| 学历 |  | 职务 |  |"
    )


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_forms_are_drafted(name: str) -> None:
    draft(PUBLISHED[name][0])


@pytest.mark.parametrize("name", FORMS)
def test_forms_of_offices_are_drafted(name: str) -> None:
    content = drawn_form(FORMS[name][1]).content
    draft_book(("表样.xlsx", content), ("单位.xlsx", ROSTER), "月报", MOMENT)
