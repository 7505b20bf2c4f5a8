"""Recognise the elements of a draft (要素识别): its lines become a document, nothing added or lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
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
from pipeline.official.standard.kinds import (
    BRIEFING_KIND,
    kind_named,
    kind_names,
    kind_of_title,
)
from pipeline.official.standard.patterns import (
    ADDRESSEES_LINE,
    ATTACHMENT_LABEL,
    ATTENDANCE_LINE,
    FULL_DATE,
    SPACE,
    outline_level,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.official.drafts.lines import DraftLine
    from pipeline.official.drafts.source import DraftSource

_HEADER_FIELDS: Final = ("发文机关标志", "发文字号", "签发人", "份号", "密级", "紧急程度")
_MAX_TITLE_LINES: Final = 4
_HEAD_LINES: Final = 20
_MAX_TITLE_CHARS: Final = 150
_MAX_DATES: Final = 20  # lines with a date alone, of which one may end the carrying document
_NAME_SEPARATOR: Final = re.compile(rf"(?:、|{SPACE})+")
_SENTENCE_MARK: Final = re.compile(r"[。；：]")


@dataclass(frozen=True, slots=True)
class RecognisedDraft:
    """Hold a recognised draft: the document, every correction with its line, and notes."""

    document: OfficialDocument
    fixes: tuple[tuple[int, Fix], ...]
    notes: tuple[str, ...]


def recognise(source: DraftSource, kind: str = "", *, sealed: bool = True) -> RecognisedDraft:
    """Recognise every element of a draft of *kind*; the default is the kind that the title names.

    Raises:
        KindUnknown: *kind* is none of the fifteen nor 简报, or the title names none.
    """
    lines, fixes = _correct_lines(source.lines)
    fields, at = front_matter(lines)
    title, at = _title(lines, fields, at, kind)
    kind_name = _kind(kind or fields.get("文种", ""), title)
    form = _form(kind_name)
    addressees, at = _addressees(lines, fields, at)
    main, attachment_lines = _split_attachments(lines, at)
    ending = read_ending(main, 0)
    body = main[: ending.text_end]
    carried: list[DraftLine] = []
    if "印发" in title or "转发" in title:
        body, carried = _split_carried(body, ending)
    attendance: tuple[tuple[str, str], ...] = ()
    if form is DocumentForm.MINUTES:
        body, attendance = _attendance(body)
    attachments, notes = _attachments(attachment_lines, ending)
    document = OfficialDocument(
        kind=kind_name,
        form=form,
        title=title,
        blocks=parse_blocks(body),
        header=_header(fields),
        masthead=_masthead(fields) if kind_name == BRIEFING_KIND else None,
        addressees=addressees,
        attendance=attendance,
        closing=_closing(fields, ending, sealed=sealed and form is not DocumentForm.MINUTES),
        attachments=(*_carried_attachment(carried), *attachments),
        imprint=_imprint(fields, ending),
    )
    return RecognisedDraft(document, fixes, (*source.notes, *notes))


def identify_kind(source: DraftSource) -> tuple[str, str]:
    """Return kind (文种) and title of a finished document; both are empty where none is named.

    A briefing is named by its masthead, any other kind by the title, an order or minutes without
    one by the organ mark.
    """
    head = [line for line in source.lines if not line.is_blank][:_HEAD_LINES]
    start = next((at for at, line in enumerate(head) if line.level == 0), None)
    if start is None:
        return _kind_of_lines(head)
    end = next((at for at in range(start, len(head)) if head[at].level != 0), len(head))
    title = "".join(line.text for line in head[start:end])
    if any(BRIEFING_KIND in line.text for line in head[:start]):
        return BRIEFING_KIND, title
    kind = kind_of_title(title) or next(
        (kind for line in head[:start] if (kind := kind_of_title(line.text))), None
    )
    return (kind.name, title) if kind else ("", "")


def _kind_of_lines(head: Sequence[DraftLine]) -> tuple[str, str]:
    """Return kind and title by the text of the first lines, where the file states no title."""
    for line, following in zip_longest(head, head[1:]):
        if kind := kind_of_title(line.text):
            # 关于报告 at the end of a line may go on with 工作的通知 on the next one.
            may_continue = following is not None and not outline_level(following.text)
            continued = line.text + following.text if may_continue else ""
            longer = kind_of_title(continued)
            return (longer.name, continued) if longer else (kind.name, line.text)
        if BRIEFING_KIND in line.text:
            return BRIEFING_KIND, ""
    return "", ""


def draft_ending(source: DraftSource) -> DraftEnding:
    """Return the ending (落款) of a document of any kind, read above its attachments."""
    lines, _ = _correct_lines(source.lines)
    main, _ = _split_attachments(lines, 0)
    return read_ending(main, 0)


def _correct_lines(
    lines: Sequence[DraftLine],
) -> tuple[tuple[DraftLine, ...], tuple[tuple[int, Fix], ...]]:
    """Return *lines* without mechanical slips, and each correction with the number of its line."""
    corrected, fixes = [], []
    for line in lines:
        correction = correct_text(line.text.strip())
        rows = tuple(tuple(correct_text(cell).text for cell in row) for row in line.rows)
        fixes += [(line.number, fix) for fix in correction.fixes]
        fixes += [
            (line.number, fix)
            for row in line.rows
            for cell in row
            for fix in correct_text(cell).fixes
        ]
        corrected.append(replace(line, text=correction.text, rows=rows))
    return tuple(corrected), tuple(fixes)


def _kind(requested: str, title: str) -> str:
    if requested == BRIEFING_KIND:
        return BRIEFING_KIND
    kind = kind_named(requested) if requested else kind_of_title(title)
    if kind is None:
        raise KindUnknown(requested, kind_names())
    return kind.name


def _form(kind_name: str) -> DocumentForm:
    kind = kind_named(kind_name)
    return kind.form if kind else DocumentForm.BRIEFING


def _title(
    lines: Sequence[DraftLine], fields: dict[str, str], start: int, kind: str
) -> tuple[str, int]:
    """Return the title and the index after it; lines are joined until the title names its kind."""
    if "标题" in fields:
        return fields["标题"], start
    parts: list[str] = []
    at = start
    while at < len(lines) and len(parts) < _MAX_TITLE_LINES:
        line = lines[at]
        if line.is_blank and not parts:
            at += 1
            continue
        is_sentence = line.level != 0 and _SENTENCE_MARK.search(line.text)
        is_other = line.is_blank or line.rows or FULL_DATE.fullmatch(line.text)
        if is_other or is_sentence or len(line.text) > _MAX_TITLE_CHARS:
            break
        parts.append(line.text)
        at += 1
        if kind_of_title("".join(parts)) or kind == BRIEFING_KIND:
            return "".join(parts), at
    first = _next_written(lines, start)
    if parts and (lines[first].level == 0 or len(parts) == 1):
        return parts[0], first + 1
    return "", start


def _next_written(lines: Sequence[DraftLine], start: int) -> int:
    """Return the index of the first line that isn't blank, or *start* where all are."""
    return next((at for at in range(start, len(lines)) if not lines[at].is_blank), start)


def _addressees(lines: Sequence[DraftLine], fields: dict[str, str], start: int) -> tuple[str, int]:
    if "主送" in fields:
        return fields["主送"], start
    at = _next_written(lines, start)
    if at < len(lines) and ADDRESSEES_LINE.fullmatch(lines[at].text) and lines[at].level is None:
        return lines[at].text, at + 1
    return "", start


def _split_attachments(
    lines: Sequence[DraftLine], start: int
) -> tuple[list[DraftLine], list[list[DraftLine]]]:
    """Return the text with its ending, and each attachment from the line after its label."""
    labels = [at for at in range(start, len(lines)) if ATTACHMENT_LABEL.fullmatch(lines[at].text)]
    edges = [*labels, len(lines)]
    attachment_lines = [
        list(lines[at + 1 : end]) for at, end in zip(labels, edges[1:], strict=True)
    ]
    return list(lines[start : edges[0]]), attachment_lines


def _split_carried(
    body: list[DraftLine], ending: DraftEnding
) -> tuple[list[DraftLine], list[DraftLine]]:
    """Split off what follows the first date (印发、转发的文件); the ending is read before it."""
    if ending.date:
        return body, []
    dates = (at for at, line in enumerate(body[:-1]) if FULL_DATE.fullmatch(line.text))
    for at in islice(dates, _MAX_DATES):
        own = read_ending(body[: at + 1], 0)
        if own.organs:
            ending.organs, ending.date = own.organs, own.date
            ending.attachment_titles = own.attachment_titles
            return body[: own.text_end], body[at + 1 :]
    return body, []


def _carried_attachment(carried: list[DraftLine]) -> Iterator[Attachment]:
    """Yield the issued or forwarded document, if there is one; its first line is its title."""
    lines = [line for line in carried if not line.is_blank]
    if lines:
        yield Attachment(lines[0].text, parse_blocks(lines[1:]), carried=True)


def _attendance(body: list[DraftLine]) -> tuple[list[DraftLine], tuple[tuple[str, str], ...]]:
    matches = [(line, ATTENDANCE_LINE.fullmatch(line.text)) for line in body]
    rest = [line for line, match in matches if match is None]
    return rest, tuple((match[1], match[2]) for _, match in matches if match is not None)


def _attachments(
    attachment_lines: list[list[DraftLine]], ending: DraftEnding
) -> tuple[tuple[Attachment, ...], list[str]]:
    """Return the attachments with their titles; those only in the note are sent separately."""
    if attachment_lines:
        attachment_lines[-1] = _move_imprint(attachment_lines[-1], ending)
    filled = [[line for line in lines if not line.is_blank] for lines in attachment_lines]
    attachments = [Attachment(lines[0].text, parse_blocks(lines[1:])) for lines in filled if lines]
    notes: list[str] = []
    for number, title in enumerate(ending.attachment_titles):
        if number >= len(attachments):
            attachments.append(Attachment(title, apart=True))
        elif title != attachments[number].title:
            notes.append(
                f"附件说明写的是“{title}”，附件{number + 1}的标题是“{attachments[number].title}”，应当逐字一致（7.3.7）。"
            )
            attachments[number] = replace(attachments[number], noted=title)
    if attachments and not ending.attachment_titles:
        notes.append("文稿里没有附件说明，已按附件标题编排。")
    return tuple(attachments), notes


def _move_imprint(lines: list[DraftLine], ending: DraftEnding) -> list[DraftLine]:
    """Move the imprint below the last attachment to *ending*; return *lines* without it."""
    last = read_ending(lines, 0)
    if not (last.recipients or last.printing_date):
        return lines
    ending.recipients, ending.printing_organ = last.recipients, last.printing_organ
    ending.printing_date, ending.copies = last.printing_date, last.copies
    return _without_imprint(lines, last)


def _without_imprint(lines: list[DraftLine], ending: DraftEnding) -> list[DraftLine]:
    """Return *lines* above the imprint: anything else like an ending belongs to the attachment."""
    labels = (name for name, _ in ending.recipients)
    marks = [mark for mark in (ending.printing_date, *labels) if mark]
    end = len(lines)
    while end and not lines[end - 1].rows:
        text = lines[end - 1].text
        if text.strip() and text != ending.copies and not any(mark in text for mark in marks):
            break
        end -= 1
    return lines[:end]


def _header(fields: dict[str, str]) -> Header | None:
    if not any(fields.get(name) for name in _HEADER_FIELDS):
        return None
    mark = fields.get("发文机关标志", "")
    parts = [part for part in _NAME_SEPARATOR.split(mark) if part]
    word = "文件" if len(parts) > 1 and mark.endswith("文件") else ""
    organs = tuple(name for part in parts if (name := part.removesuffix(word)))
    is_joint = len(organs) > 1
    signers = _NAME_SEPARATOR.split(fields.get("签发人", ""))
    return Header(
        organ_mark=word if is_joint else mark,
        document_number=fields.get("发文字号", ""),
        signers=tuple(name for name in signers if name),
        copy_number=fields.get("份号", ""),
        secrecy=fields.get("密级", ""),
        urgency=fields.get("紧急程度", ""),
        organs=organs if is_joint else (),
    )


def _masthead(fields: dict[str, str]) -> Masthead | None:
    name = fields.get("简报名称", "")
    if not name:
        return None
    return Masthead(
        name, fields.get("期号", ""), fields.get("编印单位", ""), fields.get("日期", "")
    )


def _closing(fields: dict[str, str], ending: DraftEnding, *, sealed: bool) -> Closing | None:
    organs = ending.organs or [name for name in fields.get("署名", "").split("、") if name]
    date = ending.date or fields.get("成文日期", "")
    note = ending.note or fields.get("附注", "")
    if not (organs or date or note):
        return None
    return Closing(organs[0] if organs else "", date, sealed, note, tuple(organs[1:]))


def _imprint(fields: dict[str, str], ending: DraftEnding) -> Imprint | None:
    copied = [("抄送", fields["抄送"])] if fields.get("抄送") else []
    imprint = Imprint(
        (*copied, *ending.recipients),
        ending.printing_organ or fields.get("印发机关", ""),
        ending.printing_date or fields.get("印发日期", ""),
        ending.copies or fields.get("份数", ""),
    )
    return imprint if imprint != Imprint(()) else None
