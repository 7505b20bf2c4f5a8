"""Draw the gallery (公文图例): every form laid out, rendered, and its pages put side by side.

``make gallery``. Needs LibreOffice and poppler's ``pdftoppm``; the fonts are those of the machine.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from PIL import Image

from docs.gallery_charts import drawn
from docs.gallery_papers import papers
from pipeline.clock import BEIJING
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.rendering.render import to_pdf

FOLDER: Final = Path(__file__).parent / "图例"
DPI: Final = 60
PAGES_SHOWN: Final = 4
EDGE: Final = 6
GROUND: Final = (206, 206, 206)


def main() -> None:
    """Write one picture a form."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as held:
        work = Path(held)
        files = []
        for name, document in papers().items():
            files.append(work / f"{name}.docx")
            content = lay_out(document, datetime(2026, 10, 13, tzinfo=BEIJING))
            files[-1].write_bytes(drawn(content))
        for pdf in to_pdf(files, work):
            strip(pictures(pdf)).save(FOLDER / f"{pdf.stem}.png", optimize=True)


def pictures(pdf: Path) -> list[Image.Image]:
    """The first pages of *pdf*, as pictures."""
    drawer = shutil.which("pdftoppm")
    if drawer is None:
        raise SystemExit("需要 poppler 的 pdftoppm 才能画图例。")
    stem = pdf.with_suffix("")
    subprocess.run(
        [drawer, "-r", str(DPI), "-png", "-l", str(PAGES_SHOWN), str(pdf), str(stem)], check=True
    )
    return [Image.open(page) for page in sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))]


def strip(pages: list[Image.Image]) -> Image.Image:
    """Pages side by side on grey ground, in few colours so that the file stays small."""
    width = sum(page.width for page in pages) + EDGE * (len(pages) + 1)
    height = max(page.height for page in pages) + 2 * EDGE
    whole = Image.new("RGB", (width, height), GROUND)
    left = EDGE
    for page in pages:
        whole.paste(page, (left, EDGE))
        left += page.width + EDGE
    return whole.quantize(24)


if __name__ == "__main__":
    main()
