"""A draft file → its lines and tables, in order; what can't be carried over is told, never lost."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.official.drafts.lines import DraftLine
from pipeline.official.drafts.markdown import markdown_lines
from pipeline.official.drafts.word import word_lines
from pipeline.official.errors import DraftUnreadable
from pipeline.official.ooxml.elements import unprintable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


_MAX_BYTES: Final = 20 * 1024 * 1024
_MAX_CHARS: Final = 400_000  # characters; a document of a hundred pages has 60,000
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATOR: Final = re.compile(r"^[\s|:-]*-[\s|:-]*$")
_MIN_ROWS: Final = 2
_MAX_LISTED_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class DraftSource:
    """What a draft holds: its lines, and what had to be left behind (notes for a person)."""

    name: str
    lines: tuple[DraftLine, ...]
    notes: tuple[str, ...] = ()


def read_source(path: Path) -> DraftSource:
    """The draft at *path*: ``.txt``, ``.md`` or ``.docx``, told by its content.

    Raises:
        DraftUnreadable: it is empty, too large, no text, or of an old or locked format.
        OSError: it can't be read.
    """
    if path.stat().st_size > _MAX_BYTES:
        raise DraftUnreadable(path.name, "超过 20 MB", "图片较多的请先去掉图片，只留文字")
    content = path.read_bytes()
    if content.startswith(_OLD_OFFICE):
        raise DraftUnreadable(
            path.name,
            "是旧格式（.doc、.wps）或加了密码",
            "用 Word/WPS 打开，取消密码，另存为 .docx",
        )
    if zipfile.is_zipfile(io.BytesIO(content)):
        lines, notes = word_lines(path.name, content)
    else:
        texts = _decode(path.name, content).splitlines()
        if path.suffix.lower() in {".md", ".markdown"}:
            lines, notes = markdown_lines(texts)
        else:
            lines, notes = tuple(_plain_lines(texts)), ()
        lines = tuple(_join_tables(lines))
    if all(line.is_blank for line in lines):
        raise DraftUnreadable(path.name, "里面没有文字", "请把正文写进去再排版")
    return DraftSource(path.name, lines, (*notes, *_invisible_notes(lines)))


def _invisible_notes(lines: Sequence[DraftLine]) -> Iterator[str]:
    """A note where characters that no page shows (零宽、方向控制字符) are left out."""
    found = [
        (line.number, len(marks))
        for line in lines
        if (marks := unprintable(line.text + "".join("".join(row) for row in line.rows)))
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
        if len(text) > _MAX_CHARS:
            raise DraftUnreadable(name, "超过 40 万字", "请分成几件公文")
        return text
    raise DraftUnreadable(
        name, "不是文字（可能是图片、PDF 或别的格式改了名）", "请另存为 .docx 或 .txt"
    )


def _plain_lines(texts: Sequence[str]) -> Iterator[DraftLine]:
    return (DraftLine(number, text) for number, text in enumerate(texts, start=1))


def _join_tables(lines: Sequence[DraftLine]) -> Iterator[DraftLine]:
    """Lines of cells (with tabs or bars) that follow each other are one table."""
    at = 0
    while at < len(lines):
        rows: list[tuple[str, ...]] = []
        while at + len(rows) < len(lines) and (cells := _cells(lines[at + len(rows)].text)):
            rows.append(cells)
        kept = [row for row in rows if not _SEPARATOR.match("|".join(row) or "-")]
        if len(kept) >= _MIN_ROWS:
            width = max(map(len, kept))
            yield DraftLine(
                lines[at].number, rows=tuple(row + ("",) * (width - len(row)) for row in kept)
            )
            at += len(rows)
        else:
            yield lines[at]
            at += 1


def _cells(text: str) -> tuple[str, ...]:
    """The cells of one line; none where it is no row of a table."""
    if "|" in text.strip().strip("|"):
        return tuple(cell.strip() for cell in text.strip().strip("|").split("|"))
    parts = text.split("\t")
    return tuple(cell.strip() for cell in parts) if len(parts) > 1 and all(parts[1:]) else ()
