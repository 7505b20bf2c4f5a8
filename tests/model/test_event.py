"""An event belongs to the campaign that it names, never to one whose name merely begins alike."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.model.event import Action, Event, belongs_to, campaign_of_subject, unit_subject


def _event(subject: str) -> Event:
    return Event(datetime(2026, 10, 9, tzinfo=UTC), "某人", Action.RECEIVED, subject)


@pytest.mark.parametrize(
    ("subject", "campaign", "belongs"),
    [
        ("文明单位创建／秦都区", "文明单位创建", True),
        ("文明单位创建", "文明单位创建", True),
        ("文明单位创建／秦都区", "文明", False),
        ("文明单位创建", "文明", False),
        ("文明单位创建报送表.xlsx", "文明单位创建", False),
        ("报送表／旧.xlsx", "文明单位创建", False),
        ("云文明办〔2026〕1号", "云文明办", False),
    ],
)
def test_an_event_belongs_to_the_campaign_it_names(
    subject: str, campaign: str, *, belongs: bool
) -> None:
    assert belongs_to(_event(subject), campaign) is belongs


def test_a_subject_gives_its_campaign_back() -> None:
    assert campaign_of_subject(unit_subject("文明单位创建", "秦都区")) == "文明单位创建"


def test_the_words_that_ledgers_hold_stay_as_they_are() -> None:
    """The hash chain covers them: a letter that changes here breaks every ledger that was kept."""
    assert [action.value for action in Action] == [
        "收到", "收到有误", "待认领", "重复报送", "解开", "收下前被移走", "发回执", "发退回单", "清收件箱", "收后续写",
        "办理出错", "经办人认领", "认领", "不收", "撤回", "人工退回",
        "采用", "改期别", "延期", "豁免", "撤销", "记别名", "印发", "溯源", "汇总", "开期", "催报", "督办", "内容指纹", "封存",
        "打包留痕", "恢复台账", "预留", "仍予印发", "确认重复填报", "作废", "补登", "台账缺失",
    ]  # fmt: skip
