"""Who may address whom: 条例 第十五至十七条, and the rules on easing burdens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.official.standard.addressing import OutgoingPaper, addressing_faults


def faults(
    kind: str, addressees: str, text: str, organ: str = "市文明办", level: str = "市级部门"
) -> tuple[str, ...]:
    return addressing_faults(OutgoingPaper(organ, level, kind, addressees, text))


@pytest.mark.parametrize(
    ("kind", "addressees", "text", "article"),
    [
        ("通知", "各县（市、区）人民政府", "请于10月10日前报送。", "第十六条"),
        ("通知", "东河区委、西河区委", "务必按时报送。", "第十六条"),
        ("督办", "平湖县", "请于10月20日前报送。", "第十六条"),
        ("催报", "市教育局、石门镇", "请于10月20日前报送。", "第十六条"),
        ("请示", "市委、市政府", "妥否，请批示。", "第十五条"),
        ("报告", "张市长", "特此报告。", "第十五条"),
    ],
)
def test_what_the_rules_forbid_is_told_with_the_article(
    kind: str, addressees: str, text: str, article: str
) -> None:
    (told,) = faults(kind, addressees, text)

    assert article in told


@pytest.mark.parametrize(
    ("kind", "addressees", "text", "level"),
    [
        ("通知", "各县（市、区）文明办，市直各部门", "请于10月10日前报送。", "市级部门"),
        ("督办", "平湖县文明办、市教育局", "请于10月20日前报送。", "市级部门"),
        ("函", "平湖县", "请予支持为盼。", "市级部门"),
        ("通知", "高新技术产业开发区管委会", "请于10月20日前报送。", "市级部门"),
        ("通知", "各县（市、区）人民政府", "经市政府同意，请于10月10日前报送。", "市级部门"),
        ("通知", "各县（市、区）人民政府", "请于10月10日前报送。", "市政府"),
        ("函", "东河区人民政府", "请予支持为盼。", "市级部门"),
        ("请示", "市政府", "妥否，请批示。", "市级部门"),
    ],
)
def test_what_the_rules_allow_is_not_held_up(
    kind: str, addressees: str, text: str, level: str
) -> None:
    assert faults(kind, addressees, text, level=level) == ()


def test_an_order_is_not_for_those_who_are_not_below() -> None:
    paper = OutgoingPaper(
        "市文明办", "市级部门", "督办", "国网供电公司", "请报送。", (("国网供电公司", "不相隶属"),)
    )
    (told,) = addressing_faults(paper)

    assert "国网供电公司（不相隶属）" in told
    assert "请改发函" in told
    assert addressing_faults(replace(paper, kind="函")) == ()


def test_an_inner_section_does_not_write_to_the_outside() -> None:
    (told,) = faults("函", "市教育局", "请予支持。", organ="市文明办创建科")

    assert "第十七条" in told


def test_a_paper_that_is_too_long_is_told() -> None:
    (told,) = faults("通知", "市直各部门", "字" * 4001)

    assert "4000 字" in told


@pytest.mark.parametrize(
    ("organ", "held_up"),
    [
        ("清河县人民政府办公室", False),
        ("中共云川市委办公室", False),
        ("云川市人民政府办公厅", False),
        ("云川市精神文明建设指导委员会办公室", True),
        ("云川市教育局", True),
    ],
)
def test_the_general_office_of_a_committee_or_government_writes_with_its_authority(
    organ: str,
    held_up: bool,  # noqa: FBT001
) -> None:
    told = faults("通知", "石桥镇人民政府", "请于10月10日前报送。", organ, "县级办公室")

    assert bool(told) is held_up
