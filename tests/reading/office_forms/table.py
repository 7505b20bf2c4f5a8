"""Try every form: draft it, fill it in where a person sees a place, read it, and say what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.load import load_book
from pipeline.campaign.drafting.draft import draft_book
from pipeline.checking.check import check
from pipeline.model.finding import Level
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim
from pipeline.workbook.reading.read import read_book
from tests.campaign.books import MOMENT, drawn
from tests.reading.office_forms import economy, education, staff, works
from tests.reading.office_forms.filling import UNIT, DrawnForm, drawn_form, filled_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.filling import Filling
    from pipeline.model.finding import Finding
    from pipeline.model.grid import Book, Grid

FORMS: Final = {**education.FORMS, **staff.FORMS, **economy.FORMS, **works.FORMS}
_ROSTER: Final = drawn({"名单": f"| 单位名称 |\n| {UNIT} |"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the answers that a unit typed into a form."""

    fields: int
    typed: tuple[str, ...]
    missing: tuple[str, ...]
    filling: Filling
    findings: tuple[Finding, ...]

    @property
    def returned(self) -> bool:
        """Whether the unit gets its form back."""
        return any(finding.level is Level.ERROR for finding in self.findings)

    @property
    def told(self) -> bool:
        """Whether the office hears of every answer that wasn't read: as a warning, or as the unit's own."""
        rules = {finding.rule for finding in self.findings}
        own = self.filling.coverage.own if self.filling.coverage else ()
        return not self.missing or self.returned or "numbers-unread" in rules or bool(own)

    def remark(self) -> str:
        """One word for the table."""
        if not self.missing and not self.returned:
            return "全部读入"
        return "退回" if self.returned else "有提醒" if self.told else "有值丢失"


def drafted(folder: Path, content: bytes, name: str = "表样.xlsx") -> Campaign:
    """The campaign as `campaign new` drafts it."""
    book, _ = draft_book((name, content), ("单位.xlsx", _ROSTER), "月报", MOMENT)
    (folder / name).write_bytes(content)
    (folder / "任务书.xlsx").write_bytes(book)
    campaign, faults = load_book(folder / "任务书.xlsx")
    assert faults == ()
    assert campaign is not None
    return campaign


def outcome(
    campaign: Campaign, form: DrawnForm, change: Callable[[Grid], Grid] = lambda grid: grid
) -> Outcome:
    """Fill *form* in, change its sheet, and read it for *campaign*."""
    book = filled_in(read_book(form.content, "表样.xlsx"), form)
    return read_by(campaign, form, replace(book, sheets=tuple(map(change, book.sheets))))


def read_by(campaign: Campaign, form: DrawnForm, book: Book) -> Outcome:
    """Read *book*, which is *form* filled in, for *campaign*."""
    filling = read_form(book, campaign, Claim(campaign, campaign.units()[0]))
    listed = [answer for row in filling.rows for answer in row.answers]
    read = [answer.typed for answer in (*filling.singles, *listed) if answer.typed]
    typed = [answer for _, answer in form.answers()]
    missing = list(typed)
    for answer in read:
        if answer in missing:
            missing.remove(answer)
    findings = tuple(check(filling, campaign))
    return Outcome(len(campaign.fields), tuple(typed), tuple(missing), filling, findings)


def section(folder: Path) -> Iterator[tuple[str, ...]]:
    """The rows of docs/表样实例.md: name, shape, fields, cells filled, cells read, remark."""
    for name, (shape, drawing) in FORMS.items():
        form = drawn_form(drawing)
        found = outcome(drafted(folder, form.content), form)
        read = len(found.typed) - len(found.missing)
        yield name, shape, str(found.fields), str(len(found.typed)), str(read), found.remark()
