"""What each kind must have: a complete draft passes, and each rule has its counter-example."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.document import (
    Closing,
    Header,
    Imprint,
    Masthead,
    OfficialDocument,
    Paragraph,
)
from pipeline.model.verdict import Strength
from pipeline.official.standard.kinds import draft_template_name, kind_of_title, variant_of
from pipeline.official.standard.mandatory import shortcomings
from pipeline.official.templates.starters import starter_templates
from tests.official.kinds.drafts import CONTACT, DATED, NAMES, ORGAN, body, draft

MARK = f"{ORGAN}文件"
NUMBER = "云文明办〔2026〕12号"


@pytest.mark.parametrize("name", NAMES)
def test_a_complete_draft_lacks_nothing(name: str) -> None:
    assert shortcomings(draft(name)) == ()


def said(words: str) -> tuple[Paragraph, ...]:
    return (Paragraph((words,)),)


@pytest.mark.parametrize(
    ("rule", "document", "refuses"),
    [
        ("K-mark", draft("通知", header=None), True),
        ("K-number", draft("通知", header=Header(MARK)), False),
        ("K-order-number", draft("命令", header=Header("云川市人民政府令", NUMBER)), True),
        ("K-letter-mark", draft("函", header=Header(MARK, NUMBER)), True),
        ("K-signer", draft("报告", header=Header(MARK, NUMBER)), True),
        ("K-signer", draft("请示", header=Header(MARK, NUMBER)), True),
        ("K-joint-signers", draft("请示", header=Header("文件", NUMBER, ("〇〇〇",), organs=(ORGAN, "市财政局")), closing=Closing(ORGAN, DATED, note=CONTACT, others=("市财政局",))), True),
        ("K-copy-number", draft("通知", header=Header(MARK, NUMBER, secrecy="秘密★1年")), True),
        ("K-secrecy", draft("通知", header=Header(MARK, NUMBER, copy_number="000001")), False),
        ("K-title", draft("通知", title=""), True),
        ("K-mixed-kind", draft("请示", title="关于举办推进会的请示报告"), True),
        ("K-title-kind", draft("通知", title="关于举办推进会的方案"), True),
        ("K-title-about", draft("通知", title="紧急通知"), False),
        ("K-meeting", draft("决议", title="关于工作报告的决议", blocks=said("同意工作报告。")), False),
        ("K-meeting", draft("公报", title="关于工作报告的公报", blocks=said("同意工作报告。")), False),
        ("K-addressee", draft("通知", addressees=""), True),
        ("K-no-addressee", draft("公告", addressees="各单位"), False),
        ("K-no-addressee", draft("纪要", addressees="各单位"), False),
        ("K-one-addressee", draft("请示", addressees="市委，市政府"), True),
        ("K-one-addressee", draft("报告", addressees="市委、市政府"), False),
        ("K-one-addressee", draft("批复", addressees="东河区文明办、西河区文明办"), False),
        ("K-one-addressee", draft("议案", addressees="市人大常委会、市政协"), False),
        ("K-person", draft("报告", addressees="〇〇〇市长"), True),
        ("K-text", draft("通知", blocks=()), True),
        ("K-report-asks", draft("报告", blocks=body("现报告如下。妥否，请批示。")), True),
        ("K-report-asks", draft("报告", blocks=body("现报告如下。请予批准。")), True),
        ("K-request-asks", draft("请示", blocks=body("现申请举办推进会。")), False),
        ("K-request-reports", draft("请示", blocks=body("妥否，请批示。特此报告。")), False),
        ("K-cites", draft("批复", blocks=body("同意举办推进会。")), False),
        ("K-attendance", draft("纪要", attendance=()), False),
        ("K-signature", draft("命令", closing=Closing("云川市人民政府", DATED)), True),
        ("K-organ", draft("通知", closing=Closing("", DATED)), True),
        ("K-date", draft("通知", closing=Closing(ORGAN, "")), True),
        ("K-no-seal", draft("纪要", closing=Closing(ORGAN, DATED)), False),
        ("K-contact", draft("请示", closing=Closing(ORGAN, DATED)), False),
        ("K-joint-number", draft("通知", header=Header("文件", f"{NUMBER}、云财〔2026〕3号", organs=(ORGAN, "市财政局")), closing=Closing(ORGAN, DATED, others=("市财政局",))), True),
        ("K-joint-order", draft("通知", header=Header("文件", NUMBER, organs=(ORGAN, "市财政局")), closing=Closing("市财政局", DATED, others=(ORGAN,))), False),
    ],
)  # fmt: skip
def test_each_rule_tells_its_fault_alone(
    rule: str, document: OfficialDocument, *, refuses: bool
) -> None:
    (found,) = shortcomings(document)

    assert found.rule == rule
    assert found.is_blocking is refuses
    assert found.message.endswith("。")
    assert "请" in found.message or "删去" in found.message or "只用" in found.message


def test_custom_never_refuses() -> None:
    bare = [
        replace(draft(name), header=None, closing=None, addressees="某局、某局", blocks=())
        for name in NAMES
    ]

    found = [each for document in bare for each in shortcomings(document)]

    assert not [each for each in found if each.strength is Strength.CUSTOM and each.is_blocking]


def test_a_report_may_ask_for_criticism() -> None:
    document = draft("报告", blocks=body("现报告如下。以上报告，请审阅。"))

    assert shortcomings(document) == ()


@pytest.mark.parametrize(
    ("kind", "title", "variant"),
    [
        ("通知", "云川市人民政府办公室关于印发《办法》的通知", "印发"),
        ("通知", "转发市财政局关于加强管理的意见的通知", "转发"),
        ("通知", "关于召开全市创建工作推进会的通知", "会议"),
        ("通知", "关于〇〇〇等任职的通知", "任免"),
        ("通知", "关于做好创建工作的通知", "部署"),
        ("通报", "关于表扬创建工作先进单位的通报", "表彰"),
        ("通报", "关于给予某局通报批评的通报", "批评"),
        ("通报", "关于创建工作进展情况的通报", "情况"),
        ("简报", "全市创建工作推进会议召开", "会议简报"),
        ("简报", "东河区创建工作见成效", "工作简报"),
        ("请示", "关于举办推进会的请示", ""),
    ],
)
def test_the_variant_is_told_by_the_title(kind: str, title: str, variant: str) -> None:
    assert variant_of(kind, title) == variant


def test_every_kind_of_title_finds_a_template_that_init_makes() -> None:
    made = starter_templates()
    for name in NAMES:
        kind = kind_of_title(f"关于创建的{name}")
        kind_name = kind.name if kind else "简报"
        chosen = draft_template_name(kind_name, variant_of(kind_name, f"关于创建的{name}"))
        assert f"{chosen}.docx" in made


def said_on(kind: str, dated: str, text: str) -> list[str]:
    """The rules that a document of that date breaks by what it says."""
    closing = None if kind == "会议简报" else Closing(ORGAN, dated)
    masthead = Masthead("创建工作简报", "第3期", ORGAN, dated) if closing is None else None
    imprint = Imprint((), ORGAN, dated)
    made = draft("简报" if closing is None else kind, blocks=body(text))
    made = replace(made, closing=closing, masthead=masthead, imprint=imprint)
    return [each.rule for each in shortcomings(made) if each.rule in _OF_DAYS and each.is_blocking]


_OF_DAYS = {"K-date-before", "K-deadline-passed", "K-meeting-over", "K-meeting-to-come"}


@pytest.mark.parametrize(
    ("kind", "text", "rules"),
    [
        ("通知", "请于2026年11月5日18:00前报送。", ["K-deadline-passed"]),
        ("通知", "请各单位于11月5日（星期四）下午5:00以前报送。", ["K-deadline-passed"]),
        ("函", "请贵单位核对，并在2026年11月8日前函复。", ["K-deadline-passed"]),
        ("通知", "请于2026年11月9日18:00前报送。", []),
        ("通知", "请于1月5日前报送。", []),  # of the next year
        ("通报", "各单位应于2026年11月5日18:00前报送。", []),  # that is what was due
        ("通知", "定于2026年11月6日下午召开推进会。", ["K-meeting-over"]),
        ("通知", "会议时间：11月6日（星期五）9:00。", ["K-meeting-over"]),
        ("通知", "原定于2026年11月6日召开的推进会改期。", []),
        ("通知", "定于2026年11月9日下午召开推进会。", []),
        ("会议简报", "11月12日，云川市创建工作推进会召开。", ["K-meeting-to-come"]),
        ("会议简报", "11月9日，云川市创建工作推进会召开。", []),
        ("会议简报", "11月12日将召开创建工作推进会。", []),
        ("会议简报", "11月15日前完成整改，推进会如期召开。", []),
        ("纪要", "2026年11月12日下午，〇〇〇主持召开会议。", ["K-meeting-to-come"]),
        ("纪要", "会议决定，于12月1日召开现场会。", []),
        ("通知", "截至2026年11月10日，已报送3家。", ["K-date-before"]),
        ("通知", "2月30日", []),
    ],
)
def test_the_days_that_a_text_states_fit_its_date(kind: str, text: str, rules: list[str]) -> None:
    assert said_on(kind, "2026年11月9日", text) == rules


@pytest.mark.parametrize(
    ("copied", "refused"),
    [
        ("市信访局", True),
        ("信访局", True),
        ("云川市信访局", True),
        ("市公安局", False),
        ("省信访局", False),
    ],
)
def test_the_issuing_organ_is_not_copied_by_any_of_its_names(copied: str, *, refused: bool) -> None:
    made = draft("通知", closing=Closing("云川市信访局", DATED), imprint=Imprint((("抄送", f"{copied}，市委办公室。"),), "云川市信访局", DATED))  # fmt: skip

    assert [each.rule for each in shortcomings(made)] == (["K-copy-own"] if refused else [])
