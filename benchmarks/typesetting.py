"""How fast a document is set, and what rendering it costs: alone, and in a batch.

``make bench``. The baseline is python-docx writing the same paragraphs plainly, in the same run;
seconds differ from machine to machine, so read the ratios.
"""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document

from pipeline.clock import BEIJING
from pipeline.model.document import (
    Closing,
    DocumentForm,
    Header,
    Imprint,
    OfficialDocument,
    Paragraph,
)
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.rendering.render import find_renderer, to_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 30
BATCH = 20
MOMENT = datetime(2026, 10, 13, tzinfo=BEIJING)
WORDS = "为深入贯彻落实市委关于精神文明建设的决策部署，扎实推进文明单位创建工作。" * 5


def document() -> OfficialDocument:
    """A notice of three pages."""
    return OfficialDocument(
        kind="通知",
        form=DocumentForm.GENERAL,
        title="云川市精神文明建设指导委员会办公室关于报送2026年度文明单位创建工作进展情况的通知",
        blocks=tuple(Paragraph((WORDS,)) for _ in range(8)),
        header=Header("云川市文明办文件", "云文明办〔2026〕15号"),
        addressees="各县（市、区）文明办",
        closing=Closing("云川市文明办", "2026年10月9日"),
        imprint=Imprint((("抄送", "市委办公室。"),), "云川市文明办", "2026年10月9日"),
    )


def plainly() -> bytes:
    """The baseline: the same words as paragraphs of python-docx's own template."""
    plain = Document()
    for _ in range(8):
        plain.add_paragraph(WORDS)
    stream = io.BytesIO()
    plain.save(stream)
    return stream.getvalue()


def median_ms(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of *rounds* runs after one to warm up, in milliseconds."""
    act()
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def rendered(count: int) -> None:
    """Set and render *count* documents in one call."""
    with tempfile.TemporaryDirectory() as held:
        files = [Path(held) / f"{number}.docx" for number in range(count)]
        for file in files:
            file.write_bytes(lay_out(document(), MOMENT))
        to_pdf(files, Path(held))


def main() -> None:
    """Print medians and ratios."""
    baseline = median_ms(plainly)
    ours = median_ms(lambda: lay_out(document(), MOMENT))
    print(f"python-docx，不排版　{baseline:8.1f} 毫秒　基准")
    print(f"排成公文（docx）　　{ours:8.1f} 毫秒　{ours / baseline:.2f} 倍")
    if find_renderer() is None:
        print("没有 LibreOffice，PDF 未测")
        return
    alone = median_ms(lambda: rendered(1), rounds=3)
    batch = median_ms(lambda: rendered(BATCH), rounds=2) / BATCH
    print(f"排版并转 PDF，单件　{alone:8.1f} 毫秒　{alone / ours:.0f} 倍于排版")
    print(f"排版并转 PDF，{BATCH} 件一批，每件 {batch:8.1f} 毫秒　单件的 {batch / alone:.0%}")


if __name__ == "__main__":
    main()
