"""Load the Word template of a kind: the campaign's own, or else the office's (模板柜)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.official.errors import TemplateMissing
from pipeline.official.templates.template import open_template

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.official.templates.template import TemplateFile
    from pipeline.workspace import Workspace


def template_for(workspace: Workspace, campaign: str, kind: str) -> TemplateFile:
    """Return the template of *kind*, compiled; the result is cached until the file changes.

    Raises:
        TemplateMissing: neither the campaign nor the office has one.
        TemplateFaulty: it has a broken tag.
    """
    for folder in (workspace.campaign_folder(campaign), workspace.document_templates):
        path = folder / f"{kind}.docx"
        if path.is_file():
            status = path.stat()
            return _compiled(path, status.st_mtime_ns, status.st_size)
    known = sorted(path.stem for path in workspace.document_templates.glob("[!~.]*.docx"))
    raise TemplateMissing(kind, known)


@lru_cache(maxsize=32)
def _compiled(path: Path, _mtime_ns: int, _size: int) -> TemplateFile:
    return open_template(path)
