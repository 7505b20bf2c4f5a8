"""Convert papers to PDF in the same folder, with one start of the renderer for all of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline.files import replace_file
from pipeline.official.errors import RendererMissing
from pipeline.official.rendering.render import find_renderer, to_pdf
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.issuing.issue import Issued
    from pipeline.office.context import Office


def require_renderer() -> None:
    """Raise an error before anything is numbered where PDF can't be made.

    Raises:
        RendererMissing: LibreOffice isn't installed.
    """
    if find_renderer() is None:
        raise RendererMissing


def convert_to_pdf(files: Sequence[Path]) -> tuple[Path, ...]:
    """Convert each of *files* to a PDF of the same name; return the paths. An up-to-date PDF is not written.

    Raises:
        RendererMissing, RenderFailed: nothing was written; the papers themselves are not changed.
    """
    pdfs = tuple(file.with_suffix(".pdf") for file in files)
    stale = [file for file, pdf in zip(files, pdfs, strict=True) if not _is_up_to_date(pdf, file)]
    with TemporaryDirectory(prefix="baosong-") as folder:
        # Numbered, for two folders may contain files of the same name.
        copies = [Path(folder) / f"{number}{file.suffix}" for number, file in enumerate(stale)]
        for file, copy in zip(stale, copies, strict=True):
            copy.write_bytes(file.read_bytes())
        for file, pdf in zip(stale, to_pdf(copies, Path(folder)), strict=True):
            replace_file(file.with_suffix(".pdf"), pdf.read_bytes())
    return pdfs


def add_pdfs(issued: Sequence[Issued]) -> tuple[Issued, ...]:
    """Return the papers *issued*, each converted to PDF."""
    pdfs = convert_to_pdf([paper.path for paper in issued])
    return tuple(replace(paper, pdf=pdf) for paper, pdf in zip(issued, pdfs, strict=True))


def convert_answers(office: Office) -> tuple[Path, ...]:
    """Convert the receipts and return slips of all campaigns without an up-to-date PDF; return the paths."""
    papers = sorted(
        path
        for pattern in (f"*/{OutboxFolder.RECEIPTS}/*.docx", f"*/{OutboxFolder.RETURNS}/*/*.docx")
        for path in office.workspace.outbox.glob(pattern)
        if not _is_up_to_date(path.with_suffix(".pdf"), path) and not path.name.startswith("~$")
    )
    return convert_to_pdf(papers)


def _is_up_to_date(pdf: Path, source: Path) -> bool:
    return pdf.is_file() and pdf.stat().st_mtime_ns >= source.stat().st_mtime_ns
