"""Choose the final layout by its rendered pages (排版定稿): the imprint's page, text by the signature.

Several layouts of one document are rendered in one run of LibreOffice, and the first one whose pages
measure right is returned: nothing is moved afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.official.layout.adjust import AS_LAID_OUT, Adjustment
from pipeline.official.layout.lay_out import ImprintPlacement, lay_out
from pipeline.official.layout.page_faults import FaultKind
from pipeline.official.layout.settle import Settled, settle
from pipeline.official.rendering.render import find_renderer
from pipeline.official.rendering.rendered import Rendered, render_all
from pipeline.official.rendering.signature_page import is_signature_alone, signature_block
from pipeline.official.standard.profile import ADJUSTED_LINES, STANDARD, Profile

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.document import OfficialDocument
    from pipeline.official.rendering.measure import Measurements
_UNVERIFIED: Final = "没有渲染，署名与正文是否同页、版记在第几面未核验"
_PITCH_CHANGED: Final = "为使署名、成文日期与正文同页、页末少留空行，行距调为{}磅（7.3.5.5）"
_SIGNATURE_ALONE: Final = "署名、成文日期单独成页，调整行距没有解决，请增减文字（7.3.5.5）"


@dataclass(frozen=True, slots=True)
class FinalLayout:
    """Hold a document as it is to leave (定稿): its bytes, its pages, and notes for a person.

    ``pages`` is ``None`` where it was not rendered; ``profile`` and ``placement`` are those of the layout,
    ``adjustment`` how it was adjusted to its pages afterwards.
    """

    content: bytes
    pages: int | None
    notes: tuple[str, ...] = ()
    profile: Profile = STANDARD
    placement: ImprintPlacement = ImprintPlacement.LAST_PAGE
    adjustment: Adjustment = AS_LAID_OUT


@dataclass(frozen=True, slots=True)
class _RenderedLayout:
    """Hold one layout of the document and the measurements of its pages."""

    profile: Profile
    placement: ImprintPlacement
    content: bytes
    pdf: bytes
    measurements: Measurements


def choose_layout(
    document: OfficialDocument, moment: datetime, profile: Profile = STANDARD
) -> FinalLayout:
    """Lay *document* out so that its signature shares a page with text and its imprint is in place.

    With a duplex profile the imprint is on an even page (推算自 7.5): on the page after an odd last
    one, on an even last one with room for it, else after a blank page, both unnumbered. Without a
    renderer the imprint stays on the last page, and a note says 未核验.

    Raises:
        RenderFailed: the renderer is installed and failed.
    """
    if find_renderer() is None:
        content = lay_out(document, moment, profile)
        return FinalLayout(content, None, (_UNVERIFIED,), profile)
    if not profile.duplex:  # there is one layout, and settling it renders it
        (settled,) = settle([lay_out(document, moment, profile)])
        notes = _notes(settled, profile)
        return FinalLayout(
            settled.content, settled.pages, notes, profile, adjustment=settled.adjustment
        )
    first, note = _with_text_at_signature(document, moment, profile)
    (settled,) = settle([first.content])
    if (settled.pages or 0) % 2 != first.measurements.pages % 2:
        settled = Settled(first.content, rendered=Rendered(first.pdf, first.measurements))
    return FinalLayout(
        settled.content,
        settled.pages,
        note or _notes(settled, profile),
        first.profile,
        first.placement,
        settled.adjustment,
    )


def _with_text_at_signature(
    document: OfficialDocument, moment: datetime, profile: Profile
) -> tuple[_RenderedLayout, tuple[str, ...]]:
    """Return the duplex layout whose imprint is in place and whose signature has text, with a note on its pitch."""
    block = signature_block(document)
    first = _select_placements(_render_layouts(document, moment, (profile,)), document)[0]
    if not is_signature_alone(first.measurements, block):
        return first, ()
    others = tuple(map(profile.adjusted, ADJUSTED_LINES))
    for layout in _select_placements(_render_layouts(document, moment, others), document):
        if not is_signature_alone(layout.measurements, block):
            return layout, (_PITCH_CHANGED.format(layout.profile.pitch.pt),)
    return first, (_SIGNATURE_ALONE,)


def _notes(settled: Settled, profile: Profile) -> tuple[str, ...]:
    """Return what a person should know of how the document was settled."""
    if any(fault.kind is FaultKind.SIGNATURE_ALONE for fault in settled.faults):
        return (_SIGNATURE_ALONE,)
    if not settled.adjustment.lines:
        return ()
    return (_PITCH_CHANGED.format(profile.adjusted(settled.adjustment.lines).pitch.pt),)


def _render_layouts(
    document: OfficialDocument, moment: datetime, profiles: tuple[Profile, ...]
) -> list[_RenderedLayout]:
    """Render *document* in each of *profiles* with each placement of the imprint."""
    placements = tuple(ImprintPlacement) if document.imprint else (ImprintPlacement.LAST_PAGE,)
    variants = [(profile, placement) for profile in profiles for placement in placements]
    contents = [lay_out(document, moment, profile, placement) for profile, placement in variants]
    return [
        _RenderedLayout(profile, placement, content, pages.pdf, pages.measured)
        for (profile, placement), content, pages in zip(
            variants, contents, render_all(contents), strict=True
        )
    ]


def _select_placements(
    layouts: list[_RenderedLayout], document: OfficialDocument
) -> list[_RenderedLayout]:
    """Return for each profile the layout whose imprint is in the right place."""
    size = len(ImprintPlacement) if document.imprint else 1
    return [_ending_on_even_page(layouts[at : at + size]) for at in range(0, len(layouts), size)]


def _ending_on_even_page(layouts: list[_RenderedLayout]) -> _RenderedLayout:
    """Return the layout that ends on an even page: next page, last page, or after a blank one."""
    by_placement = {layout.placement: layout for layout in layouts}
    if len(by_placement) == 1:
        return layouts[0]
    order = (
        ImprintPlacement.NEXT_PAGE,
        ImprintPlacement.LAST_PAGE,
        ImprintPlacement.AFTER_BLANK_PAGE,
    )
    even = [
        by_placement[placement]
        for placement in order
        if by_placement[placement].measurements.pages % 2 == 0
    ]
    return even[0] if even else by_placement[ImprintPlacement.LAST_PAGE]
