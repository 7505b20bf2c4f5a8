"""What nobody could place (待认领): the file, the reason beside it, and what was tried."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.files import replace_file, replace_if_changed, safe_name

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.arrival import Original
    from pipeline.workspace import Workspace

_SHORT: Final = 12  # digits of the digest that stand before the name


@dataclass(frozen=True, slots=True)
class Held:
    """A file in quarantine; ``tried_with`` stands for the campaign books it was held against."""

    digest: str
    name: str
    reason: str
    received_at: datetime
    tried_with: str


def hold(workspace: Workspace, original: Original, reason: str, tried_with: str) -> Held:
    """Put a copy of *original* into the quarantine with its Chinese reason beside it.

    Holding the same bytes again only renews the reason. The moment of first receipt stays: a unit
    is not late because the office could not place its file at once.
    """
    earlier = next((item for item in held(workspace) if item.digest == original.digest), None)
    received = earlier.received_at if earlier else original.received_at
    item = Held(original.digest, original.name, reason, received, tried_with)
    stem = _stem(workspace, item)
    replace_if_changed(stem, original.path.read_bytes())
    replace_if_changed(stem.with_name(f"{stem.name}.原因.txt"), _told(item).encode())
    facts = {**asdict(item), "received_at": item.received_at.isoformat()}
    # Written last: a file without its facts is held again, one with them is whole.
    replace_file(
        stem.with_name(f"{stem.name}.json"), json.dumps(facts, ensure_ascii=False).encode()
    )
    return item


def held(workspace: Workspace) -> tuple[Held, ...]:
    """Everything in quarantine, by the name of its file."""
    found = []
    for path in sorted(workspace.quarantine.glob("*.json")):
        facts = json.loads(path.read_text("utf-8"))
        facts["received_at"] = datetime.fromisoformat(facts["received_at"])
        found.append(Held(**facts))
    return tuple(found)


def release(workspace: Workspace, digest: str) -> None:
    """Take a file out of quarantine; its facts go last, so that a killed run can be repeated."""
    for path in sorted(workspace.quarantine.glob(f"{digest[:_SHORT]}_*"), key=_facts_last):
        path.unlink(missing_ok=True)


def _facts_last(path: Path) -> bool:
    return path.suffix == ".json"


def _stem(workspace: Workspace, item: Held) -> Path:
    name = safe_name(PurePosixPath(item.name).name)
    return workspace.quarantine / f"{item.digest[:_SHORT]}_{name}"


def _told(item: Held) -> str:
    return (
        f"文件：{item.name}\n收到：{item.received_at:%Y-%m-%d %H:%M:%S}\n"
        f"原因：{item.reason}\n指纹：{item.digest}\n"
        "改好任务书（如补上别名）后会自动重新认领；也可改正文件后重新放进收件箱。\n"
    )
