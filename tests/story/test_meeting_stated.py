"""What is stated about a meeting: its day, place and agenda by cell, and its facts in a person's own text."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.story.meetings import NAME, STATED, TITLE, paper, run, state
from tests.story.own_offices import words_of_file

if TYPE_CHECKING:
    from pipeline.workspace import Workspace

FAULTS = (
    ("会议时间", "（待填）", "没有填“会议时间”，请补填开会的日期和时间，如 2026年9月25日（星期五）9:00"),
    ("会议时间", "上午九点", "会议时间“上午九点”里没有写明哪一天，请改填 2026年9月25日（星期五）9:00"),
    ("会议时间", "2026年9月25日（星期四）", "“2026年9月25日(星期四)”的星期与日期对不上，请改正"),
    ("会议时间", "2026年9月31日", "里没有写明哪一天"),
    ("会议时间", "9月25日至24日", "“至24日”不是2026年9月25日以后的一天"),
    ("会议地点", "", "没有填“会议地点”，请补填开会的地点"),
    ("会议名称", "", "没有填“会议名称”，请补填会议的全称"),
    ("会议议程", "9:00|开会|〇〇〇", "第1行应写各列的名称，如 时间|内容|主持，请在最上面加一行"),
    ("会议议程", "开会\n9:00|讲话", "第1行应写各列的名称"),
    ("会议议程", "时间|内容", "只有各列的名称，请从第2行起写议程"),
    ("会议议程", "时间|内容\n9:00|讲话|〇〇〇", "第2行有3格，第1行只有2列"),
)  # fmt: skip


@pytest.mark.parametrize(("item", "typed", "said"), FAULTS)
def test_a_meeting_without_day_place_or_readable_agenda_is_refused_at_its_cell(
    meeting: Workspace, item: str, typed: str, said: str
) -> None:
    cell = state(meeting, **{item: typed})[item]

    result = run(meeting, "meeting", NAME)

    assert result.exit_code == 1
    sentence = str(result.exception)
    assert f"templates/任务/{NAME}/任务书.xlsx「任务」{cell} " in sentence
    assert said in sentence
    assert not paper(meeting, "").parent.exists()
    state(meeting, **{item: STATED[item]})  # the remedy
    assert run(meeting, "meeting", NAME).exit_code == 0


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (datetime(2026, 9, 25, 9, 30), "时间：2026年9月25日（星期五）9:30"),  # noqa: DTZ001 - a cell has no zone
        (datetime(2026, 9, 25), "时间：2026年9月25日（星期五）"),  # noqa: DTZ001
        ("二〇二六年九月二十五日上午", "时间：二〇二六年九月二十五日上午"),
        ("9月25日至26日", "时间：9月25日至26日"),
        ("2026-09-25 周五 9:00", "时间：2026年9月25日（星期五）9:00"),
    ],
)
def test_a_day_is_a_day_however_it_is_typed(
    meeting: Workspace, typed: object, printed: str
) -> None:
    state(meeting, 会议时间=typed)

    assert run(meeting, "meeting", NAME).exit_code == 0
    assert printed in words_of_file(paper(meeting, "签到表"))


def test_an_agenda_of_sentences_is_numbered_and_an_empty_one_is_left_out(
    meeting: Workspace,
) -> None:
    state(meeting, 会议议程="传达文件\n讨论办法")
    run(meeting, "meeting", NAME)
    assert "一、传达文件\n二、讨论办法" in words_of_file(paper(meeting, "议程"))

    paper(meeting, "议程").unlink()
    cell = state(meeting, 会议议程="")["会议议程"]
    result = run(meeting, "meeting", NAME)
    assert (result.exit_code, paper(meeting, "议程").exists()) == (0, False)
    assert f"任务书「任务」{cell} 没有填“会议议程”" in result.output


OUTLINE = f"""{TITLE}召开

{{{{ 会议时间 }}}}，{TITLE}在{{{{ 会议地点 }}}}召开。{{{{参会单位数}}}}个单位的{{{{ 参会人数 }}}}人参加，{{{{ 请假情况 }}}}请假。
{{{{ 发言人 }}}}作了发言。
"""


def test_a_meeting_briefing_states_who_came_and_who_spoke(meeting: Workspace) -> None:
    text = meeting.root / "提纲.txt"
    text.write_text(OUTLINE, "utf-8")

    result = run(meeting, "notice", "会议简报", NAME, "--text", text, "--dated", "2026-09-26")

    assert result.exit_code == 0, (result.output, result.exception)
    (issued,) = (meeting.results(NAME) / "简报").glob("*.docx")
    words = words_of_file(issued)
    assert "2个单位的3人参加，西河区（同日迎接上级检查）请假。" in words
    assert "东河区副区长丙某某、市教育局副局长甲某某作了发言。" in words
    assert "没有排进" not in result.output
    assert "{{" not in words


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("参会单位个数", "第3行的 {{ 参会单位个数 }} 不是能用的标签。可以写 {{ 参会单位数 }}"),
        ("参会范围", "第3行的 {{ 参会范围 }} 没有内容（参会范围一个也没有）"),
    ],
)
def test_a_tag_that_is_none_takes_no_number(meeting: Workspace, tag: str, said: str) -> None:
    text = meeting.root / "提纲.txt"
    text.write_text(f"{TITLE}召开\n\n共{{{{ {tag} }}}}参加。\n", "utf-8")

    result = run(meeting, "notice", "会议简报", NAME, "--text", text, "--dated", "2026-09-26")

    assert result.exit_code == 1
    assert said in str(result.exception)
    assert not list((meeting.results(NAME)).glob("简报/*.docx"))


def test_meeting_notice_and_minutes_are_issued_from_the_same_book(meeting: Workspace) -> None:
    texts = {
        "会议通知": f"关于召开{TITLE}的通知\n\n定于{{{{ 会议时间 }}}}在{{{{ 会议地点 }}}}召开，请按时参加。\n",
        "纪要": f"{TITLE}纪要\n\n{{{{ 参会人数 }}}}人参加会议。会议指出，要抓好落实。\n",
    }
    for kind, words in texts.items():
        text = meeting.root / f"{kind}.txt"
        text.write_text(words, "utf-8")
        day = "2026-09-24" if kind == "会议通知" else "2026-09-26"  # before and after the meeting
        result = run(meeting, "notice", kind, NAME, "--text", text, "--dated", day)
        assert result.exit_code == 0, (kind, result.output, result.exception)
    issued = [words_of_file(path) for path in (meeting.results(NAME) / "通知").glob("*.docx")]
    assert len(issued) == 2
    assert any("在市政府二楼会议室召开" in words for words in issued)
