"""Every drift (表样走样) that is tried, and the page with the outcome of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.reading import drift_books, drift_main

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT: Final = (*drift_main.KEPT, *drift_books.KEPT)
TOLD: Final = (*drift_main.TOLD, *drift_books.TOLD)


def section() -> Iterator[tuple[str, str]]:
    """Case and behaviour of each drift, for docs/来件情形.md."""
    for drift in KEPT:
        yield drift.case, "照常读取，内容不变"
    for drift in TOLD:
        rules = "、".join(f"`{rule}`" for rule in drift.rules)
        yield drift.case, f"{'退回' if drift.returned else '接收，有提醒'}：{rules}"
