"""A draft in, a finished document out: the words stay, the slips are reported, the draft is safe."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from click.testing import CliRunner
from docx.enum.text import WD_ALIGN_PARAGRAPH

from cli import cli
from tests.official.form_specimens import seal_picture

ROOT = Path(__file__).parents[2]

if TYPE_CHECKING:
    from click.testing import Result

DRAFT = """发文机关标志：云川市教育局文件
云教[2026]第05号

关于报送情况的通知

各单位:
请于2026年09月01日前报送。

云川市教育局
2026年8月1日
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "文稿.txt"
    file.write_bytes(DRAFT.encode("gb18030"))
    return file


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.mark.render
def test_a_draft_becomes_a_document_next_to_it(draft: Path) -> None:
    result = run("typeset", draft)

    made = draft.with_name("关于报送情况的通知.docx")
    texts = [each.text for each in docx.Document(str(made)).paragraphs]
    assert result.exit_code == 0, result.output
    assert "云教〔2026〕5号" in texts
    assert "各单位：" in texts
    assert "第2行 发文字号：“[2026]第05号”→“〔2026〕5号”" in result.output
    assert draft.read_bytes() == DRAFT.encode("gb18030")


def test_the_chinese_name_and_json_work_alike(draft: Path) -> None:
    result = run("排版", draft, "--kind", "通知", "--json")

    told = json.loads(result.stdout)
    assert (told["kind"], told["title"]) == ("通知", "关于报送情况的通知")
    assert {fix["rule"] for fix in told["fixes"]} == {"发文字号", "半角标点", "日期补零"}


def test_a_second_run_replaces_its_own_work_and_a_word_draft_is_never_overwritten(
    draft: Path,
) -> None:
    run("typeset", draft)
    made = draft.with_name("关于报送情况的通知.docx")
    before = made.read_bytes()

    result = run("typeset", made, "--kind", "通知")

    assert result.exit_code == 0, result.output
    assert made.read_bytes() == before
    assert made.with_name("关于报送情况的通知（排版）.docx").is_file()


def test_a_target_and_a_seal_can_be_given(draft: Path, tmp_path: Path) -> None:
    (tmp_path / "章.png").write_bytes(seal_picture())

    result = run(
        "typeset", draft, "--output", tmp_path / "出" / "甲.docx", "--seal", tmp_path / "章.png"
    )

    made = docx.Document(str(tmp_path / "出" / "甲.docx"))
    assert result.exit_code == 0, result.output
    assert len(made.element.body.xpath(".//wp:anchor")) == 1


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (DRAFT.encode(), ["--kind", "通告书"], "没有“通告书”这个文种"),
        ("随手一记".encode(), [], "请用 --kind 指明"),
        (b"\x89PNG\x00\x01", [], "不是文字"),
        (b"", [], "里面没有文字"),
    ],
)
def test_what_cannot_be_set_is_reported_in_one_sentence_and_leaves_nothing(
    tmp_path: Path, content: bytes, options: list[str], said: str
) -> None:
    file = tmp_path / "文稿.txt"
    file.write_bytes(content)

    result = run("typeset", file, *options)

    assert result.exit_code == 1
    assert said in str(result.exception)
    assert [each.name for each in tmp_path.iterdir()] == ["文稿.txt"]


def test_an_unreadable_seal_leaves_nothing_half_written(draft: Path, tmp_path: Path) -> None:
    (tmp_path / "章.png").write_bytes(b"no picture")

    result = run("typeset", draft, "--seal", tmp_path / "章.png")

    assert "印章用不了" in str(result.exception)
    assert not list(tmp_path.glob("*.docx"))


def test_what_is_missing_is_reported_with_the_way_to_write_it(tmp_path: Path) -> None:
    file = tmp_path / "文稿.txt"
    file.write_text("关于甲的通知\n请执行。", encoding="utf-8")

    result = run("typeset", file)

    assert "版头没有发文机关标志" in result.stderr
    assert "没有成文日期" in result.stderr


def test_an_offices_own_template_takes_the_draft(draft: Path, tmp_path: Path) -> None:
    template = ROOT / "templates" / "公文" / "通知（部署）.docx"

    result = run("typeset", draft, "--template", template, "--output", tmp_path / "甲.docx")

    texts = [each.text for each in docx.Document(str(tmp_path / "甲.docx")).paragraphs]
    assert result.exit_code == 0, result.output
    assert {"云川市教育局文件", "云教〔2026〕5号", "云川市教育局"} <= set(texts)


def test_what_the_kind_requires_is_reported_with_its_article(tmp_path: Path) -> None:
    file = tmp_path / "文稿.txt"
    file.write_text(
        "关于经费的请示\n市委、市政府：\n请拨付。\n云川市教育局\n2026年8月1日", encoding="utf-8"
    )

    result = run("typeset", file)

    assert result.exit_code == 0
    assert "签发人" in result.stderr
    assert "条例第十五条" in result.stderr


def test_invisible_marks_are_reported(draft: Path) -> None:
    draft.write_text(DRAFT.replace("报送。", "报\u200b送\u202e。"), encoding="utf-8")

    result = run("typeset", draft)

    assert "文稿里有 2 个看不见的控制字符（第 7 行）" in result.stderr


def test_what_is_lacking_is_reported_once(draft: Path) -> None:
    draft.write_text("关于报送情况的通知\n各单位：\n请照办。", encoding="utf-8")

    told = run("typeset", draft).stderr

    assert told.count("发文机关标志：××文件") == 1
    assert told.count("成文日期") == 1


@pytest.mark.parametrize("command", ["inspect", "typeset", "seal"])
def test_a_word_file_whose_inside_is_broken_is_refused_in_words(
    tmp_path: Path, command: str
) -> None:
    whole = tmp_path / "好.docx"
    docx.Document().save(str(whole))
    broken = tmp_path / "坏.docx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(broken, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, b"<a" if entry == "word/document.xml" else old.read(entry))
    picture = tmp_path / "章.png"
    picture.write_bytes(seal_picture())

    result = run(command, broken, *(["--seal", picture] if command == "seal" else []))

    assert "坏.docx 不是 Word 文档（.docx）或已损坏" in str(result.exception)


def test_a_broken_template_is_refused_in_words(tmp_path: Path, draft: Path) -> None:
    template = tmp_path / "红头.docx"
    paper = docx.Document()
    paper.add_paragraph("{{ 标题 ")
    paper.save(str(template))
    with zipfile.ZipFile(tmp_path / "烂.docx", "w") as archive:
        archive.writestr("word/document.xml", "<a")

    tagged = run("typeset", draft, "--template", template)
    rotten = run("typeset", draft, "--template", tmp_path / "烂.docx")

    assert "没有写完" in str(tagged.exception)
    assert "烂.docx：不是 Word 文档（.docx）或已损坏" in str(rotten.exception)
    assert not draft.with_name("关于报送情况的通知.docx").exists()


def test_a_speech_is_set_without_a_red_head_and_its_kind_is_read_from_the_title(
    tmp_path: Path,
) -> None:
    file = tmp_path / "讲话.txt"
    lines = [
        "在会议上的讲话",
        "（2026年9月5日）",
        "〇〇〇",
        "",
        "同志们：",
        "今天开会。",
        "一、要求",
        "谢谢大家！",
    ]
    file.write_text("\n".join(lines), "utf-8")

    result = run("typeset", file)

    paper = docx.Document(str(file.with_name("在会议上的讲话.docx")))
    written = [each for each in paper.paragraphs if each.text]
    assert result.exit_code == 0, result.output
    assert [each.text for each in written] == [line for line in lines if line]
    centred = [each.text for each in written if each.alignment == WD_ALIGN_PARAGRAPH.CENTER]
    assert centred == ["（2026年9月5日）", "〇〇〇"]
    assert not paper.element.body.xpath(".//w:pBdr")
    assert "提醒：版头" not in result.output


def test_two_documents_in_one_file_leave_nothing(draft: Path) -> None:
    draft.write_text(f"{DRAFT}\n{DRAFT}", "utf-8")

    result = run("typeset", draft)

    assert result.exit_code == 1
    assert "第12行" in str(result.exception)
    assert [each.name for each in draft.parent.iterdir()] == ["文稿.txt"]
