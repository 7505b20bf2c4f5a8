"""Verdicts on the elements (要素): what the kind must have and may not have, found by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.verdict import Result, Strength, Verdict
from pipeline.official.drafts.recognise import known_kinds, recognise
from pipeline.official.drafts.source import read_source
from pipeline.official.errors import DraftUnreadable, KindUnknown
from pipeline.official.standard.mandatory import shortcomings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ELEMENTS_RULE: Final = "elements"
# An imprint and a letter's mark stand in tables, headers and frames, where words alone don't tell.
_UNREADABLE_RULES: Final = frozenset({"K-mark", "K-number", "K-imprint"})


def element_verdicts(path: Path, kind: str) -> Iterator[Verdict]:
    """A failed verdict for each element that is missing or out of place; one passed where none is.

    A document without a kind (文种) of its own, a form or a slip, is not judged.
    """
    if kind not in known_kinds():
        return
    try:
        document = recognise(read_source(path), kind).document
    except (DraftUnreadable, KindUnknown):
        return
    found = [lack for lack in shortcomings(document) if lack.rule not in _UNREADABLE_RULES]
    for lack in found:
        yield Verdict(lack.clause, lack.rule, Result.FAILED, lack.strength, "", "", lack.message)
    if not found:
        yield Verdict(
            "条例第九条",
            ELEMENTS_RULE,
            Result.PASSED,
            Strength.REQUIRED,
            "",
            "",
            f"{kind}应有的要素没有发现问题",
        )
