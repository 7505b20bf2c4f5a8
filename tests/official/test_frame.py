"""A paper filled part by part is the one that the Word library would write, byte for byte."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from lxml import etree

from pipeline.official.ooxml.package import normalise_timestamps
from pipeline.official.ooxml.zip_members import replace_members
from pipeline.official.templates import template as templates
from pipeline.official.templates.environment import compile_source, render
from pipeline.official.templates.gather import gather
from pipeline.official.templates.refit import refit
from pipeline.official.templates.repair import repair_template
from pipeline.official.templates.source import build_source
from pipeline.official.templates.starters import starter_templates
from pipeline.official.templates.structure import carry_out
from tests.official import test_repair as edits
from tests.official.specimens import LONG_ORGAN, LONG_TITLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from docx.document import Document as WordDocument

FACTS = {
    "文件名": "<东河>&.xlsx", "版本": "1", "收到时间": "10月9日",
    "答复日期": "2026年10月9日", "结果": "已收", "指纹": "0f" * 32, "提醒": ["一", "二"],
    "补正期限": "10月12日", "退回问题数": "1", "另有提醒": "", "标记件": "", "原版说明": "",
    "问题": [{"序号": "1", "位置": "表 C4", "填报项": "合计", "内容": "9", "改法": "改", "级别": "错误"}],
    "填报项": [{"序号": "1", "名称": "合计", "要求": "整数", "计量单位": "个"}],
    "标题": LONG_TITLE, "发文机关标志": LONG_ORGAN, "发文字号": "云〔2026〕1号",
}  # fmt: skip


def filled_part(content: bytes, facts: Mapping[str, object]) -> bytes:
    root = etree.fromstring(content)
    tags = gather(root, "正文")
    carry_out(tags)
    return render(compile_source(build_source(root, tags).text), facts).encode()


def filled_whole(package: bytes, facts: Mapping[str, object]) -> bytes:
    """The plain way: every part rendered, the package opened, repaired, fitted and written."""
    rendered = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(rendered, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith(("word/document", "word/header", "word/footer", "docProps/core")):
                content = filled_part(content, facts)
            new.writestr(name, content)
    document = docx.Document(rendered)
    repair_template(document)
    refit(document)
    stream = io.BytesIO()
    document.save(stream)
    return normalise_timestamps(stream.getvalue())


@pytest.mark.parametrize("name", ["回执.docx", "退回单.docx", "函.docx"])
@pytest.mark.parametrize(
    "edit", [None, edits.split_tags, edits.number_style_ids, edits.theme_fonts, edits.wide_margins]
)
def test_a_paper_is_the_same_bytes(
    name: str, edit: Callable[[WordDocument], None] | None, tmp_path: Path
) -> None:
    package = starter_templates()[name]
    if edit is not None:
        document = edits.opened(package)
        edit(document)
        package = edits.saved(document)
    path = tmp_path / name
    path.write_bytes(package)
    template = templates.open_template(path)
    facts: dict[str, object] = dict.fromkeys(templates.referenced_names(template), "甲")
    facts |= FACTS
    source = "".join(part.source for part in template.parts)
    for owner in ("任务", "单位"):
        texts: dict[str, object] = dict.fromkeys(re.findall(rf"{owner}\.(\w+)", source), "云川市")
        facts[owner] = texts | (
            {"所属": ["甲县"], "已催次数": 2, "逾期天数": 5} if owner == "单位" else {}
        )

    content = templates.fill(template, facts)

    assert content == filled_whole(package, facts)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_members_are_replaced_as_the_zip_library_would_write_them() -> None:
    def package(*contents: bytes) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for number, content in enumerate(contents):
                archive.writestr(
                    zipfile.ZipInfo(f"{number}/部分.xml"), content, zipfile.ZIP_DEFLATED
                )
        return stream.getvalue()

    old = package(b"first", b"second" * 500, b"", b"last")

    assert replace_members(old, {}) == old
    assert replace_members(
        old, {"1/部分.xml": b"short", "3/部分.xml": b"longer " * 900}
    ) == package(b"first", b"short", b"", b"longer " * 900)
