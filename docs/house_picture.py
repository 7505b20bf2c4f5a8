"""Draw docs/images/house.svg: the rooms of pipeline/ by floors, with their imports.

The floors are those of the import contract in pyproject.toml, the arrows those of the code. An import
that a longer way implies already is left out (transitive reduction): what remains can be read.
"""

from __future__ import annotations

import tomllib
from html import escape
from pathlib import Path
from typing import Final

from grimp import build_graph

ROOT: Final = Path(__file__).parents[1]
GROUND: Final = "model"  # the ground floor is one box: everything stands on it
CHINESE: Final = {
    "cli.py": "入口", "commands": "命令", "watching": "值守", "safekeeping": "保管", "setup": "建立",
    "receiving": "收件", "issuing": "发文", "office": "本机关", "products": "各种文书", "board": "看板",
    "consolidation": "汇总", "supervision": "督促", "official": "公文版式", "intake": "到件",
    "reading": "读表", "checking": "核对", "ledger": "台账", "campaign": "报送任务", "values": "取值",
    "workbook": "工作簿", "model": "数据模型",
}  # fmt: skip
WIDTH: Final = 1180
FLOOR: Final = 104
BOX: Final = 58
GAP: Final = 26
LEFT: Final = 20
_OPENING: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
    'font-family="sans-serif">'
)
_HEAD: Final = (
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
    'orient="auto"><path d="M0 0L8 4L0 8z" fill="#8a8f98"/></marker></defs>'
)


def floors() -> list[list[str]]:
    """Return the rooms of each floor, the highest first, as the import contract lists them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = next(
        each
        for each in settings["tool"]["importlinter"]["contracts"]
        if each.get("containers") == ["pipeline"]
    )
    rows = [[name.strip() for name in row.split("|")] for row in contract["layers"]]
    return [*rows[:-1], [name.strip() for name in rows[-1][0].split(":")]]


def imports(rooms: list[str]) -> set[tuple[str, str]]:
    """Return which room imports which, without what a longer way implies."""
    graph = build_graph("pipeline", cache_dir=None)
    for room in rooms:
        graph.squash_module(f"pipeline.{room}")
    direct = {
        (room, other)
        for room in rooms
        for other in rooms
        if graph.direct_import_exists(importer=f"pipeline.{room}", imported=f"pipeline.{other}")
    }
    return {
        (room, other)
        for room, other in direct
        if not any(
            (room, between) in direct and _reaches(between, other, direct)
            for between in rooms
            if between not in {room, other}
        )
    }


def _reaches(start: str, goal: str, arrows: set[tuple[str, str]]) -> bool:
    return start == goal or any(
        _reaches(after, goal, arrows) for before, after in arrows if before == start
    )


def picture() -> str:
    """Return the drawing as SVG; the same code gives the same text."""
    rows = floors()
    boxes = _boxes(rows)
    rooms = [room for row in rows[:-1] for room in row]
    lines = [
        _OPENING.format(width=WIDTH, height=FLOOR * len(rows) + 16),
        _HEAD,
    ]
    for upper, lower in sorted(imports(rooms)):
        lines.append(_arrow(boxes[upper], boxes[lower]))
    for name, (x, y, width) in boxes.items():
        lines += _box(name, x, y, width)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _boxes(rows: list[list[str]]) -> dict[str, tuple[float, float, float]]:
    """Return left edge, upper edge and width of each room's box."""
    placed = {}
    for number, row in enumerate(rows):
        names = ["、".join(row)] if number == len(rows) - 1 else row
        width = min(230.0, (WIDTH - 2 * LEFT - GAP * (len(names) - 1)) / len(names))
        if len(names) == 1 and number == len(rows) - 1:
            width = WIDTH - 2.0 * LEFT
        start = (WIDTH - width * len(names) - GAP * (len(names) - 1)) / 2
        for place, name in enumerate(names):
            placed[name] = (start + place * (width + GAP), 12.0 + number * FLOOR, width)
    return placed


def _box(name: str, x: float, y: float, width: float) -> list[str]:
    middle = x + width / 2
    chinese = CHINESE.get(name, "各层共用")
    return [
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{BOX}" rx="6" fill="#f4f6fa" stroke="#3b4a63"/>',
        f'<text x="{middle:.0f}" y="{y + 25:.0f}" text-anchor="middle" font-size="17" fill="#1d2733">{escape(name)}</text>',
        f'<text x="{middle:.0f}" y="{y + 46:.0f}" text-anchor="middle" font-size="14" fill="#5b6675">{chinese}</text>',
    ]


def _arrow(upper: tuple[float, float, float], lower: tuple[float, float, float]) -> str:
    x1, y1 = upper[0] + upper[2] / 2, upper[1] + BOX
    x2, y2 = lower[0] + lower[2] / 2, lower[1]
    bend = (y2 - y1) / 2
    points = (
        f"M{x1:.0f} {y1:.0f}C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"
    )
    return f'<path d="{points}" fill="none" stroke="#8a8f98" stroke-width="1.3" marker-end="url(#head)"/>'
