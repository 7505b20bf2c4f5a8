"""A draft's lines → an official document in words (要素识别): nothing added, nothing lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.model.document import (
    Attachment,
    Closing,
    DocumentForm,
    Header,
    Imprint,
    Masthead,
    OfficialDocument,
)
from pipeline.official.drafts.blocks import parse_blocks
from pipeline.official.drafts.ending import DraftEnding, read_ending
from pipeline.official.drafts.front import front_matter
from pipeline.official.errors import KindUnknown
from pipeline.official.standard.corrections import Fix, correct_text
from pipeline.official.standard.kinds import KINDS, kind_named, kind_of_title
from pipeline.official.standard.patterns import FULL_DATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.official.drafts.lines import DraftLine
    from pipeline.official.drafts.source import DraftSource

BRIEFING: Final = "简报"
_ATTACHMENT: Final = re.compile(r"^附件\s*\d*[:：]?$")
_ATTENDANCE: Final = re.compile(r"^(出席|请假|列席|主持|参加|记录)[:：]\s*(.+)$")
_ADDRESSEES: Final = re.compile(r"^[^。；！？]{2,300}[:：]$")
_HEADER_FIELDS: Final = ("发文机关标志", "发文字号", "签发人", "份号", "密级", "紧急程度")
_MAX_TITLE_LINES: Final = 4
_MAX_TITLE_CHARS: Final = 150


@dataclass(frozen=True, slots=True)
class RecognisedDraft:
    """A recognised draft: the document, every mechanical fix with its line, and what to look at."""

    document: OfficialDocument
    fixes: tuple[tuple[int, Fix], ...]
    notes: tuple[str, ...]


def recognise(source: DraftSource, kind: str = "", *, sealed: bool = True) -> RecognisedDraft:
    """Find every element of a document in a draft.

    Raises:
        KindUnknown: *kind* is none of the fifteen nor 简报, or none is given and the title tells none.
    """
    lines, fixes = _correct_lines(source.lines)
    said, at = front_matter(lines)
    title, at = _title(lines, said, at, kind)
    named = _kind(kind or said.get("文种", ""), title)
    addressees, at = _addressees(lines, said, at)
    main, attached = _split_attachments(lines, at)
    ending = read_ending(main, 0)
    body = main[: ending.text_end]
    carried: list[DraftLine] = []
    if "印发" in title or "转发" in title:
        body, carried = _split_carried(body, ending)
    attendance: tuple[tuple[str, str], ...] = ()
    if named == "纪要":
        body, attendance = _attendance(body)
    attachments, notes = _attachments(attached, ending)
    issued = [line for line in carried if not line.is_blank]
    if issued:
        one = Attachment(issued[0].text, parse_blocks(issued[1:]), carried=True)
        attachments = (one, *attachments)
    document = OfficialDocument(
        kind=named,
        form=_form(named),
        title=title,
        blocks=parse_blocks(body),
        header=_header(said),
        masthead=_masthead(said) if named == BRIEFING else None,
        addressees=addressees,
        attendance=attendance,
        closing=_closing(said, ending, sealed=sealed and named != "纪要"),
        attachments=attachments,
        imprint=_imprint(said, ending),
    )
    return RecognisedDraft(document, fixes, (*source.notes, *notes))


def known_kinds() -> tuple[str, ...]:
    """What may be asked for: the fifteen kinds and 简报."""
    return (*(kind.name for kind in KINDS), BRIEFING)


def _correct_lines(
    lines: Sequence[DraftLine],
) -> tuple[tuple[DraftLine, ...], tuple[tuple[int, Fix], ...]]:
    """*lines* with mechanical slips put right, and each change with the number of its line."""
    tidied, fixes = [], []
    for line in lines:
        mended = correct_text(line.text.strip())
        rows = tuple(tuple(correct_text(cell).text for cell in row) for row in line.rows)
        fixes += [(line.number, fix) for fix in mended.fixes]
        fixes += [
            (line.number, fix)
            for row in line.rows
            for cell in row
            for fix in correct_text(cell).fixes
        ]
        tidied.append(replace(line, text=mended.text, rows=rows))
    return tuple(tidied), tuple(fixes)


def _kind(asked: str, title: str) -> str:
    if asked == BRIEFING:
        return BRIEFING
    found = kind_named(asked) if asked else kind_of_title(title)
    if found is None:
        raise KindUnknown(asked, known_kinds())
    return found.name


def _form(kind: str) -> DocumentForm:
    found = kind_named(kind)
    return found.form if found else DocumentForm.BRIEFING


def _title(lines: Sequence[DraftLine], said: dict[str, str], at: int, kind: str) -> tuple[str, int]:
    """The title and the line after it; several lines make one title until it names its kind."""
    if "标题" in said:
        return said["标题"], at
    taken: list[str] = []
    here = at
    while here < len(lines) and len(taken) < _MAX_TITLE_LINES:
        line = lines[here]
        if line.is_blank and not taken:
            here += 1
            continue
        text = line.text
        stated = line.level == 0
        if (
            line.is_blank
            or line.rows
            or (not stated and re.search(r"[。；：]", text))
            or len(text) > _MAX_TITLE_CHARS
            or FULL_DATE.fullmatch(text)
        ):
            break
        taken.append(text)
        here += 1
        if kind_of_title("".join(taken)) or kind == BRIEFING:
            return _join_lines(taken), here
    first = next((each for each in range(at, len(lines)) if not lines[each].is_blank), at)
    if taken and (lines[first].level == 0 or len(taken) == 1):
        return taken[0], first + 1
    return "", at


def _join_lines(parts: Sequence[str]) -> str:
    """The lines of a title as one: the breaks are made anew when it is set."""
    return "".join(parts)


def _addressees(lines: Sequence[DraftLine], said: dict[str, str], at: int) -> tuple[str, int]:
    if "主送" in said:
        return said["主送"], at
    here = next((each for each in range(at, len(lines)) if not lines[each].is_blank), at)
    if here < len(lines) and _ADDRESSEES.match(lines[here].text) and lines[here].level is None:
        return lines[here].text, here + 1
    return "", at


def _split_attachments(
    lines: Sequence[DraftLine], at: int
) -> tuple[list[DraftLine], list[list[DraftLine]]]:
    """The text with its ending, and each attachment from the line after its mark."""
    marks = [each for each in range(at, len(lines)) if _ATTACHMENT.match(lines[each].text)]
    edges = [*marks, len(lines)]
    attached = [list(lines[mark + 1 : end]) for mark, end in zip(marks, edges[1:], strict=True)]
    return list(lines[at : edges[0]]), attached


def _split_carried(
    body: list[DraftLine], ending: DraftEnding
) -> tuple[list[DraftLine], list[DraftLine]]:
    """What follows the first date is issued with the document; the ending is read before it."""
    if ending.date:
        return body, []
    for at, line in enumerate(body):
        if FULL_DATE.fullmatch(line.text) and at + 1 < len(body):
            inner = read_ending(body[: at + 1], 0)
            if inner.organs:
                ending.organs, ending.date, ending.attachment_titles = (
                    inner.organs,
                    inner.date,
                    inner.attachment_titles,
                )
                return body[: inner.text_end], body[at + 1 :]
    return body, []


def _attendance(body: list[DraftLine]) -> tuple[list[DraftLine], tuple[tuple[str, str], ...]]:
    found = [(each, match) for each in body if (match := _ATTENDANCE.match(each.text))]
    kept = [line for line in body if line not in [each for each, _ in found]]
    return kept, tuple((match[1], match[2]) for _, match in found)


def _attachments(
    attached: list[list[DraftLine]], ending: DraftEnding
) -> tuple[tuple[Attachment, ...], list[str]]:
    """The attachments, each under its title; those only noted are sent apart."""
    if attached:
        attached[-1] = _move_imprint(attached[-1], ending)
    written = [[line for line in lines if not line.is_blank] for lines in attached]
    made = [Attachment(lines[0].text, parse_blocks(lines[1:])) for lines in written if lines]
    notes: list[str] = []
    for number, noted in enumerate(ending.attachment_titles):
        if number >= len(made):
            made.append(Attachment(noted, apart=True))
        elif noted != made[number].title:
            notes.append(
                f"附件说明写的是“{noted}”，附件{number + 1}的标题是“{made[number].title}”，应当逐字一致（7.3.7）。"
            )
            made[number] = replace(made[number], noted=noted)
    if made and not ending.attachment_titles:
        notes.append("文稿里没有附件说明，已按附件标题编排。")
    return tuple(made), notes


def _move_imprint(lines: list[DraftLine], ending: DraftEnding) -> list[DraftLine]:
    """*lines* of the last attachment without the imprint under them, which *ending* then tells."""
    last = read_ending(lines, 0)
    if not (last.recipients or last.printing_date):
        return lines
    ending.recipients, ending.printing_organ = last.recipients, last.printing_organ
    ending.printing_date, ending.copies = last.printing_date, last.copies
    return _without_imprint(lines, last)


def _without_imprint(lines: list[DraftLine], ending: DraftEnding) -> list[DraftLine]:
    """*lines* down to the imprint: whatever else looked like an ending is the attachment's own."""
    marks = [
        mark for mark in (ending.printing_date, *(name for name, _ in ending.recipients)) if mark
    ]
    end = len(lines)
    while end and not lines[end - 1].rows:
        text = lines[end - 1].text
        if text.strip() and text != ending.copies and not any(mark in text for mark in marks):
            break
        end -= 1
    return lines[:end]


def _header(said: dict[str, str]) -> Header | None:
    if not any(said.get(name) for name in _HEADER_FIELDS):
        return None
    mark = said.get("发文机关标志", "")
    parts = [part for part in re.split(r"[、\s]+", mark) if part]
    word = "文件" if len(parts) > 1 and mark.endswith("文件") else ""
    organs = tuple(name for part in parts if (name := part.removesuffix(word)))
    several = len(organs) > 1
    return Header(
        organ_mark=word if several else mark,
        document_number=said.get("发文字号", ""),
        signers=tuple(name for name in re.split(r"[、\s　]+", said.get("签发人", "")) if name),
        copy_number=said.get("份号", ""),
        secrecy=said.get("密级", ""),
        urgency=said.get("紧急程度", ""),
        organs=organs if several else (),
    )


def _masthead(said: dict[str, str]) -> Masthead | None:
    name = said.get("简报名称", "")
    if not name:
        return None
    return Masthead(name, said.get("期号", ""), said.get("编印单位", ""), said.get("日期", ""))


def _closing(said: dict[str, str], ending: DraftEnding, *, sealed: bool) -> Closing | None:
    organs = ending.organs or [name for name in said.get("署名", "").split("、") if name]
    dated = ending.date or said.get("成文日期", "")
    note = ending.note or said.get("附注", "")
    if not (organs or dated or note):
        return None
    return Closing(organs[0] if organs else "", dated, sealed, note, tuple(organs[1:]))


def _imprint(said: dict[str, str], ending: DraftEnding) -> Imprint | None:
    lines = [(name, text) for name in ("抄送",) if (text := said.get(name, ""))] + ending.recipients
    closed = tuple((name, text) for name, text in lines)
    made = Imprint(
        closed,
        ending.printing_organ or said.get("印发机关", ""),
        ending.printing_date or said.get("印发日期", ""),
        ending.copies or said.get("份数", ""),
    )
    return made if made != Imprint(()) else None
