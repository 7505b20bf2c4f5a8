"""A finished paper takes its place in the outbox whole, and never the place of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.issuing.errors import PaperExists
from pipeline.issuing.issue import publish

if TYPE_CHECKING:
    from pathlib import Path


def test_a_paper_with_other_content_is_never_written_over(tmp_path: Path) -> None:
    target = tmp_path / "云文明办〔2026〕1号 通知.docx"
    publish(target, b"issued")

    with pytest.raises(PaperExists, match="已经印发，内容不同，不覆盖"):
        publish(target, b"another")

    assert target.read_bytes() == b"issued"


def test_the_same_paper_again_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "云文明办〔2026〕1号 通知.docx"
    publish(target, b"issued")
    before = target.stat()

    publish(target, b"issued")

    assert target.stat().st_ino == before.st_ino
