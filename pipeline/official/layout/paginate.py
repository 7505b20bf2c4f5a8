"""What only rendered pages tell (排版定稿): the imprint's page, and text beside the signature.

Several settings of one document are rendered in one start of LibreOffice, and the first whose
pages measure right is taken. Nothing is moved by hand: what is taken is what was measured.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from pipeline.official.layout.lay_out import ImprintPlacement, lay_out
from pipeline.official.ooxml.page import PAPER_HEIGHT
from pipeline.official.rendering.measure import Measurements, measure
from pipeline.official.rendering.render import find_renderer, to_pdf
from pipeline.official.standard.lengths import Length
from pipeline.official.standard.profile import STANDARD, Profile
from pipeline.official.standard.typefaces import SIZE_3

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.document import OfficialDocument

# Lines a page that are tried where the signature would stand alone: 调整行距 (7.3.5.5).
_TRIED_LINES: Final = (21, 23, 20, 24, 25, 26)
_UNVERIFIED: Final = "没有渲染，署名与正文是否同页、版记在第几面未核验"
_SIGNATURE_ALONE: Final = "署名、成文日期单独成页，调整行距没有解决，请增减文字（7.3.5.5）"
_HALF_POINT: Final = 0.5


@dataclass(frozen=True, slots=True)
class FinalLayout:
    """A document as it is to leave (定稿): its file, its pages, and what has to be said of it."""

    content: bytes
    pages: int | None  # None: not rendered
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _RenderedLayout:
    """One way to set the document, and what its pages measured."""

    profile: Profile
    placement: ImprintPlacement
    content: bytes
    measurements: Measurements


def choose_layout(
    document: OfficialDocument, moment: datetime, profile: Profile = STANDARD
) -> FinalLayout:
    """Lay *document* out so that its rendered pages hold: signature with text, imprint in place.

    With a duplex profile the imprint stands on an even page (推算自 7.5): on the page after an odd
    last one, on an even last one where it has room, else after a blank page, both unnumbered.
    Where no renderer is installed the imprint stays on the last page, and a note says 未核验.

    Raises:
        RenderFailed: the renderer is there and did not do it.
    """
    if find_renderer() is None:
        return FinalLayout(lay_out(document, moment, profile), None, (_UNVERIFIED,))
    first = _select_placements(_render_layouts(document, moment, (profile,)), document)[0]
    if not signature_alone(first.measurements, document):
        return FinalLayout(first.content, first.measurements.pages)
    others = tuple(replace(profile, pitch=_pitch(profile, lines)) for lines in _TRIED_LINES)
    for setting in _select_placements(_render_layouts(document, moment, others), document):
        if not signature_alone(setting.measurements, document):
            points = setting.profile.pitch.pt
            note = f"为使署名、成文日期与正文同页，行距调为{points}磅（7.3.5.5）"
            return FinalLayout(setting.content, setting.measurements.pages, (note,))
    return FinalLayout(first.content, first.measurements.pages, (_SIGNATURE_ALONE,))


def signature_alone(measured: Measurements, document: OfficialDocument) -> bool:
    """Whether the page with the date (成文日期) shows no line of text above it (7.3.5.5).

    An attachment note (附件说明) is no text.
    """
    closing = document.closing
    if closing is None:
        return False
    signed = [closing.dated, *closing.organs]
    signed += [words for each in closing.stamps for words in (each.post, each.name)]
    body = [line for line in measured.lines if _is_body_size(line.size_pt)]
    dated = next((line for line in body if line.text == closing.dated), None)
    if dated is None:
        return False
    return not any(
        line.page == dated.page and line.baseline_mm < dated.baseline_mm
        for line in body
        if not _is_signature(line.text, signed) and not _is_attachment_note(line.text, document)
    )


def _is_signature(text: str, signed: list[str]) -> bool:
    """Whether a line holds nothing but signatures: joint organs stand beside each other."""
    for words in sorted(signed, key=len, reverse=True):
        text = text.replace(words, "") if words else text
    return not text.strip()


def _is_attachment_note(text: str, document: OfficialDocument) -> bool:
    title = text.removeprefix("附件：").lstrip("0123456789. ")
    return any(title in each.title for each in document.attachments)


def _is_body_size(points: float) -> bool:
    return abs(points - float(SIZE_3.pt)) < _HALF_POINT


def _pitch(profile: Profile, lines: int) -> Length:
    """The pitch at which a page holds *lines*."""
    return Length((PAPER_HEIGHT - profile.top - profile.bottom).twips // lines)


def _render_layouts(
    document: OfficialDocument, moment: datetime, profiles: tuple[Profile, ...]
) -> list[_RenderedLayout]:
    """*document* in each of *profiles* and with each ending that comes into question, rendered."""
    duplex = profiles[0].duplex and document.imprint is not None
    endings = tuple(ImprintPlacement) if duplex else (ImprintPlacement.LAST_PAGE,)
    ways = [(profile, ending) for profile in profiles for ending in endings]
    contents = [lay_out(document, moment, profile, ending) for profile, ending in ways]
    with TemporaryDirectory(prefix="baosong-") as held:
        files = [Path(held) / f"{number}.docx" for number in range(len(contents))]
        for file, content in zip(files, contents, strict=True):
            file.write_bytes(content)
        pages = [measure(pdf) for pdf in to_pdf(files, Path(held))]
    return [
        _RenderedLayout(profile, ending, content, measured)
        for (profile, ending), content, measured in zip(ways, contents, pages, strict=True)
    ]


def _select_placements(
    settings: list[_RenderedLayout], document: OfficialDocument
) -> list[_RenderedLayout]:
    """For each profile the ending whose imprint stands where it should."""
    size = len(ImprintPlacement) if settings[0].profile.duplex and document.imprint else 1
    return [_ending_on_even_page(settings[at : at + size]) for at in range(0, len(settings), size)]


def _ending_on_even_page(settings: list[_RenderedLayout]) -> _RenderedLayout:
    """The setting that ends on an even page: the page after an odd end, the last, after a blank."""
    ways = {setting.placement: setting for setting in settings}
    if len(ways) == 1:
        return settings[0]
    order = (
        ImprintPlacement.NEXT_PAGE,
        ImprintPlacement.LAST_PAGE,
        ImprintPlacement.AFTER_BLANK_PAGE,
    )
    even = [ways[ending] for ending in order if ways[ending].measurements.pages % 2 == 0]
    return even[0] if even else ways[ImprintPlacement.LAST_PAGE]
