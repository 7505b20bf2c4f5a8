"""Read a draft file (文稿) as lines and tables, in order; what can't be carried over gets a note."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.official.drafts.lines import DraftLine, join_tables, markdown_lines, plain_lines
from pipeline.official.drafts.word import word_lines
from pipeline.official.errors import DocumentUnreadable, DraftUnreadable
from pipeline.official.foreign_files import CHARACTERS_AT_MOST, refuse_long_paragraph
from pipeline.official.ooxml.elements import unprintable
from pipeline.official.ooxml.word_file import open_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docx.document import Document as WordDocument


_MAX_BYTES: Final = 20 * 1024 * 1024
# What browsers and old programs save under a name of Word's.
_MARKUP: Final = re.compile(
    r"\s{0,64}(?:<(?:!doctype|html|\?xml|head|body|meta)|\{\\rtf|mime-version:)", re.IGNORECASE
)
_BEGINNING: Final = 200  # bytes
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAX_LISTED_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class DraftSource:
    """Hold the lines of a draft, and notes for a person on what was not carried over."""

    name: str
    lines: tuple[DraftLine, ...]
    notes: tuple[str, ...] = ()


def parse_source(content: bytes, name: str) -> DraftSource:
    """Parse the draft *content*: ``.txt``, ``.md`` or ``.docx``, by its content.

    Raises:
        DraftUnreadable: it is empty, too large, no text, or of an old or locked format.
        DocumentTooLarge: it has more text, or a longer paragraph, than any document.
    """
    if len(content) > _MAX_BYTES:
        raise DraftUnreadable(name, "超过 20 MB", "图片较多的请先去掉图片，只留文字")
    if content.startswith(_OLD_OFFICE):
        raise DraftUnreadable(
            name,
            "是旧格式（.doc、.wps）或加了密码",
            "用 Word/WPS 打开，取消密码，另存为 .docx",
        )
    if zipfile.is_zipfile(io.BytesIO(content)):
        return word_source(name, _open(name, content))
    beginning = content.removeprefix(codecs.BOM_UTF8)[:_BEGINNING].decode("latin-1")
    if _MARKUP.match(beginning):
        raise DraftUnreadable(name, "是网页、XML 或 RTF 改了名", "用 Word/WPS 打开，另存为 .docx")
    texts = _decode(name, content).splitlines()
    for number, text in enumerate(texts, start=1):
        refuse_long_paragraph(name, number, len(text))
    if name.lower().endswith((".md", ".markdown")):
        lines, notes = markdown_lines(texts)
    else:
        lines, notes = plain_lines(texts), ()
    return _source(name, tuple(join_tables(lines)), notes)


def word_source(name: str, document: WordDocument) -> DraftSource:
    """Read the opened Word *document*; *name* is its name in an error.

    Raises:
        DraftUnreadable: it contains no text.
    """
    return _source(name, *word_lines(document))


def _source(name: str, lines: tuple[DraftLine, ...], notes: tuple[str, ...]) -> DraftSource:
    if all(line.is_blank for line in lines):
        raise DraftUnreadable(name, "里面没有文字", "请把正文写进去再排版")
    return DraftSource(name, lines, (*notes, *_invisible_notes(lines)))


def _open(name: str, content: bytes) -> WordDocument:
    try:
        return open_word(name, content)
    except DocumentUnreadable as error:
        raise DraftUnreadable(
            name, "不是 Word 文档（.docx）或已损坏", "用 Word/WPS 打开另存为 .docx"
        ) from error


def _invisible_notes(lines: Sequence[DraftLine]) -> Iterator[str]:
    """Yield a note where characters that no page shows (零宽、方向控制字符) are removed."""
    found = [
        (line.number, len(characters))
        for line in lines
        if (characters := unprintable(line.text + "".join("".join(row) for row in line.rows)))
    ]
    if found:
        total = sum(count for _, count in found)
        yield (
            f"文稿里有 {total} 个看不见的控制字符（第 {'、'.join(str(n) for n, _ in found[:_MAX_LISTED_LINES])} 行"
            f"{'等' if len(found) > _MAX_LISTED_LINES else ''}），排版时没有带过来，文字未动。"
        )


def _decode(name: str, content: bytes) -> str:
    marked = next(
        (encoding for mark, encoding in _BYTE_ORDER_MARKS if content.startswith(mark)), ""
    )
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        if len(text) > CHARACTERS_AT_MOST:
            raise DraftUnreadable(name, "超过 40 万字", "请分成几件公文")
        return text
    raise DraftUnreadable(
        name, "不是文字（可能是图片、PDF 或别的格式改了名）", "请另存为 .docx 或 .txt"
    )
