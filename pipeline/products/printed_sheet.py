"""Name the sheet of a field as those who fill in the form know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model.campaign import Field


def printed_sheet(field: Field) -> str:
    """Return the sheet (工作表) of *field* on the office's own form; in the 任务书 a list has one of its own (…明细)."""
    return field.place.sheet if field.place is not None else field.sheet
