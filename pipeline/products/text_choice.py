"""Choose which of the units' own texts a paper prints (选编): the secretary's choice, else a stated rule.

The rule: what most units say first, texts that say the same once, as many as 简报摘登单位数 allows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.consolidation.text_groups import TextGroup, UnitText, group_texts, text_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.model.campaign import Field

Key = tuple[str, str, str]  # the field's code, the unit's code, the words of its text


@dataclass(frozen=True, slots=True)
class Mark:
    """A row of 选编.xlsx as the secretary left it: its group (归并), whether it is chosen, its wording."""

    group: str = ""
    chosen: bool = False
    wording: str = ""


@dataclass(frozen=True, slots=True)
class TextChoice:
    """The secretary's choice among the texts: the units picked (``--pick``), and the marks in 选编.xlsx."""

    units: frozenset[str] = frozenset()
    marks: Mapping[Key, Mark] = field(default_factory=dict)

    def mark(self, of: Field, text: UnitText) -> Mark:
        """Return the mark at *text*; an empty one where there is none."""
        return self.marks.get(key_of(of, text), Mark())


@dataclass(frozen=True, slots=True)
class ChosenTexts:
    """The texts of a field that are printed, by group with their wording, and those left out."""

    printed: tuple[tuple[str, TextGroup], ...]
    rest: tuple[UnitText, ...]
    by_person: bool


def key_of(of: Field, text: UnitText) -> Key:
    """Return by what a text is found again: its field, its unit and its words."""
    return of.code, text.unit.code, text_words(text.text)


def choose_texts(
    of: Field, texts: Sequence[UnitText], choice: TextChoice, at_most: int
) -> ChosenTexts:
    """Return which of *texts* on a field a paper prints; by the rule at most *at_most* groups."""
    if choice.units:
        picked = [text for text in texts if text.unit.code in choice.units]
        return _chosen(texts, [(text.text, TextGroup((text,))) for text in picked], by_person=True)
    if any(choice.mark(of, text).chosen for text in texts):
        return _chosen(texts, _marked(of, texts, choice), by_person=True)
    groups = group_texts(texts)[:at_most]
    return _chosen(texts, [(group.words, group) for group in groups], by_person=False)


def _marked(
    of: Field, texts: Sequence[UnitText], choice: TextChoice
) -> list[tuple[str, TextGroup]]:
    """Return the chosen texts; with each, those of the same 归并, and the wording where one was written."""
    members: dict[str, list[UnitText]] = {}
    for number, text in enumerate(texts):
        members.setdefault(choice.mark(of, text).group or f"\n{number}", []).append(text)
    printed = []
    for group in members.values():
        marks = [(choice.mark(of, text), text) for text in group]
        chosen = [text for mark, text in marks if mark.chosen]
        if chosen:
            wording = next((mark.wording for mark, _ in marks if mark.wording), chosen[0].text)
            first = (chosen[0], *(text for text in group if text is not chosen[0]))
            printed.append((wording, TextGroup(first)))
    return printed


def _chosen(
    texts: Iterable[UnitText], printed: Sequence[tuple[str, TextGroup]], *, by_person: bool
) -> ChosenTexts:
    taken = {text for _, group in printed for text in group.texts}
    return ChosenTexts(
        tuple(printed), tuple(text for text in texts if text not in taken), by_person=by_person
    )
