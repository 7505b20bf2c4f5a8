"""Whose text it is: the form's own, too short, or another unit's."""

from __future__ import annotations

import time

import pytest

from pipeline.checking.check import check
from pipeline.checking.message_catalogue import full_message
from pipeline.model.campaign import Field, Kind
from pipeline.model.filling import ReferenceData, SubmittedText
from pipeline.model.finding import Level, Place
from tests.sheets import ask, ask_list, campaign, fill

LONG = ask("典型经验", Kind.LONG_TEXT)
SHORT = ask("创建品牌", Kind.TEXT)
SAID = "推行“一窗受理、限时办结”，在服务大厅设立文明引导岗，群众平均等候时间明显缩短，满意度提高。"
WEST_CELL = Place("西河区报送表.xlsx", "基本情况", "C41")


def noticed(field: Field, typed: str) -> list[tuple[str, Level]]:
    form = campaign(field)
    found = check(fill(form, f"| {field.name} | {typed} |"), form)
    return [(finding.rule, finding.level) for finding in found]


@pytest.mark.parametrize(
    "typed",
    ["示例：设立文明引导岗", "（示例）设立文明引导岗", "【样例】引导岗", "如：设立引导岗", "例如：设立引导岗", "例：引导岗", "示例"],
)  # fmt: skip
@pytest.mark.parametrize("field", [LONG, SHORT], ids=["long", "short"])
def test_an_example_left_in_is_reported(field: Field, typed: str) -> None:
    assert noticed(field, typed) == [("example-left", Level.WARNING)]


@pytest.mark.parametrize(
    "typed",
    ["如期完成创建任务", "示例小学创建成功", "如东县结对共建", "例行检查常态化", "示范引领"],
)
def test_what_only_begins_like_an_example_passes(typed: str) -> None:
    assert noticed(LONG, typed) == []


@pytest.mark.parametrize(
    ("note", "typed"),
    [
        ("可在简报上推广的做法，200 字以内", "可在简报上推广的做法，200字以内。"),
        ("如：东河区第一小学", "东河区第一小学"),
        ("写规范全称，例如 东河区图书馆，一行一个", "东河区图书馆"),
    ],
)
def test_the_forms_own_words_are_no_answer(note: str, typed: str) -> None:
    field = ask("典型经验", Kind.LONG_TEXT, note=note)

    assert noticed(field, typed) == [("hint-left", Level.WARNING)]


def test_a_label_repeated_in_its_answer_cell_is_no_answer() -> None:
    assert noticed(ask("典型经验", Kind.LONG_TEXT), "典型经验") == [
        ("required-field-empty", Level.ERROR)
    ]


def test_an_example_of_a_date_or_number_may_be_the_answer() -> None:
    field = ask("动员会日期", Kind.DATE, note="如 2026-09-18")

    assert noticed(field, "2026-09-18") == []


@pytest.mark.parametrize(
    ("note", "typed", "told"),
    [
        ("", "同上", True),
        ("", "见附件", True),
        ("", "服务意识不强", False),
        ("", "无", False),
        ("", "/", False),
        ("100 字以内", "人手不足", False),
        ("不少于 10 字", "人手不足", True),
        ("不少于 4 字", "人手不足", False),
        ("不少于 5 字", "人手不足", True),
        ("至少10个字", "人手不足，经费紧张，任务重。", False),
        ("50字以上", "人手不足，经费紧张，任务重。", True),
    ],
)
def test_a_long_text_has_content(note: str, typed: str, told: bool) -> None:  # noqa: FBT001
    field = ask("存在问题", Kind.LONG_TEXT, note=note, required=False)

    assert noticed(field, typed) == ([("text-too-short", Level.WARNING)] if told else [])


def test_a_short_text_may_be_short() -> None:
    assert noticed(ask("填报人", Kind.TEXT), "张三") == []


def test_too_short_a_text_is_reported_with_its_length() -> None:
    form = campaign(ask("存在问题", Kind.LONG_TEXT, note="不少于 50 字"))

    (finding,) = check(fill(form, "| 存在问题 | 人手不足 |"), form)

    assert full_message(finding).endswith("过于简短，应不少于 50 字（现有 4 字），请补充后重报；没有更多内容的，不用理会。")  # fmt: skip


def test_a_sample_row_in_a_list_is_reported_once() -> None:
    form = campaign(ask_list("单位名称"), ask_list("进展情况"))
    rows = "| 单位名称 | 进展情况 |\n| 示例：东河区图书馆 | 如：方案已印发 |\n| 第一中学 | 已完成 |"

    (finding,) = check(fill(form, rows), form)

    assert (finding.rule, finding.level, finding.place.cell) == (
        "sample-row-left",
        Level.WARNING,
        "A2",
    )


def test_a_placeholder_is_not_also_an_example() -> None:
    assert noticed(LONG, "示例：××局设立引导岗") == [("placeholder-left", Level.ERROR)]


def copies(typed: str, *told: SubmittedText) -> list[str]:
    form = campaign(LONG)
    found = check(fill(form, f"| 典型经验 | {typed} |"), form, ReferenceData(submitted_texts=told))
    return [full_message(finding) for finding in found]


def west(text: str, unit: str = "U02", field: str = "典型经验") -> SubmittedText:
    return SubmittedText(unit, field, text, WEST_CELL)


@pytest.mark.parametrize(
    "typed",
    [
        SAID,
        SAID.replace("，", ","),
        SAID.replace("明显缩短", "大幅缩短"),
        f"我区{SAID}",
        f"　{SAID}　",
    ],
)
def test_another_units_words_are_reported_with_its_cell(typed: str) -> None:
    (message,) = copies(typed, west(SAID))

    assert "与“西河区”已报的 西河区报送表.xlsx「基本情况」C41 几乎一样" in message
    assert message.startswith("东河区 报送表.xlsx「基本情况」B1 “典型经验”：")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("组建志愿服务队，到社区宣讲。", west("组建志愿服务队，到社区宣讲。")),
        (SAID, west("组建机关志愿服务队，定期到社区、农村开展政策宣讲、环境整治和帮困扶弱活动，受到好评。")),
        (SAID, west(SAID, field="存在问题")),
        (SAID, west(SAID, unit="U01")),
        ("无", west(SAID)),
    ],
    ids=["short", "another text", "another field", "its own earlier version", "nothing"],
)  # fmt: skip
def test_what_is_no_copy_passes(typed: str, told: SubmittedText) -> None:
    assert copies(typed, told) == []


def test_a_unit_that_wrote_a_text_first_gets_no_finding_about_a_copy() -> None:
    assert copies(SAID, west(SAID, unit="U01"), west(SAID)) == []
    assert len(copies(SAID, west(SAID), west(SAID, unit="U01"))) == 1


def test_a_file_named_after_another_unit_than_the_one_it_was_assigned_to_is_reported() -> None:
    form = campaign(SHORT)

    (finding,) = check(
        fill(form, "| 创建品牌 | 清风窗口 |"), form, ReferenceData(units_in_file_name=("西河区",))
    )

    assert finding.level is Level.WARNING
    assert full_message(finding).startswith(
        "东河区 报送表.xlsx：文件名里写的是“西河区”，已由经办人认领给本单位"
    )


def test_the_longest_texts_of_many_units_are_compared_in_time() -> None:
    longest = "".join(chr(0x4E00 + n * 7 % 5_000) for n in range(32_767))
    told = tuple(west(str(n) + longest[::-1]) for n in range(300))
    begun = time.process_time()

    assert copies(longest, *told) == []
    assert time.process_time() - begun <= 2.0 * 2.5
    assert len(copies(longest, west(f"我区{longest}"))) == 1
