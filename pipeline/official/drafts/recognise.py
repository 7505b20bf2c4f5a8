"""Recognise the elements of a draft (要素识别): its lines become a document, nothing added or lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Final

from pipeline.model.document import Attachment, DocumentForm, OfficialDocument
from pipeline.official.drafts.blocks import parse_blocks
from pipeline.official.drafts.ending import DraftEnding, read_ending
from pipeline.official.drafts.excerpt import without_excerpt
from pipeline.official.drafts.frame_elements import (
    closing_of,
    header_of,
    imprint_of,
    masthead_of,
    split_signature,
    with_stamps,
)
from pipeline.official.drafts.front import front_matter
from pipeline.official.drafts.own_head import byline, own_head
from pipeline.official.errors import KindUnknown
from pipeline.official.standard.addressee_lines import names_addressees, names_organs
from pipeline.official.standard.corrections import Fix, correct_text
from pipeline.official.standard.kinds import (
    BRIEFING_KIND,
    Requirement,
    kind_named,
    kind_of_title,
    requirements_of,
)
from pipeline.official.standard.paper_names import (
    paper_named,
    plain_kind_named,
    plain_kind_of_title,
    typeset_names,
)
from pipeline.official.standard.patterns import (
    ATTACHMENT_LABEL,
    ATTENDANCE_LINE,
    FULL_DATE,
    outline_level,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.document import SignerStamp
    from pipeline.official.drafts.lines import DraftLine
    from pipeline.official.drafts.source import DraftSource

_MAX_TITLE_LINES: Final = 4
_HEAD_LINES: Final = 20
_MAX_TITLE_CHARS: Final = 150
_MAX_DATES: Final = 20  # lines with a date alone, of which one may end the carrying document
_SENTENCE_MARK: Final = re.compile(r"[。；：]")


@dataclass(frozen=True, slots=True)
class RecognisedDraft:
    """Hold a recognised draft: the document, every correction with its line, and notes."""

    document: OfficialDocument
    fixes: tuple[tuple[int, Fix], ...]
    notes: tuple[str, ...]


def recognise(source: DraftSource, kind: str = "", *, sealed: bool = True) -> RecognisedDraft:
    """Recognise every element of a draft of *kind*; the default is the kind that the title or the mark names.

    Raises:
        KindUnknown: *kind* is no kind that can be typeset, or neither title nor mark names one.
    """
    own_lines, excerpt = without_excerpt(source.lines)
    lines, fixes = correct_lines(own_lines)
    fields, at = front_matter(lines)
    own, at = own_head(lines, at, fields.get("发文机关标志", ""))
    fields |= own
    mark = own.get("发文机关标志") or own.get("简报名称", "")
    stated = _stated_kind(kind or fields.get("文种", "")) or (_kind_of_mark(mark) if mark else "")
    title, at = _title(lines, fields, at, stated)
    kind_name = stated or _kind(title, fields)
    form = _form(kind_name)
    below_title, at = byline(lines, at) if form is DocumentForm.PLAIN else ((), at)
    addressees, at = _addressees(lines, fields, at, kind_name)
    text = _text(lines[at:], title, kind_name)
    ending, is_minutes = text.ending, form is DocumentForm.MINUTES
    closing = closing_of(fields, ending, sealed=sealed and not is_minutes)
    document = OfficialDocument(
        kind=kind_name,
        form=form,
        title=title,
        blocks=parse_blocks(text.body),
        header=header_of(fields),
        masthead=masthead_of(fields, form),
        addressees=addressees,
        attendance=text.attendance,
        closing=with_stamps(closing, text.stamps),
        attachments=(*_carried_attachment(text.carried), *text.attachments),
        imprint=imprint_of(fields, ending),
        byline=below_title,
    )
    return RecognisedDraft(document, fixes, (*source.notes, *excerpt, *text.notes))


@dataclass(frozen=True, slots=True)
class _Text:
    """Hold what is below the addressees: text, ending, attachments, and what the document carries."""

    body: list[DraftLine]
    ending: DraftEnding
    attendance: tuple[tuple[str, str], ...]
    stamps: tuple[SignerStamp, ...]
    carried: list[DraftLine]
    attachments: tuple[Attachment, ...]
    notes: list[str]


def _text(lines: Sequence[DraftLine], title: str, kind: str) -> _Text:
    main, attachment_lines = _split_attachments(lines, 0)
    ending = read_ending(main, 0)
    body = main[: ending.text_end]
    carried: list[DraftLine] = []
    attendance: tuple[tuple[str, str], ...] = ()
    is_signed_order = requirements_of(kind).signature
    if is_signed_order or "印发" in title or "转发" in title:
        body, carried = _split_carried(body, ending, needs_organ=not is_signed_order)
    body, stamps = split_signature(body) if is_signed_order and ending.date else (body, ())
    if _form(kind) is DocumentForm.MINUTES:
        body, attendance = _attendance(body)
    attachments, notes = _attachments(attachment_lines, ending)
    return _Text(body, ending, attendance, stamps, carried, attachments, notes)


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
    lines, _ = correct_lines(source.lines)
    main, _ = _split_attachments(lines, 0)
    return read_ending(main, 0)


def correct_lines(
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


def _stated_kind(requested: str) -> str:
    """Return the kind that a person stated by any of its names; empty where none was stated."""
    if not requested:
        return ""
    paper = paper_named(requested)
    kind = paper.kind if paper else plain_kind_named(requested)
    if not kind:
        raise KindUnknown(requested, typeset_names())
    return kind


def _kind_of_mark(mark: str) -> str:
    kind = kind_of_title(mark)
    return BRIEFING_KIND if BRIEFING_KIND in mark else kind.name if kind else ""


def _kind(title: str, fields: dict[str, str]) -> str:
    """Return the kind that the title names, or else an order's mark."""
    kind = kind_of_title(title)
    name = kind.name if kind else plain_kind_of_title(title)
    name = name or _kind_of_mark(fields.get("发文机关标志", ""))
    if not name:
        raise KindUnknown("", typeset_names())
    return name


def _form(kind_name: str) -> DocumentForm:
    kind = kind_named(kind_name)
    if kind is not None:
        return kind.form
    return DocumentForm.BRIEFING if kind_name == BRIEFING_KIND else DocumentForm.PLAIN


def _title(
    lines: Sequence[DraftLine], fields: dict[str, str], start: int, kind: str
) -> tuple[str, int]:
    """Return the title and the index after it; lines are joined until the title names its kind."""
    if "标题" in fields:
        return fields["标题"], start
    end = _next_written(lines, start)
    parts: list[str] = []
    plain: tuple[str, int] | None = None  # 关于印发××方案 may go on with 的通知 on the next line
    for at in range(end, min(end + _MAX_TITLE_LINES, len(lines))):
        if _ends_title(lines[at]):
            break
        parts.append(lines[at].text)
        words = "".join(parts)
        if kind_of_title(words) or kind == BRIEFING_KIND:
            return words, at + 1
        if plain is None and plain_kind_of_title(words):
            plain = words, at + 1
    if plain is not None:
        return plain
    if parts and (lines[end].level == 0 or len(parts) == 1):
        return parts[0], end + 1
    return "", start


def _ends_title(line: DraftLine) -> bool:
    """Return whether *line* can be no line of a title: a sentence, a date, a table, or none at all."""
    is_sentence = line.level != 0 and _SENTENCE_MARK.search(line.text)
    is_other = line.is_blank or line.rows or FULL_DATE.fullmatch(line.text)
    return bool(is_other or is_sentence) or len(line.text) > _MAX_TITLE_CHARS


def _next_written(lines: Sequence[DraftLine], start: int) -> int:
    """Return the index of the first line that isn't blank, or *start* where all are."""
    return next((at for at in range(start, len(lines)) if not lines[at].is_blank), start)


def _addressees(
    lines: Sequence[DraftLine], fields: dict[str, str], start: int, kind: str
) -> tuple[str, int]:
    """Return the addressees and the index after them; a kind that has none usually needs clear names."""
    if "主送" in fields:
        return fields["主送"], start
    at = _next_written(lines, start)
    if at == len(lines) or lines[at].level is not None:
        return "", start
    text = lines[at].text
    is_unused = requirements_of(kind).addressees is Requirement.UNUSED
    if names_addressees(text) and (names_organs(text) or not is_unused):
        return text, at + 1
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
    body: list[DraftLine], ending: DraftEnding, *, needs_organ: bool
) -> tuple[list[DraftLine], list[DraftLine]]:
    """Split off what follows the first date (印发、转发的文件); the ending is read before it.

    An order (令) is signed by a person: with *needs_organ* off, the date alone is enough.
    """
    if ending.date:
        return body, []
    dates = (at for at, line in enumerate(body[:-1]) if FULL_DATE.fullmatch(line.text))
    for at in islice(dates, _MAX_DATES):
        own = read_ending(body[: at + 1], 0)
        if own.organs or not needs_organ:
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
