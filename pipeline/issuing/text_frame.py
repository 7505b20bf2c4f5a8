"""Choose what a text is set in: the office's own Word template where it has one, else the layout engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.files import digest_of
from pipeline.official.layout.adjust import adjust
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.layout.paginate import FinalLayout, choose_layout
from pipeline.official.layout.settle import is_settling
from pipeline.official.standard.paper_names import names_of_template
from pipeline.official.templates.fill_draft import fill_with_draft
from pipeline.official.templates.starters import starter_draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.document import OfficialDocument
    from pipeline.office.context import Office


@dataclass(frozen=True, slots=True)
class TextFrame:
    """Hold how a text is set: ``fill`` makes the Word file of a document, ``content`` is the one tried first.

    ``key`` is equal whenever the frame is, ``notes`` are for the person.
    """

    content: bytes
    fill: Callable[[OfficialDocument], bytes]
    key: str = ""
    notes: tuple[str, ...] = ()


def chosen_frame(
    office: Office, campaign: Campaign | None, template: str, document: OfficialDocument
) -> TextFrame:
    """Return the frame for *document*: the template called *template* if the office has changed it.

    One that is as it was shipped has the engine's own layout, which is then measured on rendered pages.

    Raises:
        TemplateFaulty: the office's template can't be filled.
        RenderFailed: the renderer is installed and failed.
    """
    path = _own_template(office, campaign, template)
    if path is not None:
        content = fill_with_draft(path, document)
        return TextFrame(content, lambda filled: fill_with_draft(path, filled), digest_of(path))
    moment = office.clock.now()
    chosen = (
        choose_layout(document, moment)
        if is_settling()
        else FinalLayout(lay_out(document, moment), None)
    )
    return TextFrame(
        chosen.content,
        lambda filled: adjust(
            lay_out(filled, moment, chosen.profile, chosen.placement), chosen.adjustment
        ),
        notes=chosen.notes,
    )


def _own_template(office: Office, campaign: Campaign | None, template: str) -> Path | None:
    """Return the campaign's own template, or that of the office if it isn't as it was shipped."""
    if campaign is not None:
        own = office.workspace.campaign_folder(campaign.name)
        named = (own / f"{name}.docx" for name in (template, *names_of_template(template)))
        if found := next((path for path in named if path.is_file()), None):
            return found
    path = office.workspace.document_templates / f"{template}.docx"
    if not path.is_file() or path.read_bytes() == starter_draft(template):
        return None
    return path
