"""What an archive or mail holds, unpacked in the child process as the office does it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline.intake.archives import unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.intake.archives import Part
    from pipeline.model.arrival import Container
    from pipeline.sandbox.run import Sandbox


def unpacked(content: bytes, container: Container, sandbox: Sandbox) -> Iterator[Part]:
    """The parts of *content*, which is written to a file of its own first."""
    with TemporaryDirectory(prefix="baosong-test-") as folder:
        path = Path(folder) / "来件"
        path.write_bytes(content)
        yield from unpack(path, container, sandbox)
