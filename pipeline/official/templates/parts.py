"""Name the parts of a Word package that can hold words (部件), as a secretary knows them."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from lxml import etree

from pipeline.official.templates.gather import Place, PlacedFault

if TYPE_CHECKING:
    from collections.abc import Iterator

BODY: Final = "正文"
_PARTS: Final = (
    (re.compile(r"word/header\w*\.xml"), "页眉"),
    (re.compile(r"word/footer\w*\.xml"), "页脚"),
    (re.compile(r"word/footnotes\w*\.xml"), "脚注"),
    (re.compile(r"word/endnotes\w*\.xml"), "尾注"),
    (re.compile(r"word/comments\w*\.xml"), "批注"),
    (re.compile(r"word/numbering\w*\.xml"), "自动编号"),
    (re.compile(r"word/charts/[^/]+\.xml"), "图表"),
    (re.compile(r"word/diagrams/[^/]+\.xml"), "SmartArt 图形"),
    (re.compile(r"word/drawings/[^/]+\.xml"), "图形"),
    (re.compile(r"docProps/[^/]+\.xml"), "文档属性（文件—信息—属性）"),
    (re.compile(r"customXml/item\d+\.xml"), "内容控件的数据"),
)
_ON_PAGE: Final = frozenset({"页眉", "页脚", "脚注", "尾注", "图表", "SmartArt 图形", "图形"})
_RELATIONS: Final = re.compile(r"(?:word|docProps)/(?:[^/]+/)*_rels/[^/]+\.rels")
_TAG: Final = re.compile(r"\{\{|\{%")


def name_of(path: str) -> str:
    """Return the name of the part at *path*; empty for one that holds no words of the document."""
    return next((name for pattern, name in _PARTS if pattern.fullmatch(path)), "")


def is_on_page(path: str, main: str) -> bool:
    """Return whether the words of the part at *path* are printed; those of comments and properties aren't."""
    return path == main or name_of(path) in _ON_PAGE


def word_parts(package: bytes, main: str) -> Iterator[tuple[str, str, bytes]]:
    """Yield path, name and content of each part of *package* that can hold words; *main* is the body.

    Raises:
        PlacedFault: the address of a link contains a tag, which can't be filled.
    """
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for path in archive.namelist():
            name = BODY if path == main else name_of(path)
            if name:
                yield path, name, archive.read(path)
            elif _RELATIONS.fullmatch(path):
                _refuse_links(archive.read(path))


def _refuse_links(content: bytes) -> None:
    for relation in etree.fromstring(content):
        target = unquote(relation.get("Target") or "")
        if relation.get("TargetMode") == "External" and _TAG.search(target):
            raise PlacedFault(
                Place("超链接的地址", 0, target),
                "超链接的地址里写了标签，填不进去，请右键取消超链接，只留文字",
            )
