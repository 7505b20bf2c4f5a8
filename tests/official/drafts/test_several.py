"""One file, one document: a second one is found where it begins, and what a notice carries is none."""

from __future__ import annotations

import pytest

from pipeline.official.drafts.draft_file import recognise_file
from pipeline.official.errors import DraftUnreadable

ONE = """云水发〔2026〕5号

关于做好防汛工作的通知

各县（市、区）水利局：
请认真落实。

云川市水利局
2026年9月5日
"""
IMPRINT = "抄送：市应急局。\n云川市水利局办公室 2026年9月6日印发\n"


def read(text: str) -> None:
    recognise_file(text.encode(), "文稿.txt", "", sealed=True)


@pytest.mark.parametrize(
    ("second", "begins"),
    [
        (
            "云水发〔2026〕6号\n\n关于报送材料的通知\n\n各单位：\n请报送。\n",
            "第11行“云水发〔2026〕6号”",
        ),
        ("关于报送材料\n的通知\n\n各单位：\n请报送。\n", "第11行“关于报送材料”"),
        ("云川市水利局文件\n云水发〔2026〕6号\n\n关于报送材料的通知\n", "第11行“云川市水利局文件”"),
        (f"{IMPRINT}\n关于报送材料的通知\n\n各单位：\n请报送。\n", "第14行“关于报送材料的通知”"),
    ],
)
def test_a_second_document_is_refused_with_its_first_line(second: str, begins: str) -> None:
    with pytest.raises(DraftUnreadable) as error:
        read(f"{ONE}\n{second}")

    assert f"{begins}起像是另一件公文" in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        f"{ONE}\n附件1\n检查清单\n\n附件2\n关于报送材料的函\n请函复。\n{IMPRINT}",
        ONE.replace("做好防汛工作", "转发《省水利厅关于做好防汛工作的通知》")
        + "\n省水发〔2026〕9号\n省水利厅关于做好防汛工作的通知\n各市水利局：\n请落实。\n省水利厅\n2026年8月1日\n",
        ONE.replace("做好防汛工作", "印发\n云川市防汛预案") + "\n云川市防汛预案\n第一章 总则\n",
        ONE.replace("请认真落实。", "请报送《关于落实情况的报告》。\n关于报告的格式见附件。"),
    ],
)
def test_attachments_and_what_is_issued_or_forwarded_are_no_second_document(text: str) -> None:
    read(text)


def test_a_notice_after_a_forwarding_one_is_found_by_the_same_organ_code() -> None:
    text = ONE.replace("做好防汛工作", "转发《通知》") + "\n云水发〔2026〕6号\n关于报送材料的通知\n"

    with pytest.raises(DraftUnreadable):
        read(text)
