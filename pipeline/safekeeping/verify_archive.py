"""Verify a bundle (留痕包) or a backup (备份) without the office that it comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pipeline.ledger.history import link_after
from pipeline.model.event import Action
from pipeline.safekeeping.archive_reader import open_archive, read_entry
from pipeline.safekeeping.audit import Audit
from pipeline.safekeeping.backup import ORIGINALS_PREFIX
from pipeline.safekeeping.bundle import (
    BUNDLE_KIND,
    CHAIN_FILE,
    CONTENT_FOLDER,
    ORIGINALS_FOLDER,
    PAPERS_FOLDER,
)
from pipeline.safekeeping.errors import ArchiveFaulty
from pipeline.safekeeping.restore import check_backup

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.safekeeping.archive_reader import Manifest

_LINKED_FIELDS: Final = ("at", "actor", "action", "subject", "detail", "digest")


def verify_archive(path: Path) -> Audit:
    """Verify every file of the archive at *path*, and those of a bundle against its chain of events.

    Raises:
        ArchiveFaulty: a file isn't as it was; it is named.
    """
    manifest = check_backup(path)
    rows = _chain(path, manifest) if manifest.kind == BUNDLE_KIND else []
    faults = tuple(_faults(manifest, rows)) if manifest.kind == BUNDLE_KIND else ()
    return Audit(
        head=manifest.head,
        events=manifest.events,
        submissions=_count(manifest, f"{CONTENT_FOLDER}/")
        - _count(manifest, f"{CONTENT_FOLDER}/发文登记簿/"),
        originals=_count(manifest, f"{ORIGINALS_FOLDER}/") + _count(manifest, ORIGINALS_PREFIX),
        papers=_count(manifest, f"{PAPERS_FOLDER}/"),
        faults=faults,
        doubts=tuple(f"打包时就缺少：{name}" for name in manifest.left_out),
    )


def head_in(path: Path) -> str:
    """Return the head of the chain (链首) in the manifest of the bundle or backup at *path*.

    Raises:
        ArchiveFaulty: it isn't an archive of ours.
    """
    with open_archive(path) as (_, manifest):
        return manifest.head


def _chain(path: Path, manifest: Manifest) -> list[dict[str, Any]]:
    entry = next((entry for entry in manifest.files if entry.name == CHAIN_FILE), None)
    if entry is None:
        raise ArchiveFaulty(path.name, f"里面没有{CHAIN_FILE}")
    with open_archive(path) as (package, _):
        lines = read_entry(package, entry, path.name).splitlines()
    try:
        return [
            {**dict.fromkeys((*_LINKED_FIELDS, "link"), ""), **json.loads(line)} for line in lines
        ]
    except (ValueError, TypeError) as error:
        raise ArchiveFaulty(path.name, f"其中“{CHAIN_FILE}”读不出来") from error


def _faults(manifest: Manifest, rows: list[dict[str, Any]]) -> Iterator[str]:
    previous = ""
    for number, row in enumerate(rows, start=1):
        if row["link"] != link_after(previous, {name: row[name] for name in _LINKED_FIELDS}):
            yield f"{CHAIN_FILE} 第{number}行与前文对不上：事件被改动、删去或插入过。"
        previous = row["link"]
    if (previous, len(rows)) != (manifest.head, manifest.events):
        yield f"{CHAIN_FILE} 的末尾与清单里的链首不符。"
    contents = {row["detail"] for row in rows if row["action"] == Action.FINGERPRINTED}
    event_digests = {row["digest"] for row in rows}
    issued = {
        row["digest"] for row in rows if row["action"] in {Action.ISSUED, Action.FINGERPRINTED}
    }
    for folder, digests, label in (
        (f"{CONTENT_FOLDER}/", contents, "登记内容"),
        (f"{ORIGINALS_FOLDER}/", event_digests, "原件"),
        (f"{PAPERS_FOLDER}/", issued, "印发文件"),
    ):
        for entry in manifest.files:
            pdf = folder == f"{PAPERS_FOLDER}/" and entry.name.endswith(".pdf")
            if entry.name.startswith(folder) and entry.sha256 not in digests and not pdf:
                yield f"“{entry.name}”的指纹不在事件链里，不是当时的{label}。"


def _count(manifest: Manifest, folder: str) -> int:
    return sum(entry.name.startswith(folder) for entry in manifest.files)
