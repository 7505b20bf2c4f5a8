"""What the shell offers to complete (补全): campaigns, units, kinds of notice.

A completion never fails and never writes: the command has not been given yet.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click

    from pipeline.workspace import Workspace

    Names = Callable[[Workspace, click.Context], Iterable[str]]
    Completion = Callable[[click.Context, click.Parameter, str], list[str]]

_BOOK: Final = "任务书.xlsx"
_ANSWERS: Final = {"回执", "退回单"}  # made for every submission, never issued by hand
_MARKUP: Final = re.compile(r"<[^>]*>")
_WANTS_DRAFT: Final = re.compile(r"\{[{%][^}]*\b正文\b")  # a tag that asks for a person's own words


def _completion(names: Names) -> Completion:
    """Offer those of *names* that begin with what was typed; none where they can't be read."""

    @wraps(names)
    def complete(context: click.Context, _: click.Parameter, typed: str) -> list[str]:
        from pipeline.workspace import Workspace

        try:
            root = Path(context.find_root().params.get("workspace") or ".")
            found = dict.fromkeys(names(Workspace(root), context))
        except Exception:  # noqa: BLE001 - a shell can't show an error
            return []
        return [name for name in found if name.startswith(typed)]

    return complete


@_completion
def campaign_names(workspace: Workspace, _: click.Context) -> Iterable[str]:
    """Return the names of the campaigns."""
    return (book.parent.name for book in sorted(workspace.campaigns.glob(f"*/{_BOOK}")))


@_completion
def unit_names(workspace: Workspace, context: click.Context) -> Iterable[str]:
    """Return the units of the campaign that was typed, or of all campaigns."""
    from pipeline.campaign.book.load import load_book
    from pipeline.errors import PipelineError

    typed = context.params.get("name") or context.params.get("campaign")
    books = [workspace.campaign_folder(typed) / _BOOK] if typed else []
    for book in books or sorted(workspace.campaigns.glob(f"*/{_BOOK}")):
        with suppress(PipelineError, OSError):  # the other books can be read all the same
            campaign, _ = load_book(book)
            if campaign is not None:
                yield from (unit.full_name for unit in campaign.units())


@_completion
def notice_kinds(workspace: Workspace, _: click.Context) -> Iterable[str]:
    """Return the kinds (文种) whose templates are filled from a campaign's data alone, then those with a text."""
    from pipeline.official.standard.paper_names import issued_names

    for folder in (workspace.document_templates, *sorted(workspace.campaigns.glob("*/"))):
        for path in sorted(folder.glob("[!~.]*.docx")):
            if path.stem not in _ANSWERS and _is_filled_from_data(path):
                yield path.stem
    if workspace.document_templates.is_dir():
        yield from issued_names()


def _is_filled_from_data(template: Path) -> bool:
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(template) as package:
            body = package.read("word/document.xml").decode()
    except (BadZipFile, KeyError, OSError):
        return False
    return not _WANTS_DRAFT.search(_MARKUP.sub("", body))
