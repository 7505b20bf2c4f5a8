"""A text that can't be a paper is refused in one sentence, no number is spent, and each remedy works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
from click.testing import CliRunner

from cli import cli
from tests.conftest import copied
from tests.story.own_offices import ORGAN, fill_in, set_cell, word_file, words_of_file
from tests.story.test_text_notices import DATED, DAY, MEETING, notice, numbers

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from pipeline.workspace import Workspace

TITLE = f"{ORGAN}关于做好防汛工作的通知"
BODY = "请认真落实。"
TO = ("--to", "各县水利局")


@pytest.fixture
def office(filled_in: Workspace, tmp_path: Path) -> Workspace:
    return copied(filled_in, tmp_path / "新办公室")


def refused(office: Workspace, result: Result) -> str:
    assert result.exit_code == 1, result.output
    assert not numbers(office)
    assert not list(office.outbox.rglob("*.docx"))
    return str(result.exception)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (
            f"云水发〔2026〕9号\n{TITLE}\n{BODY}",
            "第1行“云水发〔2026〕9号”",
            "文号由登记簿编，请删去这一行",
        ),
        (f"云川市财政局文件\n{TITLE}\n{BODY}", "第1行“云川市财政局文件”", "是版头"),
        (f"{TITLE}\n市财政局：\n{BODY}", "第2行“市财政局：”", "或用 --to 写明主送机关"),
        (f"{TITLE}\n{BODY}\n\n云川市财政局\n{DAY}", "第4行“云川市财政局”", "是落款"),
        (f"{TITLE}\n{BODY}\n\n{ORGAN}\n2026年8月1日", "第5行“2026年8月1日”", "或用 --dated 写明"),
        (f"{TITLE}\n{BODY}\n云川市财政局", "第3行“云川市财政局”", "像是落款"),
        (
            f"{TITLE}\n{BODY}\n\n云川市财政局办公室 {DAY}印发",
            "第4行“云川市财政局办公室”",
            "是印发机关",
        ),
    ],
)
def test_an_element_that_differs_is_refused_with_its_line(
    office: Workspace, text: str, line: str, what: str
) -> None:
    said = refused(office, notice(office, "通知", text, *TO))

    assert f"稿.txt {line}" in said
    assert what in said
    assert "baosong typeset 稿.txt" in said


@pytest.mark.parametrize(
    "text",
    [
        f"{ORGAN}文件\n{TITLE}\n各县水利局：\n{BODY}\n\n{ORGAN}\n{DAY}\n{ORGAN}办公室 {DAY}印发",
        f"{TITLE}\n各县水利局:\n{BODY}\n{ORGAN}",
    ],
)
def test_elements_that_are_the_office_s_are_accepted_and_printed_once(
    office: Workspace, text: str
) -> None:
    result = notice(office, "通知", text, *TO)

    assert result.exit_code == 0, result.exception
    (number,) = numbers(office)
    lines = words_of_file(office.root / number.path).split("\n")
    for words in (ORGAN, DAY, "各县水利局：", f"{ORGAN}文件"):
        assert lines.count(words) == 1, words
    assert "没有排进" not in result.output


def test_addressees_of_the_text_are_used_where_the_office_states_none(office: Workspace) -> None:
    result = notice(office, "函", f"{ORGAN}关于有关工作的函\n市财政局：\n请支持。")

    assert result.exit_code == 0, result.exception
    assert "市财政局：" in words_of_file(office.root / numbers(office)[0].path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{TITLE}\n{ORGAN}关于报送材料的通知\n{BODY}", "第2行“云川市水利局关于报送材料的通知”像是另一个标题"),
        (f"{TITLE}\n{BODY}\n关于报送材料的通知\n各单位：\n请报送。", "第3行“关于报送材料的通知”像是另一个标题"),
        (
            f"{TITLE}\n各县水利局：\n{BODY}\n{ORGAN}\n{DAY}\n\n关于报送材料的通知\n各单位：\n请报送。",
            "第7行“关于报送材料的通知”起像是另一件公文",
        ),
        (TITLE, "只有标题，没有正文"),
        ("", "里面没有文字"),
        (BODY, "第1行“请认真落实。”不像标题"),
        (f"{ORGAN}关于有关工作的函\n请支持。", "请改用 baosong notice 函"),
    ],
)  # fmt: skip
def test_titles_and_texts_that_are_none(office: Workspace, text: str, said: str) -> None:
    assert said in refused(office, notice(office, "通知", text, *TO))


def test_a_title_may_be_stated_beside_the_text(office: Workspace) -> None:
    result = notice(office, "通知", BODY, *TO, "--title", TITLE)
    same = notice(office, "通知", f"{TITLE}\n{BODY}", *TO, "--title", TITLE)

    assert result.exit_code == 0, result.exception
    assert "内容未变，仍是：云水发〔2026〕1号" in same.output


def test_two_different_titles_are_refused(office: Workspace) -> None:
    said = refused(
        office, notice(office, "通知", f"{TITLE}\n{BODY}", *TO, "--title", "关于别的事的通知")
    )

    assert "第1行" in said
    assert "去掉 --title" in said


@pytest.mark.parametrize(
    ("kind", "column", "text"),
    [
        ("通知", "文号代字", ""),
        ("通知", "文号代字", "〇〇发"),
        ("通知", "版头", "〇〇市〇〇局文件"),
        ("请示", "签发人", ""),
        ("命令", "签发人", "局长"),
    ],
)
def test_what_the_office_has_not_filled_in_is_named_by_its_cell(
    office: Workspace, kind: str, column: str, text: str
) -> None:
    cell = set_cell(office, kind, column, text)

    said = refused(office, notice(office, kind, f"{ORGAN}关于有关工作的{kind}\n{BODY}", *TO))

    assert f"templates/本机关.xlsx「发文」{cell} “{column}”" in said


def test_an_office_without_its_workbook_learns_how_to_get_one(office: Workspace) -> None:
    office.own_office.unlink()

    said = refused(office, notice(office, "通知", f"{TITLE}\n{BODY}", *TO))

    assert "baosong init ." in said
    assert CliRunner().invoke(cli, ["init", str(office.root)]).exit_code == 0
    fill_in(office)
    assert notice(office, "通知", f"{TITLE}\n{BODY}", *TO).exit_code == 0


def test_a_faulty_cell_of_the_workbook_is_named(office: Workspace) -> None:
    cell = set_cell(office, "通知", "编号样式", "第X期")

    said = refused(office, notice(office, "通知", f"{TITLE}\n{BODY}", *TO))

    assert f"本机关.xlsx「发文」{cell}：编号样式“第X期”不认识" in said


def test_an_enclosure_that_can_not_be_read_is_named(office: Workspace) -> None:
    broken = office.root / "办法.docx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    text = f"{ORGAN}关于印发《办法》的通知\n现印发给你们。"

    said = refused(office, notice(office, "印发", text, *TO, "--enclose", broken))

    assert "办法.docx" in said


def test_an_enclosure_of_a_paper_that_carries_none_is_an_attachment(office: Workspace) -> None:
    file = word_file(office.root / "清单.docx", ["检查清单", "一、堤防"])

    said = refused(office, notice(office, "会议通知", MEETING, *TO, "--enclose", file))
    attached = f"{MEETING}\n附件：检查清单\n\n附件\n检查清单\n一、堤防"

    assert "请把它写成附件" in said
    assert notice(office, "会议通知", attached, *TO).exit_code == 0


def test_a_speech_has_no_number_and_its_remedy_sets_it(office: Workspace) -> None:
    speech = f"在会议上的讲话\n（{DAY}）\n〇〇〇\n\n同志们：\n今天开会。"

    said = refused(office, notice(office, "讲话", speech))

    assert "baosong typeset 稿.txt --kind 讲话" in said
    done = CliRunner().invoke(cli, ["typeset", str(office.root / "稿.txt"), "--kind", "讲话"])
    assert done.exit_code == 0, done.exception


def test_an_unknown_kind_lists_those_that_can_be_issued(office: Workspace) -> None:
    said = refused(office, notice(office, "公开信", f"{TITLE}\n{BODY}"))

    listed = said.partition("可以写 ")[2].split("、")
    assert {"通知（会议）", "纪要", "会议简报"} <= set(listed)


@pytest.mark.parametrize("kind", ["会议通知", "通知（会议）", "会议简报", "纪要"])
def test_a_kind_that_wants_a_text_says_the_command_that_takes_one(
    office: Workspace, kind: str
) -> None:
    result = CliRunner().invoke(
        cli, ["-w", str(office.root), "notice", kind, "文明单位创建", "--dated", DATED]
    )

    assert f"baosong notice {kind} 文明单位创建 --text 文稿.docx" in str(result.exception)


def test_the_row_that_a_campaign_lacks_is_named_and_the_office_issues_it(
    office: Workspace,
) -> None:
    text = f"{ORGAN}关于有关工作的决定\n{BODY}"

    said = refused(office, notice(office, "决定", text, name="文明单位创建"))

    assert "任务书“发文”表没有“决定”这一行" in said
    assert notice(office, "决定", text).exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["notice", "会议通知"],
        ["notice", "通知", "文明单位创建", "--title", "关于工作的通知"],
        ["notice", "通知", "--text", "稿.txt", "--unit", "东河区"],
        ["notice", "通知", "--text", "稿.txt", "--basis", "依据"],
    ],
)
def test_options_that_do_not_fit_together_are_wrong_usage(
    office: Workspace, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office.root)
    (office.root / "稿.txt").write_text(f"{TITLE}\n{BODY}", "utf-8")

    assert CliRunner().invoke(cli, words).exit_code == 2
    assert not numbers(office)


@pytest.mark.parametrize(
    ("removed", "what"),
    [
        ("{{ 主送机关", "没有地方放文稿里的主送机关"),
        ("主送机关", "“{%p endif %}”前面没有相配的 {% if %}"),
    ],
)
def test_a_template_without_a_place_for_an_element_is_refused_and_can_be_put_aside(
    office: Workspace, removed: str, what: str
) -> None:
    template = office.document_templates / "通知（会议）.docx"
    document = docx.Document(str(template))
    for paragraph in document.element.body.xpath(f".//w:p[contains(., '{removed}')]"):
        paragraph.getparent().remove(paragraph)
    document.save(str(template))

    said = refused(office, notice(office, "会议通知", MEETING, *TO))

    assert what in said
    template.rename(template.with_suffix(".旧"))
    assert notice(office, "会议通知", MEETING, *TO).exit_code == 0
