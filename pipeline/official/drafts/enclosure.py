"""Read the document that a notice issues or forwards (被印发、被转发的文件), whole and unchanged in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pipeline.model.document import Attachment, Paragraph
from pipeline.official.drafts.blocks import parse_blocks
from pipeline.official.drafts.source import parse_source
from pipeline.official.errors import DraftUnreadable
from pipeline.official.standard.addressee_lines import names_addressees
from pipeline.official.standard.kinds import kind_of_title
from pipeline.official.standard.paper_names import plain_kind_of_title
from pipeline.official.standard.patterns import (
    ATTACHMENT_LABEL,
    COPY_NUMBER,
    FULL_DATE,
    ORGAN_MARK,
    ORGAN_NAME,
    OWN_NUMBER,
    outline_level,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.document import Block
    from pipeline.official.drafts.lines import DraftLine
    from pipeline.official.drafts.source import DraftSource

_FLUSH: Final = "flush"
_TITLE_LINES: Final = 4
_TITLE_CHARS: Final = 60
_ENDS_TITLE: Final = re.compile(
    r"(?:办法|规定|条例|细则|规则|制度|章程|标准|规范|清单|名单|指南|规程|纲要|分工|安排|目录|守则|公约|合同|协议)(?:（[^）]*）)?$"
)
_CHAPTER: Final = re.compile(r"第[一二三四五六七八九十百]{1,4}[编章节](?:[ 　]|$)")
_BELOW_TITLE: Final = re.compile(r"（[^（）]*20\d\d年[^（）]*）")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """Hold the lines of an enclosed document, and its parts: the document, then each of its attachments."""

    source: DraftSource
    parts: tuple[Attachment, ...]

    @property
    def title(self) -> str:
        """Return the title of the document."""
        return self.parts[0].title


def read_enclosure(content: bytes, name: str) -> Enclosure:
    """Parse the enclosed document *content*: nothing is corrected, its number and signature remain its own.

    Raises:
        DraftUnreadable: it can't be read or has no text.
        DocumentTooLarge: it is beyond the limits of a draft.
    """
    source = parse_source(content, name)
    if not any(line.text.strip() for line in source.lines):
        raise DraftUnreadable(name, "里面只有表格，没有标题", "请在第一行写上标题再试")
    labels = [at for at, line in enumerate(source.lines) if _is_label(line)]
    edges = [*labels, len(source.lines)]
    parts = [_part(source.lines[: edges[0]], ())] if edges[0] else []
    for start, end in zip(labels, edges[1:], strict=True):
        parts.append(_part(source.lines[start + 1 : end], (source.lines[start].text.strip(),)))
    return Enclosure(source, tuple(part for part in parts if part != Attachment("", carried=True)))


def _is_label(line: DraftLine) -> bool:
    return not line.rows and bool(ATTACHMENT_LABEL.fullmatch(line.text.strip()))


def _part(lines: Sequence[DraftLine], above: tuple[str, ...]) -> Attachment:
    """Return the part that *lines* are: what is above the title, the title, and the blocks below."""
    written = [line for line in lines if not line.is_blank]
    start = 0
    while start < len(written) and _is_above_title(written[start]):
        start += 1
    end = _title_end(written, start)
    return Attachment(
        "".join(line.text.strip() for line in written[start:end]),
        tuple(_blocks(written[end:])),
        carried=True,
        above=(*above, *(line.text.strip() for line in written[:start])),
    )


def _is_above_title(line: DraftLine) -> bool:
    text = line.text.strip()
    patterns = (ORGAN_MARK, OWN_NUMBER, COPY_NUMBER)
    return not line.rows and any(pattern.fullmatch(text) for pattern in patterns)


def _title_end(lines: Sequence[DraftLine], start: int) -> int:
    """Return the index after the title: a short line, or several until their words end as a title does."""
    words = ""
    for at in range(start, min(start + _TITLE_LINES, len(lines))):
        text = lines[at].text.strip()
        if not _may_be_title(lines[at]):
            return at if words else start
        words += text
        following = lines[at + 1] if at + 1 < len(lines) else None
        if _is_whole_title(words) or following is None or following.number > lines[at].number + 1:
            return at + 1
    return start + 1 if words else start


def _may_be_title(line: DraftLine) -> bool:
    text = line.text.strip()
    is_text = re.search(r"[。；：]", text) or outline_level(text) or _CHAPTER.match(text)
    return not (line.rows or is_text or _BELOW_TITLE.fullmatch(text)) and len(text) <= _TITLE_CHARS


def _is_whole_title(words: str) -> bool:
    named = kind_of_title(words) or plain_kind_of_title(words)
    return bool(named or _ENDS_TITLE.search(words))


def _blocks(lines: Sequence[DraftLine]) -> Iterator[Block]:
    """Yield the text: addressees flush left, chapters and a note below the title centred, signature at the right."""
    aligned = {line: _alignment(lines, at) for at, line in enumerate(lines)}
    for alignment, group in groupby(lines, key=lambda line: aligned[line]):
        if alignment == "both":
            yield from parse_blocks(list(group))
        elif alignment == _FLUSH:
            yield from (Paragraph((line.text.strip(),), flush=True) for line in group)
        else:
            yield from (Paragraph((line.text.strip(),), aligned=alignment) for line in group)


def _alignment(lines: Sequence[DraftLine], at: int) -> str:
    text = lines[at].text.strip()
    if lines[at].rows:
        return "both"
    if _CHAPTER.match(text) or (at == 0 and _BELOW_TITLE.fullmatch(text)):
        return "center"
    if at == 0 and names_addressees(text):
        return _FLUSH
    following = lines[at + 1].text.strip() if at + 1 < len(lines) else ""
    signs = ORGAN_NAME.fullmatch(text) and FULL_DATE.fullmatch(following)
    return "right" if signs or FULL_DATE.fullmatch(text) else "both"
