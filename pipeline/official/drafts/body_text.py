"""Read a text (文稿) that is the body of a paper alone: title, text, attachments; head and ending are the office's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.official.drafts.lines import DraftLine
from pipeline.official.drafts.outline import complete_outline
from pipeline.official.drafts.recognise import correct_lines, recognise
from pipeline.official.drafts.several import is_title, refuse_second_document
from pipeline.official.drafts.source import parse_source
from pipeline.official.drafts.text_tags import fill_tags, filled_lines
from pipeline.official.errors import DraftUnreadable
from pipeline.official.standard.addressee_lines import names_addressees
from pipeline.official.standard.kinds import (
    BRIEFING_KIND,
    Requirement,
    kind_of_title,
    requirements_of,
)
from pipeline.official.standard.patterns import outline_level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.official.drafts.outline import OutlineFrame
    from pipeline.official.drafts.recognise import RecognisedDraft
    from pipeline.official.drafts.source import DraftSource
    from pipeline.official.drafts.text_tags import FilledLine

_QUOTED: Final = 24
_HEAD_LINES: Final = 8  # in which the title is
_TITLE_LINES: Final = 4
_BLANK_TITLE: Final = DraftLine(0, "标题：")


@dataclass(frozen=True, slots=True)
class BodyText:
    """Hold the lines of a text (正文文稿) and the elements recognised in it; the title is empty where it has none.

    ``filled`` are the lines in which tags were replaced by facts, ``added`` the names of the lines that were
    added to an outline.
    """

    source: DraftSource
    recognised: RecognisedDraft
    filled: tuple[FilledLine, ...] = ()
    added: tuple[str, ...] = ()

    def line_of(self, words: str) -> str:
        """Return the last line that has *words*, as “第3行”; empty where they are in no line alone."""
        plain = "".join(words.split())
        lines, _ = correct_lines(self.source.lines)
        found = [line.number for line in lines if plain and plain in "".join(line.text.split())]
        return f"第{found[-1]}行" if found else ""


def read_body(
    content: bytes, name: str, *, kind: str, title: str, facts: Mapping[str, str] | None = None
) -> BodyText:
    """Parse the text *content* of a paper of *kind*; *title* is the one that a person stated, if any.

    *facts* replace the tags in the text.

    Raises:
        DraftUnreadable: it can't be read, has an unknown tag, no text, a second title, a title of another kind, or a
            second document.
        DocumentTooLarge: it is beyond the limits of a draft.
    """
    return body_of(parse_source(content, name), kind=kind, title=title, facts=facts)


def read_outline(content: bytes, name: str, kind: str, frame: OutlineFrame) -> BodyText:
    """Parse an outline (提纲) of a paper of *kind*, and add what it doesn't state of the *frame*.

    Raises:
        DraftUnreadable, DocumentTooLarge: as for :func:`read_body`.
    """
    source = parse_source(content, name)
    start = 0 if _begins_with_text(source) else _end_of_title(source, kind, frame.title)
    completed, added = complete_outline(source, start, frame.drafted)
    title = frame.title or ("" if start else frame.default_title)
    return replace(body_of(completed, kind=kind, title=title, facts=frame.facts), added=added)


def _begins_with_text(source: DraftSource) -> bool:
    """Return whether the first line is a heading of the outline (一、), and no title."""
    first = next(line for line in source.lines if not line.is_blank)
    return bool(first.level or outline_level(first.text.strip()))


def _end_of_title(source: DraftSource, kind: str, stated: str) -> int:
    """Return the index after the last line of the title, 0 without one."""
    lines, _ = correct_lines(source.lines)
    title = stated or recognise(source, kind).document.title
    if not stated and not _is_title_of(title, lines, kind):
        return 0
    written = [at for at, line in enumerate(lines) if not line.is_blank]
    _, end = _title_span([lines[at] for at in written], title)
    return written[end - 1] + 1 if end else 0


def body_of(
    parsed: DraftSource, *, kind: str, title: str, facts: Mapping[str, str] | None = None
) -> BodyText:
    """Recognise the lines of a text of *kind* as :func:`read_body` does.

    Raises:
        DraftUnreadable: as for :func:`read_body`.
    """
    source = fill_tags(parsed, facts or {})
    name = source.name
    refuse_second_document(source)
    lines, _ = correct_lines(source.lines)
    if title:
        kept = _without_stated_title(name, lines, title)
        body = replace(source, lines=(DraftLine(0, f"标题：{title}"), *kept))
    else:
        body = source
    recognised = recognise(body, kind)
    if not title and not _is_title_of(recognised.document.title, lines, kind):
        recognised = recognise(replace(source, lines=(_BLANK_TITLE, *source.lines)), kind)
    _refuse_other_kind(name, recognised.document.title, kind)
    _refuse_second_title(name, lines, recognised.document.title)
    if not recognised.document.blocks:
        raise DraftUnreadable(name, "里只有标题，没有正文", "请把正文写进去再试")
    return BodyText(source, recognised, filled_lines(parsed, source))


def _is_title_of(title: str, lines: Sequence[DraftLine], kind: str) -> bool:
    """Return whether what was taken for the title is one: it names its kind, or the file says so."""
    if not title or kind_of_title(title) is not None:
        return bool(title)
    first = next(line for line in lines if not line.is_blank)
    if kind == BRIEFING_KIND or first.level == 0:
        return True
    return requirements_of(kind).title is Requirement.OPTIONAL


def _without_stated_title(
    name: str, lines: Sequence[DraftLine], title: str
) -> tuple[DraftLine, ...]:
    """Return *lines* without the title *title* at their beginning.

    Raises:
        DraftUnreadable: the text begins with another title.
    """
    written = [at for at, line in enumerate(lines) if not line.is_blank]
    start, end = _title_span([lines[at] for at in written], title)
    if end:
        return (*lines[: written[start]], *lines[written[end - 1] + 1 :])
    first = lines[written[0]]
    if first.level == 0 or is_title([lines[at] for at in written], 0):
        raise DraftUnreadable(
            name,
            f"第{first.number}行“{first.text[:_QUOTED]}”也是标题，与 --title 写的不一样",
            "请只留一个：删去这一行，或去掉 --title",
        )
    return tuple(lines)


def _refuse_other_kind(name: str, title: str, kind: str) -> None:
    """Refuse a title of another kind (文种).

    Raises:
        DraftUnreadable: names the command that issues it.
    """
    named = kind_of_title(title)
    if named is not None and kind not in {BRIEFING_KIND, named.name}:
        raise DraftUnreadable(
            name,
            f"的标题“{title[:_QUOTED]}”是{named.name}，命令写的是{kind}",
            f"请改用 baosong notice {named.name}，或改标题",
        )


def _title_span(written: Sequence[DraftLine], title: str) -> tuple[int, int]:
    """Return the indexes of the first line of *title* and after its last; 0 and 0 where it isn't found."""
    plain = "".join(title.split())
    for start in range(min(_HEAD_LINES, len(written)) if plain else 0):
        words = ""
        for at in range(start, min(start + _TITLE_LINES, len(written))):
            words += "".join(written[at].text.split())
            if words == plain:
                return start, at + 1
    return 0, 0


def _refuse_second_title(name: str, lines: Sequence[DraftLine], title: str) -> None:
    """Refuse a text in which another title follows the first, or precedes addressees further below.

    Raises:
        DraftUnreadable: names the line.
    """
    written = [line for line in lines if not line.is_blank]
    _, end = _title_span(written, title)
    for at in range(end, len(written)):
        if not is_title(written, at):
            continue
        following = written[at + 1 : at + 3]
        if at == end or any(names_addressees(line.text) for line in following):
            raise DraftUnreadable(
                name,
                f"第{written[at].number}行“{written[at].text[:_QUOTED]}”像是另一个标题，一份文稿只写一个",
                "请删去多余的标题；是另一件公文的，请分成两个文件",
            )
