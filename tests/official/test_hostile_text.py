"""Every pattern and every step over a draft takes time in proportion to the length of its text."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

import pipeline.official
from pipeline.official.drafts.blocks import parse_blocks
from pipeline.official.drafts.lines import DraftLine
from pipeline.official.drafts.recognise import draft_ending, identify_kind, recognise
from pipeline.official.drafts.source import DraftSource, parse_source
from pipeline.official.standard.corrections import correct_text
from pipeline.official.standard.kinds import kind_of_title
from pipeline.official.standard.title_words import enclosed_spans, figure_spans, organ_name_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LONG = 100_000  # characters given to a step
MANY = (
    10_000  # given to a pattern that may begin at each of them; the longest paragraph has as many
)
# Of four times the length: 4 where time follows the length, 16 where it follows the square. Between them
# there is room for a machine that does other work too.
TIMES = 4
RATIO = 8.0
MEASUREMENTS = 5  # at most, of which the shortest is the one that other work delayed least
UNNOTICED_S = 0.05  # below, a ratio is chance
UNITS = (
    *("(", "（", ")", '"', "“", "1", " ", "\u3000", "\t", "〔", "《", ".", "、", "，", "。", "：", "年"),
    *("东", "a", "-", "|", "#", "*", "_", "/", "{", "<", "0", "第", "附件", "2026年", "1月", "签发人："),
    *("东(", '东"', "a.", "1:", "a@", "**a ", "（1", "东.", "，。", "2026年1月1日", "www.", "1 ", " 1"),
    *("（一）", "〔2026〕", "二〇", "共印", "经", "关于", "（　", '"东', "(1", "《（", "1.1", "抄送："),
)  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern that a module of the room holds, on its own or in a table."""
    for module in pkgutil.walk_packages(pipeline.official.__path__, "pipeline.official."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in _patterns_in(value):
                yield f"{module.name}.{name}", pattern


def _patterns_in(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _patterns_in(each)
    elif isinstance(pattern := getattr(value, "pattern", None), re.Pattern):
        yield pattern


PATTERNS = {pattern: name for name, pattern in patterns()}


def seconds(function: Callable[[str], object], text: str) -> float:
    """Processor time, without the collection of garbage: that follows all that the tests before have left."""
    gc.disable()
    try:
        begun = time.process_time()
        function(text)
        return time.process_time() - begun
    finally:
        gc.enable()


def superlinear(
    function: Callable[[str], object], length: int, prefix: str = "", units: Sequence[str] = UNITS
) -> list[str]:
    """The units of which *TIMES* as many take more than *RATIO* times as long, by the shortest of some measurements."""
    texts = {unit: prefix + unit * (length // len(unit)) for unit in units}
    return [unit for unit, text in texts.items() if _is_superlinear(function, text)]


def _is_superlinear(function: Callable[[str], object], text: str) -> bool:
    shorter = longer = float("inf")
    for _ in range(MEASUREMENTS):
        shorter = min(shorter, seconds(function, text[: len(text) // TIMES]))
        longer = min(longer, seconds(function, text))
        if longer <= max(UNNOTICED_S, RATIO * shorter):
            return False
    return True


def found(pattern: re.Pattern[str], text: str) -> None:
    for _ in pattern.finditer(text):
        pass
    pattern.fullmatch(text)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: PATTERNS[pattern][18:])
def test_a_pattern_is_linear(pattern: re.Pattern[str]) -> None:
    assert superlinear(partial(found, pattern), MANY) == []


def spans(text: str) -> None:
    for each in (figure_spans, enclosed_spans, organ_name_spans):
        list(each(text))


@pytest.mark.long
@pytest.mark.parametrize("step", [correct_text, kind_of_title, spans])
def test_a_step_over_a_text_is_linear(step: Callable[[str], object]) -> None:
    assert superlinear(step, LONG) == []
    assert superlinear(step, LONG, "东") == []


def lines_of(text: str, size: int) -> tuple[DraftLine, ...]:
    return tuple(
        DraftLine(number, text[at : at + size])
        for number, at in enumerate(range(0, len(text), size), start=1)
    )


def recognised(text: str, size: int, title: str) -> None:
    source = DraftSource("文稿", (DraftLine(1, title), *lines_of(text, size)))
    recognise(source, "通知")
    identify_kind(source)
    draft_ending(source)
    parse_blocks(source.lines)


@pytest.mark.long
@pytest.mark.parametrize("title", ["关于印发办法的通知", "签发人：东"])
@pytest.mark.parametrize("size", [10, 10_000])
def test_recognising_a_draft_is_linear(size: int, title: str) -> None:
    assert superlinear(lambda text: recognised(text, size, title), LONG) == []


@pytest.mark.long
def test_reading_the_marks_of_a_draft_is_linear() -> None:
    def parsed(text: str) -> None:
        lines = "\n".join(line.text for line in lines_of(text, 5_000))
        parse_source(f"# 关于甲的通知\n{lines}".encode(), "文稿.md")
        parse_source(f"# 关于甲的通知\n{text.replace(' ', chr(10))}"[:LONG].encode(), "文.md")

    marks = ("|-|\n", "|a|\n", "a\tb\n", "**a** ", "# a #\n")
    openings = ("2026年1月1日\n", "附件：a\n", "1.a\n", "出席：a\n")
    assert superlinear(parsed, LONG, units=marks + openings) == []
