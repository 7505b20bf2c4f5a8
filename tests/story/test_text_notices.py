"""A person's own words by command: a text in, a numbered paper out, and the register knows it."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING

import docx
import pytest
from click.testing import CliRunner

from cli import cli
from pipeline.clock import BEIJING, stopped_clock
from pipeline.ledger.register import list_numbers
from pipeline.model.document_number import Status
from pipeline.office.context import open_office
from pipeline.office.numbered_papers import numbered_papers
from pipeline.official.standard.kinds import draft_template_names
from tests.conftest import copied
from tests.story.own_offices import ORGAN, set_cell, word_file, words_of_file

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from pipeline.model.document_number import Number
    from pipeline.workspace import Workspace

DATED = "2026-09-05"
CLOCK = stopped_clock(datetime(2026, 9, 5, 9, 0, tzinfo=BEIJING))
DAY = "2026年9月5日"
MEETING = f"""{ORGAN}关于召开防汛工作会议的通知

现将有关事项通知如下：
一、会议时间
9月10日上午，会期半天。
二、参会人员
各县（市、区）水利局主要负责人。
"""


@pytest.fixture
def office(filled_in: Workspace, tmp_path: Path) -> Workspace:
    return copied(filled_in, tmp_path / "新办公室")


def notice(office: Workspace, kind: str, text: str | Path, *more: object, name: str = "") -> Result:
    """Run the command on *text*, words or a file."""
    file = office.root / "稿.txt"
    if isinstance(text, str):
        file.write_text(text, "utf-8")
    else:
        file = text
    words = ["notice", kind, *([name] if name else []), "--text", file, *more, "--dated", DATED]
    return CliRunner().invoke(cli, ["-w", str(office.root), *map(str, words)])


def numbers(office: Workspace) -> tuple[Number, ...]:
    with open_office(office, CLOCK) as opened:
        return list_numbers(opened.ledger)


def paper(office: Workspace, result: Result) -> str:
    """The words of the paper that was issued last."""
    assert result.exit_code == 0, (result.output, result.exception)
    newest = max(numbers(office), key=lambda number: number.at)
    assert newest.status is Status.CONFIRMED
    printed = [path for path in office.papers.glob("*.docx") if path.name in result.output]
    return words_of_file(printed[0])


def test_a_meeting_notice_gets_everything_around_its_text(office: Workspace) -> None:
    words = paper(office, notice(office, "会议通知", MEETING, "--to", "各县和市直"))

    lines = [line for line in words.split("\n") if line]
    assert lines[:2] == [f"{ORGAN}文件", "云水发〔2026〕1号"]
    assert "各县（市、区）人民政府，市直各部门：" in lines
    assert lines.index(ORGAN) + 1 == lines.index(DAY)
    assert f"{ORGAN}办公室{DAY}印发" in lines
    for line in MEETING.split("\n")[1:]:
        assert line in words


def test_both_names_are_one_paper_and_the_register_numbers_on(office: Workspace) -> None:
    first = notice(office, "会议通知", MEETING, "--to", "各县水利局")
    again = notice(office, "通知（会议）", MEETING, "--to", "各县水利局")
    other = notice(office, "通知", MEETING.replace("防汛", "抗旱"), "--to", "各县水利局")

    assert first.output.count("云水发〔2026〕1号") == 2
    assert "内容未变，仍是：云水发〔2026〕1号" in again.output
    assert "云水发〔2026〕2号" in other.output
    assert [(each.serial, each.kind) for each in numbers(office)] == [(1, "通知"), (2, "通知")]


def test_a_draft_takes_no_number(office: Workspace) -> None:
    result = notice(office, "会议通知", MEETING, "--to", "各县水利局", "--draft")

    assert result.exit_code == 0, result.output
    assert not numbers(office)
    assert list((office.papers / "草稿").glob("*.docx"))


def test_the_papers_of_a_campaign_use_its_rows_and_its_series(office: Workspace) -> None:
    text = MEETING.replace(ORGAN, "")
    result = notice(office, "会议通知", text, name="文明单位创建")

    assert result.exit_code == 0, (result.output, result.exception)
    (number,) = numbers(office)
    words = words_of_file(office.root / number.path)
    assert number.path.startswith("outbox/文明单位创建/通知/云文明办〔2026〕1号 ")
    assert "各县（市、区）文明办，市直各部门，驻市各单位：" in words
    assert "抄送：市委办公室，市政府办公室。" in words


REGULATION = [
    "云川市城市供水管理办法（试行）",
    "第一章 总则",
    "第一条 为了加强管理,制定本办法。",
    "附件1",
    "名单",
    "甲厂",
]


def test_an_issuing_notice_carries_the_document_whole_on_a_new_page(office: Workspace) -> None:
    file = word_file(office.root / "办法.docx", REGULATION, [["项目", "数"], ["甲", "12"]])
    text = f"{ORGAN}关于印发《云川市城市供水管理办法（试行）》的通知\n现印发给你们，请执行。\n特此通知\n"

    result = notice(office, "印发", text, "--to", "各县水利局", "--enclose", file)

    words = paper(office, result)
    assert "全角标点：第" in result.output, "listed, not refused"
    for line in [*REGULATION, "项目", "甲", "12"]:
        assert line in words  # the comma in 第一条 is left as it was passed
    assert words.index(DAY) < words.index("第一章 总则") < words.index("甲厂")
    assert words.count("特此通知") == 1
    document = docx.Document(str(office.root / numbers(office)[0].path))
    breaks = document.element.body.xpath(".//w:pPr/w:pageBreakBefore")
    assert len(breaks) == 2  # before the regulation, and before its own attachment
    assert "没有排进文件" not in result.output


def test_the_number_of_a_forwarded_document_is_not_ones_own(office: Workspace) -> None:
    received = [
        "省水利厅文件",
        "省水发〔2026〕88号",
        "关于做好防御工作的通知",
        "各市水利局：",
        "请落实。",
        "省水利厅",
        "2026年8月30日",
    ]
    file = word_file(office.root / "来文.docx", received)
    text = (
        f"{ORGAN}转发《省水利厅关于做好防御工作的通知》的通知\n各县水利局：\n"
        "现将《关于做好防御工作的通知》（省水发〔2026〕88号）转发给你们。\n"
    )

    words = paper(office, notice(office, "转发", text, "--enclose", file))

    assert [each.organ_code for each in numbers(office)] == ["云水发"]
    assert words.index("云水发〔2026〕1号") < words.index(DAY) < words.index("省水利厅文件")
    for line in received:
        assert line in words


def test_what_was_decided_is_not_addressed(office: Workspace) -> None:
    text = f"{ORGAN}关于〇〇〇等任职的通知\n经研究，决定：\n任命〇〇〇为科长。"

    refused = notice(office, "任免", text)
    issued = notice(office, "任免", text, "--to", "机关各科室")

    assert "没有主送机关" in str(refused.exception)
    words = paper(office, issued)
    assert "机关各科室：" in words
    assert "经研究，决定：" in words


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("第×期", "第1期"),
        ("〔年份〕号", "〔2026〕1号"),
        ("（第×号）", "（第1号）"),
        ("第×号", "第1号"),
    ],
)
def test_minutes_have_a_number_line_of_their_own_and_no_signature(
    office: Workspace, style: str, printed: str
) -> None:
    set_cell(office, "纪要", "编号样式", style)
    text = "关于研究供水问题的纪要\n会议议定：\n一、落实资金。\n出席：〇〇〇\n请假：〇〇〇\n"

    words = paper(office, notice(office, "纪要", text))

    lines = [line for line in words.split("\n") if line]
    assert lines[:2] == [f"{ORGAN}会议纪要", printed]
    assert ORGAN not in lines
    assert "出席：〇〇〇" in lines
    (number,) = numbers(office)
    assert (number.organ_code, number.serial) == (f"{ORGAN}会议纪要", 1)


def test_orders_are_numbered_on_from_year_to_year_and_signed_by_a_person(
    office: Workspace,
) -> None:
    text = "《办法》已经通过，现予公布。"
    first = notice(office, "命令", text)
    second = notice(office, "令", text.replace("办法", "规定"), "--dated", "2027-03-01")

    assert "第2号" in paper(office, second)
    words = words_of_file(next(office.papers.glob(f"{ORGAN}令〔2026〕1号*.docx")))
    assert first.exit_code == 0
    assert "局长" in words
    assert "〇〇〇" in words


def test_briefings_of_a_meeting_are_numbered_by_issues(office: Workspace) -> None:
    first = notice(office, "会议简报", "全市供水工作会议召开\n9月3日，会议召开。")
    second = notice(office, "会议简报", "全市防汛工作会议召开\n9月4日，会议召开。")

    assert "第1期（总第1期）" in first.output
    words = paper(office, second)
    lines = [line for line in words.split("\n") if line]
    assert lines[:2] == [f"{ORGAN}会议简报", "第2期（总第2期）"]
    assert "报：市委办公室。" in lines
    assert "发：各县（市、区）水利局。" in lines


def test_a_meeting_and_the_work_of_a_campaign_share_one_series_of_briefings(
    office: Workspace,
) -> None:
    text = "推进会召开\n9月3日，会议召开。"

    talk = notice(office, "会议简报", text, name="文明单位创建")
    figures = CliRunner().invoke(
        cli,
        ["-w", str(office.root), "brief", "文明单位创建", "--dated", DATED],
        env={"BAOSONG_NOW": f"{DATED}T10:00:00+08:00"},
    )

    assert "第1期（总第1期）" in talk.output
    assert "第2期（总第2期）" in figures.output


BODIES = {
    "请示": "因防汛需要，请求安排经费。",
    "批复": "《关于立项的请示》（东水〔2026〕3号）收悉。同意立项。",
    "公报": "会议审议了报告。",
    "决议": "会议审议通过了报告。",
    "命令": "现予公布。",
    "纪要": "会议议定：\n一、落实资金。\n出席：〇〇〇",
}
TITLES = {
    "通知（任免）": "任免〇〇〇职务的通知",
    "通知（转发）": "转发《办法》的通知",
    "通知（印发）": "印发《办法》的通知",
    "通知（会议）": "召开会议的通知",
    "通报（表彰）": "表彰先进的通报",
    "通报（批评）": "批评有关问题的通报",
}


@pytest.mark.parametrize("template", draft_template_names())
def test_every_kind_and_variant_is_issued_from_a_text(office: Workspace, template: str) -> None:
    kind = template.removesuffix("（文稿）")
    base = kind.partition("（")[0]
    title = f"{ORGAN}关于{TITLES.get(kind, f'有关工作的{base}')}"
    to = (
        ()
        if base in {"公告", "通告", "公报", "决议", "命令", "纪要"} or "简报" in base
        else ("--to", "市财政局")
    )

    words = paper(office, notice(office, kind, f"{title}\n{BODIES.get(base, '请认真落实。')}", *to))

    assert BODIES.get(base, "请认真落实。").split("\n")[0] in words
    assert title in words.replace("\n", "")


def test_a_closing_sentence_is_added_once(office: Workspace) -> None:
    plain = f"{ORGAN}关于防汛情况的报告\n防汛工作进展顺利。"

    added = paper(office, notice(office, "报告", plain))
    kept = paper(office, notice(office, "报告", f"{plain}\n特此报告"))

    assert added.count("特此报告。") == 1
    assert kept.count("特此报告") == 1


def test_a_request_names_its_contact_and_its_signer(office: Workspace) -> None:
    words = paper(office, notice(office, "请示", f"{ORGAN}关于经费的请示\n请安排经费。"))

    assert "签发人：〇〇〇" in words
    assert "（联系人：办公室，电话：0000-3210123）" in words
    assert "妥否，请批示。" in words


def test_an_office_template_is_filled_where_the_office_changed_it(office: Workspace) -> None:
    template = office.document_templates / "通知（会议）.docx"
    document = docx.Document(str(template))
    document.paragraphs[-1].insert_paragraph_before("本局印制")
    document.save(str(template))

    words = paper(office, notice(office, "会议通知", MEETING, "--to", "各县水利局"))

    assert "本局印制" in words
    assert "云水发〔2026〕1号" in words
    assert "各县（市、区）水利局主要负责人。" in words


def test_a_template_of_the_campaign_stands_before_the_office_s(office: Workspace) -> None:
    own = office.campaign_folder("文明单位创建") / "会议通知.docx"
    shutil.copy(office.document_templates / "通知（会议）.docx", own)
    document = docx.Document(str(own))
    document.paragraphs[-1].insert_paragraph_before("本任务专用")
    document.save(str(own))

    result = notice(office, "会议通知", MEETING.replace(ORGAN, ""), name="文明单位创建")

    assert result.exit_code == 0, (result.output, result.exception)
    assert "本任务专用" in words_of_file(office.root / numbers(office)[0].path)


def test_the_papers_of_no_campaign_are_among_the_numbered_ones(office: Workspace) -> None:
    notice(office, "会议通知", MEETING, "--to", "各县水利局")

    (found,) = numbered_papers(office)
    assert (found.organ_code, found.year, found.serial) == ("云水发", 2026, 1)
    assert found.path.parent == office.papers


def test_a_lost_entry_of_no_campaign_is_entered_again(office: Workspace) -> None:
    notice(office, "纪要", "关于供水的纪要\n会议议定：\n一、落实。\n出席：〇〇〇")
    notice(office, "会议简报", "会议召开\n9月3日，会议召开。")
    known = [(each.organ_code, each.serial, each.total, each.kind) for each in numbers(office)]
    for remains in (*office.ledger.parent.glob("ledger.*"), office.ledger_proof):
        remains.unlink()

    mended = CliRunner().invoke(cli, ["-w", str(office.root), "doctor", "--mend"])

    assert mended.exception is None or isinstance(mended.exception, SystemExit), mended.output
    found = [(each.organ_code, each.serial, each.total, each.kind) for each in numbers(office)]
    assert found == known
