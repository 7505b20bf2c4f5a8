"""Words of a draft that are not in the document are named; nothing is named where all are there."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.official.drafts.carried_words import lost_words
from pipeline.official.drafts.lines import plain_lines
from pipeline.official.drafts.recognise import recognise
from pipeline.official.drafts.source import DraftSource
from pipeline.official.layout.lay_out import lay_out
from tests.official.drafts.test_recognise import REQUEST, draft
from tests.official.specimens import MOMENT

WRITTEN = (
    "一、目标",
    "（一）责任。落实到人。",
    "请落实。",
    "经研究，决定：",
    "附件：1.清单2.名单",
    "出席：〇〇〇",
)
LINES = st.lists(st.sampled_from(WRITTEN), max_size=6)


def set_as_document(source: DraftSource) -> bytes:
    return lay_out(recognise(source, "通知").document, MOMENT)


def test_nothing_is_lost_of_a_whole_draft() -> None:
    assert lost_words((draft(REQUEST),), set_as_document(draft(REQUEST))) == ()


@settings(max_examples=20, deadline=None)
@given(LINES)
def test_nothing_is_lost_of_any_draft(lines: list[str]) -> None:
    source = draft(
        "\n".join(["关于工作的通知", "各单位：", *lines, "云川市水利局", "2026年9月5日"])
    )

    assert lost_words((source,), set_as_document(source)) == ()


def test_a_line_and_a_cell_that_are_missing_are_named_with_their_line() -> None:
    whole = "关于工作的通知\n各单位：\n请落实。\n名称\t金额\n服务器\t12"
    short = draft(whole.replace("服务器", "").replace("请落实。", ""))

    notes = lost_words((draft(whole),), set_as_document(short))

    assert len(notes) == 2
    assert "第3行的“请落实。”" in notes[0].replace("请落实”", "请落实。”")
    assert "第4行的“服务器”" in notes[1]


def test_a_sentence_printed_once_that_stands_twice_is_named() -> None:
    twice = DraftSource("文稿.txt", plain_lines(["关于工作的通知", "请落实。", "请落实。"]))
    once = DraftSource("文稿.txt", plain_lines(["关于工作的通知", "请落实。"]))

    assert any("请落实。" in note for note in lost_words((twice,), set_as_document(once)))


def test_joint_marks_and_signatures_are_found_in_their_tables() -> None:
    text = (
        "发文机关标志：云川市教育局、云川市财政局文件\n云教〔2026〕3号\n关于工作的通知\n各单位：\n请落实。\n"
        "云川市教育局\n云川市财政局\n2026年9月5日"
    )

    assert lost_words((draft(text),), set_as_document(draft(text))) == ()
