"""A careful reader of a paper: every sentence must be one that an editor would let stand.

It knows the campaign and the forms, and works out for itself what a sentence should say; it calls nothing
that the papers are made with. What it objects to, it returns as sentences.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.model.campaign import YES_NO, Aggregation, Shape
from tests.products.known_facts import (
    choosers,
    column_over,
    figure_over,
    ranked,
    summed_forms,
)
from tests.products.rounds import totals_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.model.campaign import Field
    from pipeline.model.collection_round import CollectionRound
    from tests.products.papers import Line

_FIGURE: Final = r"\d+(?:\.\d+)?"
_SCALES: Final = {"": 1, "万": 10**4, "亿": 10**8}
_PLACE: Final = "居首位|并列首位|同?为最[多高]"
_UGLY: Final = (
    (r"[已未均]是否|[已未]有无", "a sentence cut out of a field's name"),
    (
        r"个个|次次|件件|家家|人人次|名名|处处|起起|万万|元元|%个|%%|分分|天天|毫米毫米",
        "a measure twice",
    ),
    (
        r"、、|，，|。。|；。|：。|、。|，。|；；|（）|，；|（，|、）|^[，。、；]",
        "marks without words",
    ),
    (r"[报送告正免]0家|(?<!\d)0家(?:报送|退回|尚未|填报)|（0家", "nobody counted"),
    (r"等[01]家", "a list of nobody"),
    (r"(?:增长|下降|上升)(?!\d)", "a change without its figure"),
    (r"(?:增长|下降|上升)0(?:\.0+)?(?!\.?\d)", "a change of nothing"),
    (r"[\u4e00-\u9fff][,;:()?!.][\u4e00-\u9fff]", "half-width marks between words"),
    (r"\{|\}|None|nan|Decimal", "what the program wrote for itself"),
    (r"占(?:100%|0%)；", "a share of all or nothing in a list of shares"),
    (r"(?<!\d)1家(?:填报)?单位均|1家已报送，报送率\d+(?:\.\d+)?%，均", "one unit, all of it"),
)
_ORDINALS: Final = "一二三四五六七八九十"


def objections(lines: Sequence[Line], held: CollectionRound) -> list[str]:
    """What is wrong with any paper on *held*."""
    return [
        *_headings(lines),
        *(
            f"{why}: {line.words}"
            for line in lines
            for pattern, why in _UGLY
            if re.search(pattern, line.words)
        ),
        *(
            f"no end: {line.words}"
            for line in lines
            if not line.level and line.words[-1:] not in "。！”"
        ),
        *_numbers(lines),
        *_names(lines, held),
        *_shares(lines, held),
        *_periods(lines, held),
        *_totals(lines, held),
    ]


def _totals(lines: Sequence[Line], held: CollectionRound) -> Iterator[str]:
    """No total is among its own parts in the sentence that lists the sums."""
    names = {field.code: _clause(field)[0] for field in held.campaign.fields}
    for line in lines:
        if not re.match(r"据已报送.+汇总：", line.words):
            continue
        told = re.split("[：，；]", line.words)
        for total, parts in totals_of(held.campaign).items():
            listed = [
                code
                for code in (total, *parts)
                if any(re.match(rf"{re.escape(names[code])}\d", each) for each in told)
            ]
            if total in listed and len(listed) > 1:
                yield f"a total among its own parts: {names[total]}: {line.words}"


def _headings(lines: Sequence[Line]) -> Iterator[str]:
    for line, following in pairwise((*lines, None)):
        if line is not None and line.level and (following is None or following.level):
            yield f"a heading without a text: {line.words}"
    found = [line.words for line in lines if line.level == 1]
    for ordinal, words in zip(_ORDINALS, found, strict=False):
        if not re.fullmatch(rf"{ordinal}、.*\w.*", words):
            yield f"a heading without words or out of order: {words}"


def _numbers(lines: Sequence[Line]) -> Iterator[str]:
    """（一） is followed by （二） and so on; one alone has no number."""
    found = [line.words[1] for line in lines if re.match(r"（[一二三四五六七八九十]）", line.words)]
    if found and (found != list(_ORDINALS[: len(found)]) or len(found) == 1):
        yield f"numbered {found}"


def _names(lines: Sequence[Line], held: CollectionRound) -> Iterator[str]:
    """No unit is twice in one list."""
    every = sorted((unit.full_name for unit in held.campaign.units()), key=len, reverse=True)
    name = "|".join(map(re.escape, every))
    for line in lines:
        for run in re.findall(rf"(?:{name})(?:、(?:{name}))+", line.words):
            listed = run.split("、")
            if len(set(listed)) < len(listed):
                yield f"a unit twice: {run}"


def _shares(lines: Sequence[Line], held: CollectionRound) -> Iterator[str]:
    """Each share is that of its own number, rounded by itself."""
    due = sum(standing.state.value != "exempt" for standing in held.standings)
    for line in lines:
        for number, said in re.findall(rf"(?:报送|迟报|补正)(\d+)家，占({_FIGURE})%", line.words):
            if not due or Decimal(said) != _percent(int(number), due):
                yield f"{number} of {due} is not {said}%"


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(part * 100) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _periods(lines: Sequence[Line], held: CollectionRound) -> Iterator[str]:
    if held.previous:
        return
    for line in lines:
        if re.search("上期|同期|可比|增减", line.words):
            yield f"compared with a period that there wasn't: {line.words}"


def reader(held: CollectionRound) -> BriefingReader:
    """The reader of a briefing on *held*."""
    return BriefingReader(held)


class BriefingReader:
    """Reads the sections of a briefing sentence by sentence; a sentence that it doesn't know is objected to."""

    def __init__(self, held: CollectionRound) -> None:
        self.held = held
        singles = [field for field in held.campaign.fields if field.shape is Shape.SINGLE]
        self.figures = {_clause(field): field for field in singles if field.aggregation.with_figure}
        # Of a cross table that is set as a table, the line of its total is told, by the other headings.
        self.totals = {
            ("".join(field.name.split("·")[1:]), field.measure): field
            for field in singles
            if field.crossing and re.match("[合总]计·", field.name)
        }
        self.columns = {
            _clause(field): field
            for field in held.campaign.fields
            if field.shape is Shape.LIST and field.kind.numeric
        }
        self.choices = [field for field in singles if field.aggregation is Aggregation.TALLY]
        names = sorted((unit.full_name for unit in held.campaign.units()), key=len, reverse=True)
        self.name = "|".join(map(re.escape, names))
        self.names = rf"(?:{self.name})(?:、(?:{self.name}))*"

    def objections(self, lines: Sequence[Line]) -> list[str]:
        """What is wrong with the sections of a briefing."""
        found: list[str] = []
        for line in self._section_lines(lines):
            if re.search(_PLACE, line):
                found += self._ranks(line)
            elif self._is_choice(line):
                found += self._answers(line)
            elif match := re.fullmatch(r"(?:(.+)，)?(?:“[^”]+”)?分项情况见.+表。", line):
                found += self._lines(match[1] or "", self.totals, figure_over)
            elif match := re.fullmatch(r"(\d+)家单位共填报(?:“[^”]+”)?(\d+)条(?:，(.+))?。", line):
                found += self._rows(int(match[1]), int(match[2]))
                found += self._lines(match[3], self.columns, column_over)
            elif not re.match(rf"(?:{self.name})(?:等\d+家)?：|以上按反映|其余\d+家", line):
                found += self._sums(line)
        return found

    def _section_lines(self, lines: Sequence[Line]) -> Iterator[str]:
        inside = False
        for line in lines:
            if line.level:
                inside = not line.words.endswith("报送工作要求")
            elif inside:
                yield line.words

    def _is_choice(self, line: str) -> bool:
        asked = tuple(f"{field.name.replace('?', '？')}：" for field in self.choices)
        return (
            (line.startswith(("已", "未")) and "的" in line)
            or line.startswith(asked)
            or bool(re.match(r"\d+家填报单位", line))
        )

    def _answers(self, line: str) -> Iterator[str]:
        for sentence in filter(None, line.split("。")):
            told = self._told_together().union(*map(self._told, self.choices))
            if sentence not in told:
                yield f"an answer that nobody gave so: {sentence}"

    def _told(self, field: Field) -> list[str]:
        """The sentences that tell the answers to a question."""
        given = {option: choosers(self.held, field, option) for option in field.options}
        counts = [(option, units) for option, units in given.items() if units]
        yes, no = given.get("是", []), given.get("否", [])
        is_act = frozenset(field.options) == YES_NO and field.wording
        if not is_act:
            name = field.name.replace("?", "？")
            parts = [
                f"{option}{len(units)}家{f'（{_some(units)}）' if option == '否' else ''}"
                for option, units in counts
            ]
            return [f"{name}：{'、'.join(parts)}"]
        if yes and no:
            share = f"{_percent(len(yes), len(yes) + len(no)).normalize():f}%"
            done = f"已{field.wording}的{len(yes)}家，占{share}"
            return [f"{done}；未{field.wording}的{len(no)}家，为{_some(no)}"]
        word, units = ("已", yes) if yes else ("未", no)
        return [f"{len(units)}家填报单位{'均' if len(units) > 1 else ''}{word}{field.wording}"]

    def _told_together(self) -> set[str]:
        """What all did, in one sentence: several acts that as many units all have done."""
        acts: dict[int, list[str]] = {}
        for field in self.choices:
            yes = choosers(self.held, field, "是")
            if yes and not choosers(self.held, field, "否") and field.wording:
                acts.setdefault(len(yes), []).append(field.wording)
        return {
            f"{number}家填报单位{'均' if number > 1 else ''}已{'、'.join(words[first:last])}"
            for number, words in acts.items()
            for first in range(len(words))
            for last in range(first + 1, len(words) + 1)
        }

    def _sums(self, line: str) -> Iterator[str]:
        text = re.sub(r"以上增减按前后两期都填报的\d+家单位计算。$", "", line)
        text = re.sub(r"（(?!其中)[^（）]*）", "", text)
        told: list[str] = []
        for sentence in filter(None, text.split("。")):
            whole, mark, parts = sentence.partition("，其中")
            found = [self._figure(clause) for clause in re.split("[、；]|，其中", sentence)]
            yield from (str(each) for each in found if isinstance(each, str))
            told += [field.code for field in found if not isinstance(field, str)]
            if not mark:
                yield from self._beside_its_parts(found)
            elif len(whole.split("、")) > 1 or not parts:
                yield f"whose parts are these? {sentence}"
            if len(re.split("[、；]", whole)) > 5:
                yield f"too many figures for a sentence: {sentence}"
        if len(set(told)) < len(told):
            yield f"a figure twice: {line}"

    def _rows(self, units: int, rows: int) -> Iterator[str]:
        given = [len(form.rows) for form in summed_forms(self.held) if form.rows]
        if [units, rows] != [len(given), sum(given)]:
            yield f"{units} units with {rows} rows: {given}"

    def _lines(
        self, text: str, fields: dict[tuple[str, str], Field], right: Callable[..., Decimal | None]
    ) -> Iterator[str]:
        for clause in filter(None, re.split("[、。]", re.sub(r"（[^（）]*）", "", text))):
            told = [
                (value, field)
                for (before, after), field in fields.items()
                if (value := _told_value(clause, before, after)) is not None
            ]
            if not told:
                yield f"a figure of no line: {clause}"
            for value, field in told:
                wanted = right(summed_forms(self.held), field)
                if not _is_about(value, wanted):
                    yield f"{clause}: it is {wanted}"

    def _beside_its_parts(self, found: Sequence[Field | str]) -> Iterator[str]:
        codes = {field.code for field in found if not isinstance(field, str)}
        for total, parts in totals_of(self.held.campaign).items():
            if total in codes and codes & set(parts):
                yield f"a total among its own parts: {total}"

    def _figure(self, clause: str) -> Field | str:
        """The field whose figure the clause tells; what is wrong with it where it is none."""
        for (before, after), field in self.figures.items():
            value = _told_value(clause, before, after)
            if value is None:
                continue
            right = figure_over(summed_forms(self.held), field)
            return field if _is_about(value, right) else f"{clause}: it is {right}"
        return f"a figure in no field's words: {clause}"

    def _ranks(self, line: str) -> Iterator[str]:
        sentences = list(filter(None, line.split("。")))
        if len(sentences) > 1:
            yield f"more than one ranking: {line}"
        for sentence in sentences:
            field = None
            for part in sentence.split("；"):
                category, scope, rest = part.partition("中，")
                words = rest if scope else part
                field = field or self._ranked_field(words)
                if field is None:
                    yield f"ranked by nothing: {part}"
                    return
                yield from self._rank(words, field, category if scope else "")

    def _ranked_field(self, words: str) -> Field | None:
        return next(
            (
                field
                for (before, _), field in sorted(self.figures.items(), key=lambda e: -len(e[0][0]))
                if re.match(rf"(?:{self.names}){re.escape(before)}各?\d", words)
            ),
            None,
        )

    def _rank(self, words: str, field: Field, category: str) -> Iterator[str]:
        before, after = _clause(field)
        match = re.fullmatch(
            rf"(?P<top>{self.names})(?:{re.escape(before)})?(?P<each>各?)(?P<most>[^，]+)，(?:{_PLACE})"
            rf"(?:，(?P<last>{self.names})(?P<least>[^，]+)，相对靠后)?",
            words,
        )
        if match is None:
            yield f"no ranking that one understands: {words}"
            return
        figures = ranked(self.held, field, category)
        top = sorted(match["top"].split("、"))
        most = max(figures.values(), default=Decimal(0))
        value = _told_value(match["most"], "", after)
        if len(figures) < 3 or most <= 0 or len(set(figures.values())) == 1:
            yield f"a ranking that is no news: {words}"
        if top != sorted(n for n, number in figures.items() if number == most):
            yield f"not the first: {words}"
        if value is None or not _is_about(value, most) or bool(match["each"]) != (len(top) > 1):
            yield f"not what the first has: {words}, {most}"
        if match["last"]:
            yield from _last(words, match["last"], figures)


def _last(words: str, name: str, figures: dict[str, Decimal]) -> Iterator[str]:
    low = min(figures.values())
    middle = sorted(figures.values())[len(figures) // 2]
    if [n for n, number in figures.items() if number == low] != [name]:
        yield f"not the last, or not alone: {words}"
    if low * 5 >= middle or middle < 10:
        yield f"a lowest that is no news: {words}"


def _some(units: Sequence[str]) -> str:
    most = 10
    return "、".join(units) if len(units) <= most else f"{'、'.join(units[:most])}等{len(units)}家"


def _clause(field: Field) -> tuple[str, str]:
    """The words around a field's figure: its 行文用语 with a place for it, else its name and its measure."""
    before, mark, after = field.wording.partition("{}")
    if not mark:
        name = field.name.replace("·", "") if field.crossing else field.name
        before, after = name, field.measure
    mean = field.aggregation is Aggregation.AVERAGE and "平均" not in before
    return (f"{before}平均" if mean else before), after


def _told_value(clause: str, before: str, after: str) -> tuple[Decimal, int] | None:
    """The number in a clause, and by how much it is scaled: 5.43亿元 is 54,300 in 万元."""
    for scale, times in _SCALES.items():
        measure, factor = after, times
        if scale == "亿":
            if not after.startswith("万"):
                continue
            measure, factor = after[1:], 10**4
        match = re.fullmatch(
            rf"{re.escape(before)}(?P<n>{_FIGURE}){scale}{re.escape(measure)}", clause
        )
        if match:
            return Decimal(match["n"]), factor
    return None


def _is_about(told: tuple[Decimal, int], right: Decimal | None) -> bool:
    number, factor = told
    if right is None:
        return False
    if factor == 1:
        return number == right and right < 10**4
    return right >= 10**4 and abs(number * factor - right) <= Decimal(factor) / 200
