"""What an office holds, in a form to compare, and archives changed as an attacker would."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

from pipeline.files import sha256_of
from pipeline.safekeeping.archive_reader import MANIFEST

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace

TABLES = (
    "submissions", "list_rows", "answers", "findings", "events", "numbers", "trails", "trail_entries",
)  # fmt: skip


def rows(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(workspace.ledger)) as connection:
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}  # noqa: S608


def files(folder: Path) -> dict[str, str]:
    """Every file that lasts, by its path, as the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): sha256_of(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("ledger.") and path.suffix != ".lock"
    }


def rewritten(path: Path, target: Path, **changed: object) -> Path:
    """The same archive with other members or another manifest, as an attacker would make it."""
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(target, "w") as other:
        manifest = json.loads(package.read(MANIFEST))
        manifest |= {name: value for name, value in changed.items() if name != "extra"}
        for info in package.infolist():
            if info.filename != MANIFEST:
                other.writestr(info.filename, package.read(info))
        for name, content in dict(changed.get("extra", {})).items():  # type: ignore[call-overload]
            other.writestr(name, content)
            manifest["files"].append(
                {"name": name, "size": len(content), "sha256": sha256_of(content)}
            )
        other.writestr(MANIFEST, json.dumps(manifest))
    return target
