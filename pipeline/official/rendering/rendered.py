"""Render finished documents in one call and measure them: PDF and measurements together (渲染、实测)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline.official.rendering.measure import measure
from pipeline.official.rendering.render import to_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.official.rendering.measure import Measurements


@dataclass(frozen=True, slots=True)
class Rendered:
    """Hold the PDF of a document, and what was measured in it."""

    pdf: bytes = field(repr=False)
    measured: Measurements


def render_all(documents: Sequence[bytes]) -> tuple[Rendered, ...]:
    """Render Word *documents* in one call, and measure their pages.

    Raises:
        RendererMissing: LibreOffice isn't installed.
        RenderFailed: it exceeded the time limit or did not convert a document.
    """
    with TemporaryDirectory(prefix="baosong-") as folder:
        files = [Path(folder) / f"{number}.docx" for number in range(len(documents))]
        for file, content in zip(files, documents, strict=True):
            file.write_bytes(content)
        return tuple(
            Rendered(pdf.read_bytes(), measure(pdf)) for pdf in to_pdf(files, Path(folder))
        )
