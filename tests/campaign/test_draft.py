"""From an office's own form and list of units to a first 任务书 that can be loaded."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.campaign.blanks import blank_workbook
from pipeline.campaign.book.write import book_workbook
from pipeline.campaign.drafting.draft import draft_book
from pipeline.campaign.drafting.guess import guess_kind, parse_label
from pipeline.clock import BEIJING
from pipeline.model.campaign import Aggregation, Kind, Shape
from pipeline.model.grid import Address
from pipeline.setup.example import example_rows
from pipeline.workbook.errors import WorkbookUnreadable
from tests.campaign.books import MOMENT, drawn, loaded_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.model.campaign import Campaign, Field

ROSTER = """
    | 单位名称 | 类别     | 联系人 | 电话         |
    | 东河区   | 县市区   | 〇〇〇 | 0000-3123456 |
    | 市教育局 | 市直部门 |        |              |
"""
FORM = """
    | 文明单位创建情况统计表 | <      | <        | <  |
    | 填报单位（盖章）：     |        | 填报日期 |    |
    | 一、贯彻部署           | <      | <        | <  |
    | 1.是否召开动员会*      |        | 动员会时间 |  |
    | 二、创建情况           | <      | <        | <  |
    | 创建级别               |        | 开展活动次数（次） | |
    | 投入资金（万元）       |        | 群众满意率 |  |
    | 存在问题               | <      | <        | <  |
    | 填报人：____　　联系电话：____ | < | <     | <  |
    | 注：本表一式两份。     |        |          |    |
"""


def drafted(
    tmp_path: Path,
    form: str | dict[str, str],
    roster: str = ROSTER,
    dropdowns: Mapping[tuple[str, Address], tuple[str, ...]] | None = None,
) -> tuple[Campaign, tuple[str, ...]]:
    """Draft from drawn tables; the drafted book must load."""
    tables = {"基本情况": form} if isinstance(form, str) else form
    own = drawn(tables, dropdowns)
    (tmp_path / "表样.xlsx").write_bytes(own)
    content, remarks = draft_book(
        ("表样.xlsx", own),
        ("单位.xlsx", drawn({"名单": roster})),
        "月报",
        MOMENT,
    )
    campaign, faults = loaded_bytes(tmp_path, content)
    assert faults == ()
    assert campaign is not None
    return campaign, remarks


def fields_of(campaign: Campaign) -> list[tuple[str, Kind]]:
    return [(field.name, field.kind) for field in campaign.fields]


def by_name(campaign: Campaign, name: str) -> Field:
    (field,) = [field for field in campaign.fields if field.name == name]
    return field


def test_labels_next_to_empty_cells_become_fields(tmp_path: Path) -> None:
    form = FORM.replace(
        "| 存在问题               | <      | <        | <  |", "| 存在问题 |  | < | < |"
    )
    level = {("基本情况", Address(6, 2)): ("全国", "省级", "市级")}

    campaign, _ = drafted(tmp_path, form, dropdowns=level)

    assert campaign.form_title == "文明单位创建情况统计表"
    assert fields_of(campaign) == [
        ("填报日期", Kind.DATE),
        ("是否召开动员会", Kind.CHOICE),
        ("动员会时间", Kind.DATE),
        ("创建级别", Kind.CHOICE),
        ("开展活动次数", Kind.INTEGER),
        ("投入资金", Kind.DECIMAL),
        ("群众满意率", Kind.PERCENT),
        ("存在问题", Kind.LONG_TEXT),
        ("填报人", Kind.TEXT),
        ("联系电话", Kind.PHONE),
    ]
    assert by_name(campaign, "创建级别").options == ("全国", "省级", "市级")
    assert by_name(campaign, "是否召开动员会").required
    assert by_name(campaign, "是否召开动员会").section == "一、贯彻部署"
    assert by_name(campaign, "投入资金").measure == "万元"
    assert by_name(campaign, "投入资金").aggregation is Aggregation.SUM


def test_every_guess_is_remarked_with_its_cell(tmp_path: Path) -> None:
    campaign, remarks = drafted(tmp_path, FORM)

    for field in campaign.fields:
        (remark,) = [one for one in remarks if f"{field.code}，" in one]
        assert remark.startswith("表样「基本情况」")
        assert f"类型{field.kind.value}" in remark
    assert any("“填报单位”由程序印在空白表上" in remark for remark in remarks)


def test_what_only_the_secretary_can_decide_is_marked(tmp_path: Path) -> None:
    campaign, remarks = drafted(tmp_path, FORM)

    assert campaign.issuing_organ == "（待填）"
    assert campaign.deadline == datetime(2026, 9, 15, 18, 0, tzinfo=BEIJING)
    assert "截止时间" in remarks[0]
    assert "【待定】" in remarks[0]


def test_a_header_above_empty_rows_becomes_a_list(tmp_path: Path) -> None:
    form = """
        | 创建单位名单 | <        | <          | <    |
        | 序号         | 单位名称 | 人数（人） | 备注 |
        | 1            |          |            |      |
        | 2            |          |            |      |
        | 3            |          |            |      |
    """

    campaign, _ = drafted(tmp_path, {"名单": form})

    assert fields_of(campaign) == [
        ("单位名称", Kind.TEXT),
        ("人数", Kind.INTEGER),
        ("备注", Kind.TEXT),
    ]
    assert {field.shape for field in campaign.fields} == {Shape.LIST}
    assert {field.sheet for field in campaign.fields} == {"名单"}


def test_a_column_under_a_group_heading_carries_it(tmp_path: Path) -> None:
    form = """
        | 参加培训情况表 | <    | <    | <        |
        | 单位           | 人数 | <    | 开班日期 |
        | ^              | 男   | 女   | ^        |
        |                |      |      |          |
    """

    campaign, _ = drafted(tmp_path, form)

    assert [field.name for field in campaign.fields] == ["单位", "人数男", "人数女", "开班日期"]


def test_a_list_below_single_labels_moves_to_a_separate_sheet(tmp_path: Path) -> None:
    form = """
        | 所属单位总数（个） |      | 负责人 |  |
        | 姓名               | 职务 | 电话   |  |
        |                    |      |        |  |
    """

    campaign, remarks = drafted(tmp_path, form)

    assert {(field.sheet, field.shape) for field in campaign.fields} == {
        ("基本情况", Shape.SINGLE),
        ("基本情况明细", Shape.LIST),
    }
    assert any("放到工作表“基本情况明细”" in remark for remark in remarks)


def test_rows_crossed_with_columns_become_a_field_each(tmp_path: Path) -> None:
    form = """
        | 级别 | 已命名 | 创建中 |
        | 全国 |        |        |
        | 省级 |        |        |
        | 市级 |        |        |
    """

    campaign, _ = drafted(tmp_path, form)

    assert fields_of(campaign) == [
        (f"{grade}·{stage}", Kind.DECIMAL)
        for grade in ("全国", "省级", "市级")
        for stage in ("已命名", "创建中")
    ]


def test_the_corner_of_crossed_rows_and_columns_may_be_empty(tmp_path: Path) -> None:
    form = """
        | 创建情况 | <      | <      |
        |          | 已命名 | 创建中 |
        | 全国     |        |        |
        | 省级     |        |        |
        | 市级     |        |        |
    """

    campaign, _ = drafted(tmp_path, form)

    assert [field.name for field in campaign.fields][:3] == [
        "全国·已命名",
        "全国·创建中",
        "省级·已命名",
    ]
    assert {field.shape for field in campaign.fields} == {Shape.SINGLE}


def test_a_measure_may_be_between_a_label_and_its_place(tmp_path: Path) -> None:
    form = """
        | 统计表   | <    | < |
        | 宣传专栏 | 个   |  |
        | 投入     | 万元 |  |
        | 负责人   |      |  |
    """

    campaign, _ = drafted(tmp_path, form)

    assert [(field.name, field.measure) for field in campaign.fields] == [
        ("宣传专栏", "个"),
        ("投入", "万元"),
        ("负责人", ""),
    ]


def test_measures_and_notes_may_have_columns_of_their_own(tmp_path: Path) -> None:
    form = """
        | 序号 | 指标名称 | 计量单位 | 数量 | 填报说明 |
        | 1    | 宣传专栏 | 个       |      | 含展板   |
        | 2    | 投入经费 | 万元     |      |          |
        | 填报人： |      | 联系电话： |    |          |
    """

    campaign, _ = drafted(tmp_path, form)

    assert fields_of(campaign) == [
        ("宣传专栏", Kind.INTEGER),
        ("投入经费", Kind.DECIMAL),
        ("填报人", Kind.TEXT),
        ("联系电话", Kind.PHONE),
    ]
    assert by_name(campaign, "宣传专栏").note == "含展板"
    assert by_name(campaign, "投入经费").measure == "万元"


def test_labels_printed_twice_are_distinguished(tmp_path: Path) -> None:
    form = """
        | 一、机关 | < | < |
        | 人数     |   |   |
        | 二、社区 | < | < |
        | 人数     |   |   |
    """

    campaign, remarks = drafted(tmp_path, form)

    assert [field.name for field in campaign.fields] == ["人数", "社区人数"]
    assert any("改名“社区人数”以免重名" in remark for remark in remarks)


def test_boxes_to_tick_are_options(tmp_path: Path) -> None:
    campaign, _ = drafted(tmp_path, "| 进展 | □已启动 □未启动 |")

    assert by_name(campaign, "进展").options == ("已启动", "未启动")


def test_a_single_column_of_names_is_a_roster(tmp_path: Path) -> None:
    roster = """
        | 报送单位名单             |
        | 一、县（市、区）（2个）  |
        | 1.东河区                 |
        | 2.西河区                 |
        | 二、市直部门             |
        | 市教育局                 |
        | 合计                     |
    """

    campaign, _ = drafted(tmp_path, FORM, roster)

    assert [(unit.full_name, unit.category) for unit in campaign.units()] == [
        ("东河区", "县（市、区）"),
        ("西河区", "县（市、区）"),
        ("市教育局", "市直部门"),
    ]


def test_a_roster_is_mended_where_it_can_be_and_each_change_is_reported(tmp_path: Path) -> None:
    roster = """
        | 序号 | 单位     | 类别     | 联系电话     |
        | 1    | 东河区   | 县市区   | 0000-3123456 |
        | 2    | 市教育局 | 市直部门 |              |
        | 3    | 西河区   | 县市区   | 不详         |
        | 4    | 东河区   | 县市区   |              |
    """

    campaign, remarks = drafted(tmp_path, FORM, roster)

    assert [(unit.full_name, unit.phone) for unit in campaign.units()] == [
        ("东河区", "0000-3123456"),
        ("西河区", ""),
        ("市教育局", ""),
    ]
    text = "\n".join(remarks)
    assert "B4“西河区”的“不详”不像电话号码" in text
    assert "B5 “东河区”与 B2 重复" in text
    assert "已按类别归拢" in text


def test_our_own_blank_is_drafted_back_to_the_form_it_was_made_from(tmp_path: Path) -> None:
    campaign, _ = loaded_bytes(tmp_path, book_workbook(example_rows(), MOMENT))
    assert campaign is not None
    blank = blank_workbook(campaign, campaign.units()[0], MOMENT)

    content, _ = draft_book(
        ("空白表.xlsx", blank), ("单位.xlsx", drawn({"名单": ROSTER})), "重拟", MOMENT
    )
    again, faults = loaded_bytes(tmp_path, content)

    assert faults == ()
    assert again is not None
    assert [field.name for field in again.fields] == [field.name for field in campaign.fields]
    for before, after in zip(campaign.fields, again.fields, strict=True):
        kept = (before.sheet, before.shape, before.section, before.measure, before.options)
        assert kept == (after.sheet, after.shape, after.section, after.measure, after.options)
        assert (before.required, before.note) == (after.required, after.note or before.note)
    assert again.zero_report


def test_a_form_without_fields_is_refused() -> None:
    with pytest.raises(WorkbookUnreadable, match="没有认出填报项"):
        draft_book(
            ("表样.xlsx", drawn({"表": "| 关于做好工作的几点说明，请遵照执行。 |"})),
            ("单位.xlsx", drawn({"名单": ROSTER})),
            "月报",
            MOMENT,
        )


def test_a_list_without_units_is_refused() -> None:
    with pytest.raises(WorkbookUnreadable, match="没有认出单位"):
        draft_book(
            ("表样.xlsx", drawn({"表": FORM})),
            ("单位.xlsx", drawn({"名单": "| 1 |"})),
            "月报",
            MOMENT,
        )


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("已创建单位数", Kind.INTEGER),
        ("参与人次", Kind.INTEGER),
        ("信息条数（条）", Kind.INTEGER),
        ("拨付金额", Kind.DECIMAL),
        ("补助（万元）", Kind.DECIMAL),
        ("完成率", Kind.PERCENT),
        ("办结比例（%）", Kind.PERCENT),
        ("启动时间", Kind.DATE),
        ("联系电话", Kind.PHONE),
        ("负责人身份证号", Kind.ID_NUMBER),
        ("统一社会信用代码", Kind.CREDIT_CODE),
        ("是否达标", Kind.CHOICE),
        ("有无专人负责", Kind.CHOICE),
        ("工作打算", Kind.LONG_TEXT),
        ("负责人", Kind.TEXT),
    ],
)
def test_a_name_implies_its_type(printed: str, kind: Kind) -> None:
    guess = guess_kind(parse_label(printed))

    assert guess.kind is kind
    assert guess.reason


@given(st.text(max_size=40))
def test_any_label_is_taken_apart_without_breaking(printed: str) -> None:
    label = parse_label(printed)

    assert "".join(label.name.split()) == label.name
    assert guess_kind(label).reason


CELLS = st.sampled_from(
    ["", "", "", "1", "序号", "单位", "数量", "人数（人）", "是否", "一、部署", "填报人：", "备注", "合计", "说明：略。"]
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=3, max_size=5), min_size=1, max_size=7))
def test_every_draft_loads_again(tmp_path: Path, rows: list[list[str]]) -> None:
    table = "\n".join(f"|{'|'.join(row)}|" for row in [["表名", "<", "<"], *rows, ["总数", "", ""]])

    campaign, remarks = drafted(tmp_path, table)

    assert len(remarks) > len(campaign.fields)
