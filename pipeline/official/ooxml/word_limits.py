"""Limit how large a Word file may be (文档的范围), by counting before a library parses it, and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.errors import DocumentTooLarge
from pipeline.official.foreign_files import CHARACTERS_AT_MOST, refuse_long_paragraph
from pipeline.workbook.package import open_zip, read_part

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

# A document of 300 pages has 10,000 paragraphs, 200,000 characters and 5 MB of XML.
_PARTS_AT_MOST: Final = 2_000
_UNPACKED_AT_MOST: Final = 96 * 1024 * 1024
_XML_AT_MOST: Final = 24 * 1024 * 1024
_TAGS_AT_MOST: Final = 1_000_000  # in all parts; each element takes a hundred bytes and more
_PARAGRAPHS_AT_MOST: Final = 60_000  # those in cells of tables included
_REMEDY: Final = "请分成几件，删去不用的内容、图片和格式，另存为新的 .docx 后再试"


def refuse_large_package(name: str, package: bytes) -> None:
    """Refuse a Word file that unpacks to more than any document.

    Raises:
        DocumentTooLarge: beyond 2,000 parts, 96 MB, of which 24 MB of XML, or a million tags.
        zipfile.BadZipFile: it is damaged; or any other of ``ZIP_BROKEN``.
    """
    with open_zip(package) as archive:
        infos = archive.infolist()
        if len(infos) > _PARTS_AT_MOST or sum(i.file_size for i in infos) > _UNPACKED_AT_MOST:
            raise DocumentTooLarge(name, "解开后超过 96 MB 或 2000 个部分，不像是公文", _REMEDY)
        parts = [info for info in infos if info.filename.lower().endswith((".xml", ".rels"))]
        if sum(info.file_size for info in parts) > _XML_AT_MOST:
            raise DocumentTooLarge(name, "文字和格式解开后超过 24 MB，不像是公文", _REMEDY)
        if sum(read_part(archive, info).count(b"<") for info in parts) > _TAGS_AT_MOST:
            raise DocumentTooLarge(name, "段落、表格和格式太多，不像是公文", _REMEDY)


def refuse_long_text(name: str, document: WordDocument) -> None:
    """Refuse a document of more text than any, or with a paragraph that is none.

    Raises:
        DocumentTooLarge: beyond 60,000 paragraphs, 400,000 characters, or 10,000 in a paragraph.
    """
    total = 0
    for number, paragraph in enumerate(document.element.body.iter(qn("w:p")), start=1):
        if number > _PARAGRAPHS_AT_MOST:
            raise DocumentTooLarge(name, f"超过 {_PARAGRAPHS_AT_MOST} 段，不像是公文", _REMEDY)
        characters = sum(len(text.text or "") for text in paragraph.iter(qn("w:t")))
        refuse_long_paragraph(name, number, characters)
        total += characters
    if total > CHARACTERS_AT_MOST:
        raise DocumentTooLarge(name, f"有 {total} 个字，超过 40 万字", _REMEDY)
