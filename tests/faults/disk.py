"""A disk that fails on demand, for a real process: the shim of faults.c, compiled and steered."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.conftest import require

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE: Final = Path(__file__).with_name("faults.c")
KILL: Final = "KILL"
TEAR: Final = "TEAR"
NOTE: Final = "0"


def build_shim(folder: Path) -> Path:
    """Compile the shim into *folder*; where there is no compiler, the test says so."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    require(compiler, "a C compiler")
    built = folder / "faults.so"
    command = [str(compiler), "-O1", "-Wall", "-shared", "-fPIC", "-o", str(built), str(SOURCE)]
    subprocess.run([*command, "-ldl", "-lpthread"], check=True, capture_output=True)
    return built


@dataclass(frozen=True, slots=True)
class Rule:
    """The call it is about, what happens (an errno or a word), and where; see faults.c."""

    call: str
    action: int | str
    pattern: str
    skip: int = 0
    count: int = -1

    def __str__(self) -> str:
        return f"{self.call} {self.action} {self.skip} {self.count} {self.pattern}"


@dataclass(frozen=True, slots=True)
class Disk:
    """The control file of one office's disk: broken by :meth:`breaks`, mended by :meth:`mends`."""

    shim: Path
    control: Path
    _turns: Iterator[int] = field(default_factory=itertools.count)

    def breaks(self, *rules: Rule) -> None:
        # The turn makes every text another one: the shim counts anew when the text has changed.
        lines = [*(str(rule) for rule in rules), f"never 0 0 0 {next(self._turns)}"]
        self.control.with_suffix(".new").write_text("\n".join(lines) + "\n", "utf-8")
        self.control.with_suffix(".new").replace(self.control)

    def mends(self) -> None:
        self.breaks()

    def hits(self) -> list[str]:
        """Each call that was met, as “call path”, since the last call of this."""
        path = Path(f"{self.control}.hits")
        if not path.exists():
            return []
        said = path.read_text("utf-8", "replace").splitlines()
        path.unlink()
        return said

    def environment(self) -> dict[str, str]:
        preloaded = " ".join(filter(None, (os.environ.get("LD_PRELOAD"), str(self.shim))))
        return {"LD_PRELOAD": preloaded, "BAOSONG_FAULTS": str(self.control)}
