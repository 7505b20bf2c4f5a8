"""Define the columns of figures of the summary: what each takes of a unit, adds up, and looks like."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.over_sums import over_sums
from pipeline.consolidation.totals import average_of, count_of, tally, total_of, unit_figure
from pipeline.model.campaign import Aggregation, Kind, Shape
from pipeline.workbook.writing.plan import Formula
from pipeline.workbook.writing.text_fit import line_count, text_ems, width_of_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.figure import Figure

_LINE_EMS: Final = (4, 5, 6, 7)  # wide characters in a line of a heading
_LINES: Final = 5  # of a heading at most
_DECIMALS: Final = 4  # at most that a column shows of all its figures
_DIGIT: Final = 0.62  # of an em: the widest faces that stand in
_OPTIONS: Final = 6  # of a field whose count names the options that no unit chose too


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: a field, with the options of its count (计数) where it is counted."""

    field: Field
    options: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return the heading: the field's name, and its measure on a line of its own, so that no line breaks in it."""
        name, measure = self.field.name, self.field.measure
        return f"{name}\n（{measure}）" if measure else name

    @property
    def counts(self) -> bool:
        """Return whether the column has the chosen option of each unit, and counts them."""
        return self.field.aggregation is Aggregation.TALLY

    def of_unit(self, item: CountedUnit) -> Figure | None:
        """Return the unit's figure; for a choice a count of one, printed as the option that was chosen."""
        if not self.counts:
            return unit_figure(item, self.field)
        answer = item.answers.get(self.field.code)
        if answer is None or answer.value not in self.field.options:
            return None
        option = str(answer.value)
        return replace(dict(tally([item], self.field))[option], text=option)

    def of_all(self, figures: Sequence[Figure]) -> tuple[Figure, ...]:
        """Return the figures below those of the units: one, or one for each option; none where no unit gave any."""
        if self.counts:
            return tuple(
                count_of([each for each in figures if each.text == option], self.field, option)
                for option in self.options
                if figures
            )
        if self.field.aggregation is Aggregation.AVERAGE:
            found = average_of(figures, self.field)
        else:
            found = total_of(figures, self.field) if self.field.adds_up else None
        return (found,) if found is not None else ()

    @property
    def recomputed(self) -> bool:
        """Return whether the column holds a ratio that is recomputed from the sums of its parts (重算)."""
        return self.field.aggregation is Aggregation.RATIO

    def ratio(self, counted: Sequence[CountedUnit]) -> tuple[Figure, ...]:
        """Return the ratio over the sums of its parts; none where its denominator is 0."""
        found = over_sums(self.field, counted)
        return (found,) if found is not None else ()

    def formula(self, cells: str, figures: Sequence[Figure], at_level: str = "") -> Formula:
        """Return the live formula over *cells* whose result are *figures*.

        *at_level* are the cells of the units' levels (层级), and the one that is added up, where there are
        several: ``$E4:$E20,2``.
        """
        if self.counts:
            count = f"COUNTIFS({at_level}," if at_level else "COUNTIF("
            parts = (
                f'"{_quoted(option)}"&{count}{cells},{criterion(option)})'
                for option in self.options
            )
            shown = (
                f"{option}{figure.text}"
                for option, figure in zip(self.options, figures, strict=True)
            )
            return Formula("=" + '&" "&'.join(parts), " ".join(shown))
        if at_level:
            name = "AVERAGEIFS" if self.field.aggregation is Aggregation.AVERAGE else "SUMIFS"
            return Formula(f"={name}({cells},{at_level})", figures[0].value)
        # SUBTOTAL leaves out other subtotals, so that the grand total counts nothing twice.
        function = "101" if self.field.aggregation is Aggregation.AVERAGE else "109"
        return Formula(f"=SUBTOTAL({function},{cells})", figures[0].value)


def columns_of(campaign: Campaign, counted: Sequence[CountedUnit]) -> tuple[Column, ...]:
    """Return a column for each single field that is added up, averaged, recomputed or counted."""
    columns = []
    for field in campaign.fields:
        if field.shape is not Shape.SINGLE:
            continue
        if field.aggregation in {Aggregation.SUM, Aggregation.AVERAGE, Aggregation.RATIO}:
            columns.append(Column(field))
        elif field.aggregation is Aggregation.TALLY and field.options:
            columns.append(Column(field, _shown_options(field, counted)))
    return tuple(columns)


def _shown_options(field: Field, counted: Sequence[CountedUnit]) -> tuple[str, ...]:
    """Return the options that a count names: all where they are few, else those that a unit chose."""
    if len(field.options) <= _OPTIONS:
        return field.options
    answers = (item.answers.get(field.code) for item in counted)
    chosen = Counter(str(answer.value) for answer in answers if answer is not None)
    return tuple(option for option in field.options if chosen[option]) or field.options[:1]


def width_of(column: Column, figures: Sequence[Figure]) -> float:
    """Return the width of the column in characters: the narrowest in which its heading reads well."""
    if column.counts:
        counts = [f"{option}{len(figures)}" for option in column.options]
        whole = text_ems(" ".join(counts))
        least = whole if whole <= _LINE_EMS[-1] else max(map(text_ems, counts))
    else:
        digits = max((len(figure.text) for figure in figures), default=1)
        measure = text_ems(column.title.rpartition("\n")[2]) if column.field.measure else 0.0
        figure = _DIGIT * (digits + (digits // 3 if is_money(column.field) else 0)) + 0.5
        least = max(figure, measure)
    for ems in _LINE_EMS:
        width = width_of_text(ems)
        if ems >= least and line_count(column.title, width) <= _LINES:
            return width
    return width_of_text(max(least, _LINE_EMS[-1]))


def number_format(column: Column, figures: Sequence[Figure]) -> str:
    """Return the number format of the column: as many decimals as its most exact figure, aligned.

    Money is grouped by thousands, a percentage without a measure has its sign; counts are plain.
    """
    if column.counts:
        return ""
    parts = (figure.text.partition(".")[2] for figure in figures)
    decimals = max(map(len, parts), default=0)
    if decimals > _DECIMALS:
        return ""
    whole = "#,##0" if is_money(column.field) else "0"
    sign = '"%"' if column.field.kind is Kind.PERCENT and not column.field.measure else ""
    return f"{whole}{'.' if decimals else ''}{'0' * decimals}{sign}"


def is_money(field: Field) -> bool:
    """Return whether the field's measure is of money (元, 万元 …)."""
    return field.measure.endswith("元")


def _quoted(text: str) -> str:
    return text.replace('"', '""')


def criterion(text: str) -> str:
    """Return the criterion of COUNTIF for a cell that says *text*: “=” first, its wildcards escaped."""
    escaped = "".join(f"~{char}" if char in "*?~" else char for char in text)
    return f'"{_quoted(f"={escaped}")}"'
