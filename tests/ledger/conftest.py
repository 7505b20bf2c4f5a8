from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.ledger.store import Ledger, close_ledger, open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(tmp_path / "ledger.sqlite3")
    yield opened
    close_ledger(opened)
