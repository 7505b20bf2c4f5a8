"""Finished documents numbered by the register: put on the page or compared, held, declared void, told where typed."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Final

import docx
import pytest

from pipeline.clock import BEIJING, stopped_clock
from pipeline.ledger.read import list_events
from pipeline.ledger.register import list_numbers
from pipeline.office.context import open_office
from pipeline.setup.init import EXAMPLE
from tests.programs import baosong, baosong_here

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess

    from pipeline.model.document_number import Number
    from pipeline.workspace import Workspace

NOW: Final = "2026-10-12T09:00:00+08:00"
DRAFT: Final = """发文机关标志：云川市精神文明建设办公室文件
{number}

关于召开{meeting}的通知

各县（市、区）文明办：

现将有关事项通知如下。

一、会议时间：2026年10月20日。

云川市精神文明建设办公室
2026年10月12日
"""
MINUTES: Final = """发文机关标志：工作简报
简报名称：文明创建工作简报
期号：{number}
编印单位：市文明办
日期：2026年10月12日

创建工作推进会议召开

会议10月12日召开。
"""


def run(office: Workspace, *words: object) -> CompletedProcess[str]:
    return baosong_here("-w", office.root, *map(str, words), BAOSONG_NOW=NOW)


def typeset(office: Workspace, folder: Path, number: str, meeting: str = "推进会") -> Path:
    """A finished document whose line for the number reads *number*."""
    folder.mkdir(exist_ok=True)
    draft = folder / f"{meeting}.txt"
    draft.write_text(DRAFT.format(number=number, meeting=meeting), "utf-8")
    made = folder / f"{meeting}.docx"
    done = run(office, "typeset", draft, "--output", made)
    assert done.returncode == 0, done.stderr
    return made


def open_place(office: Workspace, folder: Path, meeting: str = "推进会") -> Path:
    return typeset(office, folder, "发文字号：云文明办〔2026〕　号", meeting)


def numbers(office: Workspace) -> tuple[Number, ...]:
    clock = stopped_clock(datetime(2026, 10, 12, 9, 0, tzinfo=BEIJING))
    with open_office(office, clock) as opened:
        return list_numbers(opened.ledger)


def texts(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def listed(office: Workspace) -> list[tuple[str, str]]:
    done = run(office, "register", "--json")
    return [(entry["number"], entry["status"]) for entry in json.loads(done.stdout)]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder of the person's own, outside the office."""
    folder = tmp_path / "桌面"
    folder.mkdir()
    return folder


@pytest.mark.render
def test_a_finished_document_gets_the_next_number_on_its_page(fresh: Workspace, desk: Path) -> None:
    made = open_place(fresh, desk)
    before = made.read_bytes()

    done = run(fresh, "issue", made)

    assert done.returncode == 0, done.stderr
    (entry,) = numbers(fresh)
    copy = fresh.papers / "云文明办〔2026〕1号 关于召开推进会的通知.docx"
    assert (entry.kind, entry.title) == ("通知", "关于召开推进会的通知")
    assert fresh.root / entry.path == copy
    assert "云文明办〔2026〕1号" in texts(copy)
    assert [each for each in texts(copy) if each != "云文明办〔2026〕1号"] == [
        each for each in texts(made) if each != "云文明办〔2026〕　号"
    ]
    assert made.read_bytes() == before, "the person's own file isn't touched"
    assert run(fresh, "audit", "verify").returncode == 0


def test_the_same_document_again_is_shown_and_a_changed_one_is_a_new_paper(
    fresh: Workspace, desk: Path
) -> None:
    made = open_place(fresh, desk)
    first = run(fresh, "编号", made)
    again = run(fresh, "issue", made)

    assert (first.returncode, again.returncode) == (0, 0)
    assert "已经编过号，就是：云文明办〔2026〕1号" in again.stdout
    assert "outbox/公文/云文明办〔2026〕1号 " in again.stdout.replace("\\", "/")
    document = docx.Document(str(made))
    text = next(each for each in document.paragraphs if each.text.startswith("现将"))
    text.add_run("时间另行通知。")
    document.save(str(made))
    assert "云文明办〔2026〕2号" in run(fresh, "issue", made).stdout
    assert [state for _, state in listed(fresh)] == ["confirmed", "confirmed"]


def test_a_document_without_an_organ_code_needs_the_series(fresh: Workspace, desk: Path) -> None:
    made = typeset(fresh, desk, "")

    refused = run(fresh, "issue", made)
    done = run(fresh, "issue", made, "--series", "云文明办")

    assert refused.returncode == 1
    assert "--series 云文明办" in refused.stderr
    assert "没有占用文号" in refused.stderr
    assert "云文明办〔2026〕1号" in done.stdout


def test_the_number_typed_is_compared_with_the_registers(fresh: Workspace, desk: Path) -> None:
    right = typeset(fresh, desk, "云文明办〔2026〕1号")

    assert run(fresh, "issue", right).returncode == 0

    other = typeset(fresh, desk, "云文明办〔2026〕1号", "座谈会")
    taken = run(fresh, "issue", other)
    assert taken.returncode == 1
    assert "已经给了《关于召开推进会的通知》" in taken.stderr
    assert "请改为下一个号“云文明办〔2026〕2号”" in taken.stderr
    skipping = run(fresh, "issue", typeset(fresh, desk, "云文明办〔2026〕4号", "座谈会"))
    assert "“云文明办〔2026〕4号”跳号" in skipping.stderr
    assert "“云文明办〔2026〕2号”" in skipping.stderr
    contrary = run(fresh, "issue", other, "--series", "云文明办函")
    assert "“云文明办函”" in contrary.stderr
    assert "“云文明办”" in contrary.stderr
    assert listed(fresh) == [("云文明办〔2026〕1号", "confirmed")]
    amended = typeset(fresh, desk, "云文明办〔2026〕2号", "座谈会")  # as the message recommends
    assert run(fresh, "issue", amended).returncode == 0


def test_numbers_used_elsewhere_are_entered_one_by_one_as_the_message_says(
    fresh: Workspace, desk: Path
) -> None:
    made = typeset(fresh, desk, "云文明办〔2026〕2号")
    assert "register take" in run(fresh, "issue", made).stderr

    run(fresh, "register", "take", "云文明办", "--for", "手工编发的通知")

    assert run(fresh, "issue", made).returncode == 0
    assert listed(fresh) == [("云文明办〔2026〕1号", "held"), ("云文明办〔2026〕2号", "confirmed")]


def test_a_typed_number_is_told_by_typeset_and_inspect(fresh: Workspace, desk: Path) -> None:
    run(fresh, "issue", open_place(fresh, desk))
    taken = typeset(fresh, desk, "云文明办〔2026〕1号", "座谈会")

    told = run(fresh, "typeset", desk / "座谈会.txt", "--output", taken)
    inspected = json.loads(run(fresh, "inspect", taken, "--quick", "--json").stdout)

    assert "登记簿里已经给了《关于召开推进会的通知》" in told.stderr
    (finding,) = [f for f in inspected["findings"] if f["rule"] == "registered-number"]
    assert (finding["result"], finding["wanted"]) == ("failed", "云文明办〔2026〕2号")
    own = next(iter(fresh.papers.glob("*.docx")))
    lines = baosong_here("inspect", own, "--quick", BAOSONG_NOW=NOW).stdout
    assert "就是登记簿里登记的这一份" in lines, "the office is that in whose folder the paper lies"


def test_a_document_of_another_office_is_not_compared(fresh: Workspace, desk: Path) -> None:
    received = typeset(fresh, desk, "云教〔2026〕5号")

    found = json.loads(run(fresh, "inspect", received, "--quick", "--json").stdout)

    assert [f for f in found["findings"] if f["rule"] == "registered-number"] == []


def test_a_number_held_for_a_paper_made_elsewhere_is_used_by_it_alone(
    fresh: Workspace, desk: Path
) -> None:
    took = run(fresh, "登记簿", "预留", "云文明办", "--for", "给省厅的函")
    again = run(fresh, "register", "take", "云文明办", "--for", "给省厅的函")
    run(fresh, "issue", open_place(fresh, desk))

    assert "已预留：云文明办〔2026〕1号" in took.stdout
    assert "早已预留：云文明办〔2026〕1号" in again.stdout
    assert listed(fresh) == [("云文明办〔2026〕1号", "held"), ("云文明办〔2026〕2号", "confirmed")]
    put = run(fresh, "issue", open_place(fresh, desk, "座谈会"), "--number", "云文明办[2026]1号")
    assert "已编号：云文明办〔2026〕1号" in put.stdout, put.stderr
    run(fresh, "register", "take", "云文明办", "--for", "培训会的通知")
    typed = run(fresh, "issue", typeset(fresh, desk, "云文明办〔2026〕3号", "培训会"))
    assert typed.returncode == 0, typed.stderr
    assert [state for _, state in listed(fresh)] == ["confirmed"] * 3
    used = run(fresh, "issue", open_place(fresh, desk, "年会"), "--number", "云文明办〔2026〕3号")
    assert used.returncode == 1
    assert "不是预留的号" in used.stderr


def test_a_void_number_is_kept_with_its_reason_and_not_given_again(
    fresh: Workspace, desk: Path
) -> None:
    made = open_place(fresh, desk)
    run(fresh, "issue", made)
    (entry,) = numbers(fresh)

    done = baosong_here(
        "-w", fresh.root, "--by", "王芳", "register", "void", "云文明办〔2026〕1号", "--reason", "印错",
        BAOSONG_NOW=NOW,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert (fresh.root / entry.path).is_file(), "the issued paper stays as it was"
    line = run(fresh, "register").stdout
    assert "云文明办〔2026〕1号　通知　已作废　关于召开推进会的通知　印错" in line
    again = run(fresh, "issue", made)
    assert "已编号：云文明办〔2026〕2号" in again.stdout, "a void number isn't used for it again"
    with open_office(fresh, stopped_clock(entry.at)) as office:
        (told,) = [event for event in list_events(office.ledger) if event.action == "作废"]
    assert (told.actor, told.detail, told.digest) == ("王芳", "印错", entry.digest)
    assert run(fresh, "audit", "verify").returncode == 0
    assert (
        "早已作废"
        in run(fresh, "register", "作废", "云文明办〔2026〕1号", "--reason", "再来").stdout
    )


def test_a_void_of_a_number_that_is_not_there_is_refused(fresh: Workspace, desk: Path) -> None:
    run(fresh, "issue", open_place(fresh, desk))

    done = run(fresh, "register", "void", "云文明办〔2026〕9号", "--reason", "印错")

    assert done.returncode == 1
    assert "没有“云文明办〔2026〕9号”" in done.stderr
    assert "云文明办〔2026〕1号" in done.stderr
    assert run(fresh, "register", "void", "云文明办〔2026〕1号").returncode == 2, "without a reason"


def test_a_void_of_a_number_that_another_paper_prints_is_refused_until_that_is_void(
    fresh: Workspace, desk: Path
) -> None:
    run(fresh, "issue", open_place(fresh, desk))
    citing = open_place(fresh, desk, "座谈会")
    document = docx.Document(str(citing))
    text = next(each for each in document.paragraphs if each.text.startswith("现将"))
    text.add_run("根据云文明办〔2026〕")
    text.add_run("1号办理。")
    document.save(str(citing))
    run(fresh, "issue", citing)

    refused = run(fresh, "register", "void", "云文明办〔2026〕1号", "--reason", "印错")

    assert refused.returncode == 1
    assert "outbox/公文/云文明办〔2026〕2号 关于召开座谈会的通知.docx" in refused.stderr
    assert listed(fresh)[0] == ("云文明办〔2026〕1号", "confirmed")
    run(fresh, "register", "void", "云文明办〔2026〕2号", "--reason", "引用有误")
    assert run(fresh, "register", "void", "云文明办〔2026〕1号", "--reason", "印错").returncode == 0


def test_a_sealed_copy_of_the_paper_itself_is_no_other_paper(fresh: Workspace, desk: Path) -> None:
    run(fresh, "issue", open_place(fresh, desk))
    (paper,) = fresh.papers.glob("*.docx")
    paper.with_name(f"{paper.stem}（用印）.docx").write_bytes(paper.read_bytes())

    done = run(fresh, "register", "void", "云文明办〔2026〕1号", "--reason", "印错")

    assert done.returncode == 0, done.stderr


def test_a_draft_edited_after_review_is_numbered_and_keeps_its_trail(
    office: Workspace, desk: Path
) -> None:
    run(office, "brief", EXAMPLE, "--draft", "--dated", "2026-10-12")
    (draft,) = office.results(EXAMPLE).glob("简报/草稿/*.docx")
    edited = desk / draft.name
    document = docx.Document(str(draft))
    document.paragraphs[-1].insert_paragraph_before("编者按：请各地抓紧。")
    document.save(str(edited))

    done = run(office, "issue", edited)

    assert done.returncode == 0, done.stderr
    (paper,) = office.papers.glob("*.docx")
    assert any(text.startswith("第2期（总第2期）") for text in texts(paper)), texts(paper)[:9]
    traced = run(office, "trace", paper)
    assert traced.returncode == 0
    assert "东河区" in traced.stdout


def test_briefings_of_one_name_are_numbered_in_one_series(office: Workspace, desk: Path) -> None:
    name = next(number.organ_code for number in numbers(office) if number.total)
    draft = desk / "会议简报.txt"
    draft.write_text(MINUTES.format(number="第　期").replace("文明创建工作简报", name), "utf-8")
    made = desk / "会议简报.docx"
    run(office, "typeset", draft, "--kind", "简报", "--output", made)

    done = run(office, "issue", made)

    assert "第2期（总第2期）" in done.stdout, done.stderr
    refused = run(office, "register", "void", "第9期", "--reason", "错")
    assert "没有“第9期”" in refused.stderr
    voided = run(office, "register", "void", f"《{name}》第2期", "--reason", "错")
    assert voided.returncode == 0, voided.stderr


def test_a_file_that_is_no_document_takes_no_number(fresh: Workspace, desk: Path) -> None:
    broken = desk / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 and nothing else")

    done = run(fresh, "issue", broken)

    assert done.returncode == 1
    assert "不是 Word 文档" in done.stderr
    assert numbers(fresh) == ()
    assert not fresh.papers.exists()


def test_the_same_notice_on_the_same_day_is_shown_with_its_path(fresh: Workspace) -> None:
    words = ("notice", "通知", EXAMPLE, "--dated", "2026-10-09")
    first = run(fresh, *words)
    later = baosong_here("-w", fresh.root, *words, BAOSONG_NOW="2026-10-12T16:30:00+08:00")

    assert first.returncode == later.returncode == 0
    assert "内容未变，仍是：云文明办〔2026〕1号" in later.stdout
    assert "通知.docx" in later.stdout
    assert len(numbers(fresh)) == 1
    changed = run(fresh, *words, "--basis", "市委常委会会议要求")
    assert "云文明办〔2026〕2号" in changed.stdout, "a changed fact makes a new paper"


@pytest.mark.long
def test_two_processes_at_once_leave_no_gap_and_no_double(fresh: Workspace, desk: Path) -> None:
    files = [open_place(fresh, desk, f"第{number}次会") for number in range(1, 7)]
    asked = [
        *(("issue", str(file)) for file in files),
        *(("register", "take", "云文明办", "--for", f"第{number}件") for number in range(3)),
    ]
    with ThreadPoolExecutor(3) as threads:
        done = list(
            threads.map(lambda each: baosong("-w", fresh.root, *each, BAOSONG_NOW=NOW), asked)
        )

    assert [each.returncode for each in done] == [0] * 9, [each.stderr for each in done]
    entries = numbers(fresh)
    assert [entry.serial for entry in entries] == list(range(1, 10))
    assert sorted(entry.state for entry in entries) == ["confirmed"] * 6 + ["held"] * 3
    assert len({entry.path for entry in entries if entry.path}) == 6
