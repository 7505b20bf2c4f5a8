"""Check a paper before its number is taken (印发前校对): by our own inspection, and against the 任务书.

What is 不符 against a rule (规定) is refused; a person may override it with a reason, which is recorded.
Everything else is listed, what could not be verified (未核验) included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.issuing.errors import IssueRefused
from pipeline.model.event import Action
from pipeline.model.verdict import Result, Strength
from pipeline.official.inspection.inspect import file_verdicts, is_in_own_form
from pipeline.official.inspection.page_setup import PAGE_RULES
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.verdict import Verdict

# Of custom only, but nothing that holds one of these goes out.
_REFUSED_RULES: Final = frozenset({"placeholder"})
_ZERO_REPORT: Final = re.compile(r"(?<!不实行)(?<!不要求)(?<!无需)零报告(?!\s*\d)")
_SIGNERS: Final = re.compile(r"填报人|填表人|审核人|复核人|单位负责人|统计负责人")
_TO_BE_FILLED: Final = re.compile(r"[^。；\n]*(?:填写完整|逐项填写|签字|签名)")


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """What was found on a paper: ``faults`` refuse it, ``remarks`` are listed."""

    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


NOTHING_FOUND: Final = PaperCheck()


def check_content(content: bytes, name: str, carried: frozenset[str] = frozenset()) -> PaperCheck:
    """Check words, elements and page set-up of the paper *content*, by its own page profile (版面方案).

    The page of a form of the office's own (自有版式) is listed, and refuses nothing; so are the words of
    *carried* paragraphs: those of a document that is issued or forwarded (印发、转发) are not changed.

    Raises:
        DocumentUnreadable, DocumentTooLarge: it is no Word document, or too large.
    """
    listed = PAGE_RULES if is_in_own_form(content, name) else frozenset()
    found = sort_verdicts(file_verdicts(content, name, carried), listed)
    if not carried:
        return found
    everything = sort_verdicts(file_verdicts(content, name), listed)
    of_carried = [fault for fault in everything.faults if fault not in found.faults]
    return PaperCheck(found.faults, (*found.remarks, *of_carried))


def sort_verdicts(verdicts: Sequence[Verdict], listed: Container[str] = frozenset()) -> PaperCheck:
    """Return the sentences on what failed, and on what was not verified; the rules *listed* refuse nothing."""
    failed = [each for each in verdicts if each.result is Result.FAILED]
    faults = [each for each in failed if _refuses(each) and each.rule not in listed]
    unverified = [each for each in verdicts if each.result is Result.UNVERIFIED]
    remarks = [_sentence(each) for each in failed if each not in faults]
    if unverified:
        remarks.append(f"未核验 {len(unverified)} 项：{unverified[0].message}")
    return PaperCheck(tuple(map(_sentence, faults)), tuple(remarks))


def contradictions(campaign: Campaign, text: str) -> tuple[str, ...]:
    """Return a sentence for each statement in the *text* of a paper that contradicts the 任务书."""
    found = []
    if not campaign.zero_report and (match := _ZERO_REPORT.search(text)):
        around = text[max(match.start() - 8, 0) : match.end() + 4].strip()
        found.append(
            f"任务书的“零报告”写的是“否”，文中却写“{around}”。请删去这句，或把任务书改为“是”"
        )
    known = {label_key(field.name) for field in campaign.fields}
    asked = (name for part in _TO_BE_FILLED.findall(text) for name in _SIGNERS.findall(part))
    absent = (
        name for name in dict.fromkeys(asked) if not any(label_key(name) in key for key in known)
    )
    found += [
        f"文中要求填写“{name}”，表样里没有这一项。请改写这句，或在表样里加上" for name in absent
    ]
    return tuple(found)


def refuse_faults(
    kind: str, faults: Sequence[str], *, confirmed: bool, reason: str
) -> tuple[tuple[str, str], ...]:
    """Return the events by which an override is recorded; none where there are no faults.

    Raises:
        IssueRefused: there are faults, and no person has overridden them with a reason.
    """
    if not faults:
        return ()
    if confirmed and reason:
        return tuple((Action.OVERRIDDEN.value, f"{reason}：{fault}") for fault in faults)
    lacking = "--reason 写明理由" if confirmed else "--yes 和 --reason 理由"
    raise IssueRefused(
        kind, [*faults, f"请改正后再发；确要照这样印发的，请加 {lacking}，记入台账。没有占用文号"]
    )


def _refuses(verdict: Verdict) -> bool:
    return verdict.strength is Strength.REQUIRED or verdict.rule in _REFUSED_RULES


def _sentence(verdict: Verdict) -> str:
    return f"{verdict.message.rstrip('。')}（{verdict.clause}，{verdict.strength.value}）"
