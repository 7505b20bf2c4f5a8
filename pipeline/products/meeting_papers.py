"""Compose the papers of a meeting (会议): 参会名单, 签到表, 议程, 汇编; without numbers, laid out like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.meeting import MATERIAL_TITLE, PERSON, POST
from pipeline.model.campaign import Kind, Shape
from pipeline.model.document import (
    Attachment,
    Column,
    DocumentForm,
    Heading,
    OfficialDocument,
    Paragraph,
    Table,
)
from pipeline.official.standard.corrections import correct_text
from pipeline.official.standard.patterns import outline_level, outline_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.campaign.book.meeting import Meeting
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.document import Block
    from pipeline.products.meeting import Material, Replies

ATTENDANCE_NAME: Final = "参会名单"
SIGN_IN_NAME: Final = "签到表"
AGENDA_NAME: Final = "议程"
MATERIALS_NAME: Final = "交流材料汇编"
_BLANK_LINE: Final = Paragraph(("",))
_FORM_ROW_MM: Final = 10
_FORM_ROWS: Final = 5  # for people, in the printed form; the workbook has more
_LANDSCAPE_FROM: Final = 9  # columns
_FORM_NOTE: Final = "注：以随文下发的电子表格为准，参会人员多的可加行。"
_SIGN_ROW_MM: Final = 11  # room to write a name by hand
_LONGEST_HEADING: Final = 40  # characters; a longer line that begins with 一、 is a paragraph
_WIDE: Final = {"单位": 10, POST: 8, "备注": 5, "内容": 14, "请假原因": 16, MATERIAL_TITLE: 12}
_USUAL_SHARE: Final = 5
_NARROW: Final = {"序号": 2, PERSON: 4}
_LEFT: Final = frozenset({"单位", POST, "备注", "内容", "请假原因", "情况", MATERIAL_TITLE})


def attendance_list(meeting: Meeting, replies: Replies, as_of: str) -> OfficialDocument:
    """Return the list of those who come (参会名单): units in the order of the roster, excused ones, counts."""
    parts = [f"参会{len(replies.coming)}个、{replies.people}人"]
    others = (("请假", replies.absent), ("未报回执", replies.pending))
    parts += [f"{word}{len(units)}个" for word, units in others if units]
    summary = f"应到单位{replies.invited}个。{'，'.join(parts)}（据截至{as_of}的回执）。"
    sections = (
        (f"参会人员（{len(replies.coming)}个单位{replies.people}人）", _people_table(replies)),
        (f"请假单位（{len(replies.absent)}个）", _units_table("请假原因", replies.absent)),
        (f"未报回执单位（{len(replies.pending)}个）", _units_table("情况", replies.pending)),
    )
    blocks: list[Block] = [*_when_and_where(meeting), Paragraph((summary,))]
    for number, (title, table) in enumerate((each for each in sections if each[1].rows), start=1):
        blocks += [Heading(1, f"{outline_number(1, number)}{title}"), table]
    return _paper(ATTENDANCE_NAME, f"{meeting.title}{ATTENDANCE_NAME}", blocks)


def sign_in_sheet(meeting: Meeting, replies: Replies) -> OfficialDocument:
    """Return the sheet on which those who come sign (签到表); a unit that named no person has an empty row."""
    rows: list[tuple[str, ...]] = []
    for each in replies.coming:
        for person in each.people or ({},):
            name, post = (person.get(column, "") for column in (PERSON, POST))
            rows.append((str(len(rows) + 1), each.unit, name, post, ""))
    columns = (
        Column("序号", 2), Column("单位", 9, "left"), Column(PERSON, 4), Column(POST, 7, "left"),
        Column("签到", 8),
    )  # fmt: skip
    table = Table(columns, tuple(rows), row_mm=_SIGN_ROW_MM)
    blocks: list[Block] = [*_when_and_where(meeting), _BLANK_LINE, table]
    return _paper(SIGN_IN_NAME, f"{meeting.title}{SIGN_IN_NAME}", blocks)


def agenda_paper(meeting: Meeting, replies: Replies) -> OfficialDocument | None:
    """Return the agenda (议程) with those who speak (交流发言); None where the 任务书 states no agenda."""
    agenda = meeting.agenda
    if agenda is None:
        return None
    blocks: list[Block] = list(_when_and_where(meeting))
    if meeting.host:
        blocks.append(Paragraph((f"主持：{meeting.host}",)))
    blocks.append(_BLANK_LINE)
    if agenda.columns:
        rows = tuple((str(at), *row) for at, row in enumerate(agenda.rows, start=1))
        blocks.append(Table(_columns(("序号", *agenda.columns)), rows))
    else:
        blocks += [
            Paragraph((text if outline_level(text) else f"{outline_number(1, at)}{text}",))
            for at, (text,) in enumerate(agenda.rows, start=1)
        ]
    blocks += _speakers(replies)
    return _paper(AGENDA_NAME, f"{meeting.title}{AGENDA_NAME}", blocks)


def materials_paper(meeting: Meeting, replies: Replies) -> OfficialDocument | None:
    """Return the collected materials (汇编), each on a new page with its title and unit; None where there are none."""
    if not replies.materials:
        return None
    parts = tuple(
        Attachment(
            _plain(each.title),
            (Paragraph((), lead=each.unit, aligned="center"), *_text(each)),
            carried=True,
        )
        for each in replies.materials
    )
    return _paper(MATERIALS_NAME, f"{meeting.title}{MATERIALS_NAME}", (), parts)


def reply_form(campaign: Campaign) -> tuple[Block, ...]:
    """Return the reply form (回执) as the attachment of a 会议通知: what to answer, and rows for the people."""
    singles = [each for each in campaign.fields if each.shape is Shape.SINGLE]
    rows = (("单位名称", ""), *((each.name, _box(each)) for each in singles))
    answers = Table((Column("项目", 8), Column("填写内容", 18)), rows, row_mm=_FORM_ROW_MM)
    blocks: list[Block] = [answers]
    sheets = dict.fromkeys(each.sheet for each in campaign.fields if each.shape is Shape.LIST)
    for sheet in sheets:
        names = [f.name for f in campaign.fields if f.shape is Shape.LIST and f.sheet == sheet]
        empty = tuple((str(at), *[""] * len(names)) for at in range(1, _FORM_ROWS + 1))
        wide = len(names) >= _LANDSCAPE_FROM
        columns = _columns(("序号", *names))
        blocks.append(Table(columns, empty, caption=sheet, row_mm=_FORM_ROW_MM, landscape=wide))
    return (*blocks, Paragraph((_FORM_NOTE,)))


def _box(field: Field) -> str:
    """Return what the printed form has after a question: boxes to tick, or room to write."""
    if field.kind is Kind.CHOICE:
        return "　　".join(f"□{option}" for option in field.options)
    return "（填在电子表格里）" if field.kind is Kind.LONG_TEXT else ""


def correction_notes(replies: Replies) -> tuple[str, ...]:
    """Return a note for each material in which punctuation and the like was corrected (机械性差错)."""
    notes = []
    for each in replies.materials:
        lines = (each.title, *each.text.splitlines())
        fixes = [fix for line in lines for fix in correct_text(line.strip()).fixes]
        if fixes:
            first = f"“{fixes[0].before}”→“{fixes[0].after}”"
            notes.append(f"{each.unit}的交流材料改了{len(fixes)}处写法，如{first}，请核对。")
    return tuple(notes)


def contents_of(replies: Replies) -> tuple[str, ...]:
    """Return the lines of the contents page (目录) of the collected materials: title and unit."""
    return tuple(f"{_plain(each.title)}（{each.unit}）" for each in replies.materials)


def _paper(
    kind: str, title: str, blocks: Iterable[Block], parts: tuple[Attachment, ...] = ()
) -> OfficialDocument:
    return OfficialDocument(kind, DocumentForm.PLAIN, title, tuple(blocks), attachments=parts)


def _when_and_where(meeting: Meeting) -> tuple[Paragraph, ...]:
    return (
        Paragraph((f"时间：{meeting.time}",)),
        Paragraph((f"地点：{meeting.place}",)),
    )


def _people_table(replies: Replies) -> Table:
    rows: list[tuple[str, ...]] = []
    for each in replies.coming:
        for person in each.people or ({PERSON: "（未报人员）"},):
            said = (person.get(column, "") for column in replies.columns)
            rows.append((str(len(rows) + 1), each.unit, *said))
    return Table(_columns(("序号", "单位", *replies.columns)), tuple(rows))


def _units_table(title: str, rows: Sequence[tuple[str, str]]) -> Table:
    numbered = tuple((str(at), *row) for at, row in enumerate(rows, start=1))
    return Table(_columns(("序号", "单位", title)), numbered)


def _speakers(replies: Replies) -> Iterator[Block]:
    speakers = replies.speakers()
    if not speakers:
        return
    titles = {each.unit: each.title for each in replies.materials}
    rows = tuple(
        (str(at), unit, person.get(PERSON, ""), person.get(POST, ""), titles.get(unit, ""))
        for at, (unit, person) in enumerate(speakers, start=1)
    )
    yield Table(_columns(("序号", "单位", PERSON, POST, MATERIAL_TITLE)), rows, caption="交流发言")


def _columns(titles: Sequence[str]) -> tuple[Column, ...]:
    return tuple(
        Column(
            title,
            _WIDE.get(title) or _NARROW.get(title) or _USUAL_SHARE,
            "left" if title in _LEFT else "center",
        )
        for title in titles
    )


def _text(material: Material) -> Iterator[Block]:
    """Yield the text of a material: a paragraph a line, a short line that begins with 一、 a heading."""
    for line in material.text.splitlines():
        words = _plain(line)
        level = outline_level(words)
        if level and len(words) <= _LONGEST_HEADING and not words.endswith(("。", "；", "：")):
            yield Heading(level, words)
        elif words:
            yield Paragraph((words,))


def _plain(text: str) -> str:
    """Return a text without blanks at its ends, with full-width punctuation."""
    return correct_text(text.strip()).text
