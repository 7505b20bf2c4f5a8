"""Create the default Word templates (自带模板): text with tags, laid out by our own engine.

They are laid out like any other document, by the standard's geometry; an office then edits them in
Word.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.official.layout.lay_out import lay_out
from pipeline.official.templates.draft_frame import draft_frame
from pipeline.official.templates.starter_briefing import work_briefing
from pipeline.official.templates.starter_drafts import draft_templates
from pipeline.official.templates.starter_texts import (
    amendment,
    circular,
    letter,
    notice,
    receipt,
    reminder,
    report,
    return_slip,
    supervision_letter,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

STARTER_DATE: Final = datetime(2026, 9, 1, tzinfo=timezone(timedelta(hours=8)))


BRIEFING_TEMPLATE: Final = "工作简报.docx"
AMENDMENT_TEMPLATE: Final = "更正.docx"


@cache
def briefing_template() -> bytes:
    """Return the template of the briefing alone (工作简报): an office may lack it, and needs it then."""
    return draft_frame(work_briefing(), STARTER_DATE)


@cache
def amendment_template() -> bytes:
    """Return the template of the correction notice alone (更正), for an office that lacks it."""
    return lay_out(amendment(), STARTER_DATE)


@cache
def starter_draft(name: str) -> bytes:
    """Return the shipped template for drafts called *name*; empty where there is none."""
    document = draft_templates().get(name)
    return draft_frame(document, STARTER_DATE) if document else b""


@cache  # layout takes seconds and always gives the same bytes
def starter_templates() -> Mapping[str, bytes]:
    """Return file name and bytes of each template, the same at every call."""
    documents = {
        "通知": notice(),
        "催报": reminder(),
        "督办": supervision_letter(),
        "通报": circular(),
        "函": letter(),
        "退回单": return_slip(),
        "回执": receipt(),
        "报告": report(),
    }
    drafts = draft_templates().items()
    return MappingProxyType(
        {f"{name}.docx": lay_out(document, STARTER_DATE) for name, document in documents.items()}
        | {BRIEFING_TEMPLATE: briefing_template(), AMENDMENT_TEMPLATE: amendment_template()}
        | {f"{name}.docx": draft_frame(document, STARTER_DATE) for name, document in drafts}
    )
