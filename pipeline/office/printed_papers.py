"""Find the papers (印出的文件) whose figures came from certain originals, by their trails (溯源)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ledger.register import list_numbers
from pipeline.ledger.trails import trails_citing
from pipeline.model.document_number import Status, printed_number

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipeline.office.context import Office


def papers_printed_from(office: Office, digests: Collection[str]) -> tuple[str, ...]:
    """Return the papers and summaries with figures from originals of *digests*, each with its number if it has one.

    Of a file that was written again since, only the last content counts.
    """
    numbers = {
        number.digest: printed_number(number)
        for number in list_numbers(office.ledger)
        if number.status is Status.CONFIRMED
    }
    return tuple(
        f"{numbers[paper]}（{name}）" if paper in numbers else name
        for paper, name in trails_citing(office.ledger, digests)
    )
