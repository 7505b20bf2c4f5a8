"""Read every workbook in a folder with our reader in its child and with a second reader, and compare.

``python -m tests.fuzz.corpus FOLDER``: one line for each workbook that crashed the child, raised what
nobody foresaw, or differs in a cell; then the counts. Nothing is written.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.intake.sniff import sniff
from pipeline.model.arrival import Container
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.worker import reading_worker
from tests.workbook.second_reader import by_openpyxl, by_xlrd, differences, ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.model.grid import Book
    from pipeline.workbook.worker import Worker
    from tests.workbook.second_reader import Sheets

_SECOND: dict[Container, Callable[[bytes], Sheets]] = {
    Container.XLSX: by_openpyxl,
    Container.XLS: by_xlrd,
}
_SHOWN = 3  # differences of one workbook


def compared(folder: Path, worker: Worker) -> Iterator[tuple[str, str]]:
    """Outcome and line of each file in *folder* and below."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        crashes = worker.crashes
        try:
            book = worker.read(content, path.name)
        except WorkbookUnreadable as error:
            crashed = worker.crashes > crashes
            yield "crashed" if crashed else "refused", f"{path}: {worker.last_crash if crashed else error.reason}"  # fmt: skip
            continue
        found = _against(book, content)
        if found is None:
            yield "read, no second reader", str(path)
        elif found:
            yield "differs", f"{path}: {'; '.join(found[:_SHOWN])} ({len(found)})"
        else:
            yield "same", str(path)


def _against(book: Book, content: bytes) -> list[str] | None:
    """What differs from the second reader; ``None`` where there is none or it refuses."""
    second = _SECOND.get(sniff(content))
    if second is None:
        return None
    try:
        theirs = second(content)
    except Exception:  # noqa: BLE001 - the other library's troubles are its own
        return None
    return differences(ours(book), theirs)


def main(folder: str) -> None:
    counts: Counter[str] = Counter()
    with reading_worker() as worker:
        for outcome, line in compared(Path(folder), worker):
            counts[outcome] += 1
            if outcome in {"crashed", "differs"}:
                sys.stdout.write(f"{outcome}  {line}\n")
                sys.stdout.flush()
    sys.stdout.write(
        ", ".join(f"{outcome}: {count}" for outcome, count in counts.most_common()) + "\n"
    )


if __name__ == "__main__":
    main(sys.argv[1])
