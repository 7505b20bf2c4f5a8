"""The meeting of the demonstration: from its notice to the minutes, every paper that a meeting has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model.arrival import Fate
from pipeline.setup.demo_meeting_texts import MATERIALS, MEETING, TITLE
from tests.story.demonstrated import words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Demonstration


def found(demonstration: Demonstration, pattern: str) -> Path:
    results = demonstration.report.workspace.results(MEETING)
    (path,) = results.glob(pattern)
    assert path in demonstration.report.papers, "it is listed at the end"
    return path


def test_replies_come_in_time_late_not_at_all_and_once_with_a_fault(
    demonstration: Demonstration,
) -> None:
    first, second = demonstration.report.meeting

    assert (first.count(Fate.ACCEPTED), first.count(Fate.RETURNED)) == (19, 1)
    assert second.count(Fate.ACCEPTED) == 2
    said = words(found(demonstration, "会议/参会名单.docx"))
    assert "应到单位22个。参会19个、30人，请假2个，未报回执1个" in said
    assert "当日迎接省防汛检查" in said
    assert said.count("没有报回执") == 1


def test_the_meeting_has_all_of_its_papers(demonstration: Demonstration) -> None:
    notice = words(found(demonstration, "通知/云文明办会*.docx"))
    assert "一、会议时间\n2026年9月8日（星期二）9:00，会期半天。" in notice
    assert f"附件：{TITLE}参会回执" in notice
    assert "9:20" in words(found(demonstration, "会议/议程.docx"))
    assert "签到" in words(found(demonstration, "会议/签到表.docx"))
    collected = words(found(demonstration, "会议/交流材料汇编.docx"))
    assert all(title in collected for title, *_ in MATERIALS.values())
    speech = words(found(demonstration, "会议/讲话.docx"))
    assert "（2026年9月8日）\n市委常委、宣传部部长　〇〇〇" in speech


def test_briefing_and_minutes_say_the_same_of_who_came(demonstration: Demonstration) -> None:
    briefing = words(found(demonstration, "简报/*.docx"))
    minutes = words(found(demonstration, "通知/*纪要*.docx"))

    assert "应到单位22个，到会19个、30人。" in briefing
    assert "石桥县、市公安局请假。" in briefing
    assert "请假：石桥县、市公安局" in minutes
    assert minutes.count("某某") >= 30
    for said in (briefing, minutes):
        assert "会上，东河区分管领导甲某某" in said
        assert "西河区提交了书面交流材料。" in said
        assert "未写" not in said
