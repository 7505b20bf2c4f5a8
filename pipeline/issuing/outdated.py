"""Find issued papers (已印发的文件) that print figures of forms which were corrected or withdrawn since (需更正)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import PipelineError
from pipeline.issuing.printed_again import printed_again
from pipeline.issuing.printed_differences import Difference, Printed, compare, printed_in
from pipeline.issuing.series import called
from pipeline.ledger.read import list_submissions, periods_of_originals, possibly_replaced
from pipeline.ledger.register import list_numbers
from pipeline.ledger.trails import trail_of, trails_citing
from pipeline.office.earlier_round import earlier_round

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.document_number import Number
    from pipeline.model.figure import TrailEntry
    from pipeline.office.context import Office
    from pipeline.office.earlier_round import SubmissionsOf

AMENDMENT: Final = "更正"
_NAMED_AT_MOST: Final = 8
_PERIODS_HELD: Final = 4  # a paper's own, those it is compared with, and the next paper's


@dataclass(frozen=True, slots=True)
class OutdatedPaper:
    """An issued paper with figures that differ now (需更正的文件): ``differences``, and by whose corrections.

    ``period`` is the code of the period whose figures it prints.
    ``unverified`` (未核对) are those of corrected forms that can't be computed again: the template or the
    任务书 was changed since.
    """

    number: Number
    campaign: Campaign
    period: str
    units: tuple[str, ...]
    differences: tuple[Difference, ...]
    unverified: tuple[Printed, ...]


def amendment_title(number: Number) -> str:
    """Return the title of the notice that corrects the paper of *number* (更正的标题)."""
    return f"关于更正{called(number)}有关数据的通知"


def outdated_papers(office: Office, campaign: Campaign) -> tuple[OutdatedPaper, ...]:
    """Return the papers on *campaign* that are outdated, in the order of the register; void ones don't count."""
    replaced = possibly_replaced(office.ledger, campaign.name)
    if not replaced:
        return ()
    citing = {digest for digest, _ in trails_citing(office.ledger, replaced)}
    search = _search(office, campaign, replaced)
    found = (
        _outdated(search, number)
        for number in search.numbers
        if number.digest in citing and number.kind != AMENDMENT
    )
    return tuple(paper for paper in found if paper is not None)


def outdated_paper(office: Office, number: Number) -> OutdatedPaper | None:
    """Return the paper of *number* if it is outdated, by the campaign whose figures it prints."""
    issued = printed_in(trail_of(office.ledger, number.digest) or ())
    for campaign in office.campaigns:
        replaced = possibly_replaced(office.ledger, campaign.name)
        if any(each.cites(replaced) for each in issued):
            return _outdated(_search(office, campaign, replaced), number)
    return None


def outdated_notes(office: Office, campaign: Campaign) -> tuple[str, ...]:
    """Return a sentence for each outdated paper, with the command that corrects it."""
    return tuple(map(outdated_sentence, outdated_papers(office, campaign)))


def outdated_sentence(paper: OutdatedPaper) -> str:
    """Return which figures of *paper* differ now, the first of many, and how it is corrected (更正)."""
    changes = [
        f"{each.printed.at}“{each.printed.label}”印的是“{each.old_text}”，现在是“{each.new_text}”"
        for each in paper.differences[:_NAMED_AT_MOST]
    ]
    if len(paper.differences) > _NAMED_AT_MOST:
        changes.append(f"共 {len(paper.differences)} 处，全部见 baosong status")
    if paper.unverified:
        places = "、".join(f"{each.at}“{each.text}”" for each in paper.unverified[:_NAMED_AT_MOST])
        changes.append(f"未核对 {len(paper.unverified)} 处（{places}），请对照原表核对")
    units = named_units(paper.units)
    return f"{called(paper.number)}印发后{units}的数有更正：{'；'.join(changes)}。{remedy(paper)}"


def named_units(units: Sequence[str]) -> str:
    """Return the names of *units*, of many the first with their number."""
    more = f"等{len(units)}家" if len(units) > _NAMED_AT_MOST else ""
    return "、".join(units[:_NAMED_AT_MOST]) + more


def remedy(paper: OutdatedPaper) -> str:
    """Return the sentence with the command that corrects *paper*."""
    if paper.differences:
        return f"更正请运行 baosong notice 更正 --of '{called(paper.number)}'。"
    return "确需更正的，请写好文稿，用 baosong notice 通知 --text 文稿.docx 印发。"


def outdated_document(paper: OutdatedPaper) -> dict[str, Any]:
    """Return *paper* as plain data, for ``status --json``."""
    return {
        "number": called(paper.number),
        "kind": paper.number.kind,
        "path": paper.number.path,
        "units": list(paper.units),
        "figures": [
            {
                "place": each.printed.at,
                "label": each.printed.label,
                "old": each.old_text,
                "new": each.new_text,
            }
            for each in paper.differences
        ],
        "unverified": [
            {"place": each.at, "label": each.label, "old": each.text} for each in paper.unverified
        ],
        "remedy": remedy(paper),
    }


@dataclass(frozen=True, slots=True)
class _Compared:
    """A paper compared with its round: the units corrected since, and each figure that could be computed again.

    ``units`` is None where the round isn't known.
    """

    period: str
    units: tuple[str, ...] | None = None
    figures: tuple[tuple[Printed, Difference | None], ...] = ()


@dataclass(frozen=True, slots=True)
class _Search:
    """What the papers on a campaign are compared with: read once for all of them, as far as memory allows.

    ``replaced`` are the digests of the originals that may not count any more, ``numbers`` those in use;
    ``submissions_of`` returns every version of a period.
    """

    office: Office
    campaign: Campaign
    replaced: frozenset[str]
    numbers: tuple[Number, ...]
    submissions_of: SubmissionsOf


def _search(office: Office, campaign: Campaign, replaced: frozenset[str]) -> _Search:
    numbers = tuple(each for each in list_numbers(office.ledger) if each.in_use)
    read = partial(list_submissions, office.ledger, campaign.name)
    return _Search(office, campaign, replaced, numbers, lru_cache(maxsize=_PERIODS_HELD)(read))


def _outdated(search: _Search, number: Number) -> OutdatedPaper | None:
    """Return the paper of *number* where something it prints differs, or can't be compared."""
    replaced = search.replaced
    issued = trail_of(search.office.ledger, number.digest) or ()
    cited = [each for each in printed_in(issued) if each.cites(replaced)]
    found = _compared(search, number, issued)
    known = {printed for printed, _ in found.figures}
    corrected = set(_corrected_texts(search, number))
    changed = tuple(
        difference
        for _, difference in found.figures
        if difference is not None and difference.corrected_by not in corrected
    )
    unverified = () if found.units == () else tuple(each for each in cited if each not in known)
    if not changed and not unverified:
        return None
    units = found.units if found.units is not None else _units_of(cited, replaced)
    return OutdatedPaper(number, search.campaign, found.period, units, changed, unverified)


def _compared(search: _Search, number: Number, issued: Sequence[TrailEntry]) -> _Compared:
    """Return *issued* compared with that of its periods which gives most of what the paper printed.

    It cites others, too: those it is compared with, and that to which a form was moved (改期别) since. The
    last that gives all of it settles the matter.
    """
    digests = {source.digest for entry in issued for source in entry.figure.sources}
    periods = periods_of_originals(search.office.ledger, search.campaign.name, digests)
    whole = len(printed_in(issued))
    found = [_compared_in(search, number, period, issued) for period in periods[:1]]
    for period in periods[1:]:
        if len(found[-1].figures) >= whole:
            break
        found.append(_compared_in(search, number, period, issued))
    return max(found, key=lambda each: len(each.figures))


def _compared_in(
    search: _Search, number: Number, period: str, issued: Sequence[TrailEntry]
) -> _Compared:
    office, campaign = search.office, search.campaign
    try:
        of_paper = earlier_round(office, campaign, period, number.digest, search.submissions_of)
        if of_paper is None:
            return _Compared(period)
        then = printed_again(office, number, of_paper.printed)
        now = printed_again(office, number, of_paper.corrected) if of_paper.units else then
    except PipelineError:  # the template or the period is gone: nothing can be compared
        return _Compared(period)
    names = tuple(each.full_name for each in campaign.units() if each.code in of_paper.units)
    return _Compared(period, names, tuple(compare(issued, then, now)))


def _units_of(cited: Sequence[Printed], digests: frozenset[str]) -> tuple[str, ...]:
    sources = (source for each in cited for figure in each.figures for source in figure.sources)
    return tuple(dict.fromkeys(each.unit for each in sources if each.digest in digests))


def _corrected_texts(search: _Search, number: Number) -> Iterator[tuple[str, str]]:
    """Yield label and text of what the last correction (更正) of the paper of *number* prints."""
    title = amendment_title(number)
    issued = [each for each in search.numbers if each.title == title]
    for each in sorted(issued, key=lambda amendment: amendment.at)[-1:]:
        for printed in printed_in(trail_of(search.office.ledger, each.digest) or ()):
            yield printed.label, printed.text
