"""Every hostile file that is tried, and the page with the outcome of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.hostile import bundles, old, packages, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES: Final = (*packages.CASES, *old.CASES, *texts.CASES, *bundles.CASES)


def section() -> Iterator[tuple[str, str]]:
    """Case and behaviour of each hostile file, for docs/来件情形.md."""
    for case in CASES:
        reasons = "、".join(f"“…{words}…”" for words in case.words.split("|")[:1] if words)
        if case.read:
            kept = "照常读取表里的内容"
            yield case.case, f"{kept}，另说明：{reasons}" if reasons else kept
        else:
            yield case.case, f"不收，说明原因：{reasons}"
    yield "名为 x.xlsx 的文件夹", "略过文件夹本身并说明，里面的文件照常处理"
    yield "链接（符号链接）、管道、设备", "略过，说明不是文件本身"
    yield (
        "读取时程序退出、超时或内存用尽",
        "换一个新的读取程序再试一次；再不行，不收，说明原因，接着处理下一份",
    )
