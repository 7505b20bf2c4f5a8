"""PDF beside what was made: one start of the renderer for however many papers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline.files import replace_file
from pipeline.official.errors import RendererMissing
from pipeline.official.rendering.render import find_renderer, to_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.issuing.issue import Issued
    from pipeline.office.context import Office


def require_renderer() -> None:
    """Refuse before anything is numbered.

    Raises:
        RendererMissing: PDF was asked for, and LibreOffice isn't installed.
    """
    if find_renderer() is None:
        raise RendererMissing


def convert_to_pdf(files: Sequence[Path]) -> tuple[Path, ...]:
    """The PDF of each of *files*, beside it; one that is there and no older is left as it is.

    Raises:
        RendererMissing, RenderFailed: nothing was written; the papers themselves stand.
    """
    made = tuple(file.with_suffix(".pdf") for file in files)
    wanted = [file for file, pdf in zip(files, made, strict=True) if not _fresh(pdf, file)]
    with TemporaryDirectory(prefix="baosong-") as held:
        # Numbered, for two folders may hold files of one name.
        copies = [Path(held) / f"{number}{file.suffix}" for number, file in enumerate(wanted)]
        for file, copy in zip(wanted, copies, strict=True):
            copy.write_bytes(file.read_bytes())
        for file, pdf in zip(wanted, to_pdf(copies, Path(held)), strict=True):
            replace_file(file.with_suffix(".pdf"), pdf.read_bytes())
    return made


def add_pdfs(issued: Sequence[Issued]) -> tuple[Issued, ...]:
    """The papers *issued*, each with its PDF beside it."""
    pdfs = convert_to_pdf([paper.path for paper in issued])
    return tuple(replace(paper, pdf=pdf) for paper, pdf in zip(issued, pdfs, strict=True))


def convert_answers(office: Office) -> tuple[Path, ...]:
    """Receipts and return slips of all campaigns that have no PDF yet, with one."""
    found = sorted(
        path
        for pattern in ("*/回执/*.docx", "*/退回/*/*.docx")
        for path in office.workspace.outbox.glob(pattern)
        if not _fresh(path.with_suffix(".pdf"), path) and not path.name.startswith("~$")
    )
    return convert_to_pdf(found)


def _fresh(pdf: Path, source: Path) -> bool:
    return pdf.is_file() and pdf.stat().st_mtime_ns >= source.stat().st_mtime_ns
