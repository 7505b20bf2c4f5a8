"""An excerpt that a web page puts before the title of a speech."""

from __future__ import annotations

from pipeline.official.drafts.recognise import recognise
from pipeline.official.drafts.source import parse_source

TITLE = "在全市安全生产工作会议上的讲话"
TEXT = "今天会议的任务是传达省里的部署，总结上半年的工作，研究下半年的措施，动员各级各部门抓落实。"
SPEECH = f"{TITLE}\n（2026年9月5日）\n市长　〇〇〇\n同志们：\n{TEXT}\n一、认清形势\n{TEXT}\n"


def test_an_excerpt_of_the_text_is_left_out_and_said_so() -> None:
    excerpt = f"{TITLE}同志们：{TEXT[:40]}...\n"

    found = recognise(parse_source((excerpt + SPEECH).encode(), "讲话.txt"))

    assert found.document.title == TITLE
    assert found.document.byline == ("（2026年9月5日）", "市长　〇〇〇")
    assert (
        found.document.blocks == recognise(parse_source(SPEECH.encode(), "a.txt")).document.blocks
    )
    assert found.notes == ("第1行是下面正文开头的摘录（网页上带来的），没有排进来，请核对。",)


def test_a_first_line_of_its_own_words_stays_though_it_breaks_off() -> None:
    own = "各位领导、各位来宾，群众盼望已久的这一天终于到来了，请允许我先说几句题外的话……\n"

    found = recognise(parse_source((own + SPEECH).encode(), "讲话.txt"), "讲话")

    assert not found.notes
    words = "".join(str(block) for block in found.document.blocks) + found.document.title
    assert own.strip()[:20] in words
