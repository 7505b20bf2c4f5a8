"""List what a campaign has in the outbox (发件箱): one look into each folder, however many units there are."""

from __future__ import annotations

import json
import os
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from pipeline.files import safe_name, sha256_of
from pipeline.model.submission import CheckOutcome
from pipeline.products.replies import reply_folder, reply_stem
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Standing, Submission

    Links = tuple[tuple[str, str], ...]

_PAPER_FOLDERS: Final = (OutboxFolder.SUMMARIES, OutboxFolder.BRIEFINGS, OutboxFolder.NOTICES)


@dataclass(frozen=True, slots=True)
class OutboxListing:
    """The names in the folders of a campaign in the outbox, sorted, by the folders' paths relative to it."""

    folder: Path
    names: Mapping[str, tuple[str, ...]]

    def digest(self) -> str:
        """Return a digest that changes with every name."""
        return sha256_of(json.dumps(self.names).encode("utf-8", "surrogatepass"))

    def links(self, campaign: Campaign, standing: Standing) -> Links:
        """Return name and path of each document for a unit's latest version."""
        unit = campaign.roster.by_code(standing.unit)
        if standing.latest is None or unit is None:
            return ()
        latest = _as_answered(standing.latest, standing)
        answers = reply_folder(self.folder, unit, latest)
        relative = answers.relative_to(self.folder).as_posix()
        names = self.names.get(relative, ())
        stem = reply_stem(campaign, unit, latest)
        own = takewhile(lambda name: name.startswith(stem), names[bisect_left(names, stem) :])
        prefix = safe_name(unit.full_name)
        return tuple(
            (PurePath(name).stem.removeprefix(prefix), f"{relative}/{name}") for name in own
        )

    def papers(self) -> Links:
        """Return name and path of each document of the whole campaign."""
        return tuple(
            (PurePath(name).stem, f"{folder}/{name}")
            for folder in _PAPER_FOLDERS
            for name in self.names[folder]
            if "." in name
        )


def _as_answered(latest: Submission, standing: Standing) -> Submission:
    """Return the latest version with the outcome by which it was answered, after a person's decision."""
    if latest.outcome.counts == (standing.current is latest):
        return latest
    counts = standing.current is latest
    return replace(latest, outcome=CheckOutcome.WARNED if counts else CheckOutcome.RETURNED)


def list_outbox(folder: Path) -> OutboxListing:
    """List the documents of the campaign whose results are in *folder*."""
    names = {each.value: _names_in(folder / each) for each in _PAPER_FOLDERS}
    names[OutboxFolder.RECEIPTS] = _names_in(folder / OutboxFolder.RECEIPTS)
    returns = folder / OutboxFolder.RETURNS
    for unit in _names_in(returns):
        names[f"{OutboxFolder.RETURNS}/{unit}"] = _names_in(returns / unit)
    return OutboxListing(folder, names)


def _names_in(folder: Path) -> tuple[str, ...]:
    try:
        return tuple(sorted(os.listdir(folder)))  # noqa: PTH208 - names, without a path for each
    except OSError:  # there is none, or it can't be read
        return ()
