"""Load the Word template of a kind: the campaign's own, or else the office's (模板柜)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.official.errors import TemplateMissing
from pipeline.official.templates.starters import (
    AMENDMENT_TEMPLATE,
    BRIEFING_TEMPLATE,
    amendment_template,
    briefing_template,
)
from pipeline.official.templates.template import open_template, template_in

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.official.templates.template import TemplateFile
    from pipeline.workspace import Workspace

BRIEFING_TEMPLATES: Final = ("简报", "工作简报")


def template_for(workspace: Workspace, campaign: str, kind: str) -> TemplateFile:
    """Return the template of *kind*, compiled; the result is cached until the file changes.

    Raises:
        TemplateMissing: neither the campaign nor the office has one.
        TemplateFaulty: it has a broken tag.
    """
    for folder in (workspace.campaign_folder(campaign), workspace.document_templates):
        path = folder / f"{kind}.docx"
        if path.is_file():
            return _open(path)
    known = sorted(path.stem for path in workspace.document_templates.glob("[!~.]*.docx"))
    raise TemplateMissing(kind, known)


def briefing_template_for(workspace: Workspace, campaign: str) -> TemplateFile:
    """Return the template of the campaign's briefing (简报.docx or 工作简报.docx): its own, then the office's.

    An office that has none of them gets the shipped one.

    Raises:
        TemplateFaulty: it has a broken tag.
    """
    for folder in (workspace.campaign_folder(campaign), workspace.document_templates):
        for kind in BRIEFING_TEMPLATES:
            if (folder / f"{kind}.docx").is_file():
                return _open(folder / f"{kind}.docx")
    return shipped_briefing()


def amendment_template_for(workspace: Workspace, campaign: str) -> TemplateFile:
    """Return the template of the correction notice (更正.docx): the campaign's, the office's, else the shipped one.

    Raises:
        TemplateFaulty: it has a broken tag.
    """
    try:
        return template_for(workspace, campaign, AMENDMENT_TEMPLATE.removesuffix(".docx"))
    except TemplateMissing:
        return template_in(AMENDMENT_TEMPLATE, amendment_template())


@lru_cache(maxsize=1)
def shipped_briefing() -> TemplateFile:
    """Return the shipped template of the briefing (自带的工作简报), compiled."""
    return template_in(BRIEFING_TEMPLATE, briefing_template())


def _open(path: Path) -> TemplateFile:
    status = path.stat()
    return _compiled(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=32)
def _compiled(path: Path, _mtime_ns: int, _size: int) -> TemplateFile:
    return open_template(path)
