from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ledger.fingerprints import trail_digest
from pipeline.ledger.store import close_ledger, open_ledger
from pipeline.ledger.trails import save_trail, trail_of, trails_by_name
from pipeline.ledger.verify import verify_ledger
from pipeline.model.figure import Figure, Source, TrailEntry
from tests.ledger.forms import event

if TYPE_CHECKING:
    from pipeline.ledger.store import Ledger

NAME = "第1期（总第15期） 精神文明建设简报.docx"

# Of a trail in a ledger of the first version: this must never change.
KNOWN = "32322c52601d4e021ce5f2e7586d35852afb7dc8fc3262750e4769e4bad72558"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
figures = st.builds(
    Figure,
    st.decimals(allow_nan=False),
    texts,
    texts,
    texts,
    st.lists(st.builds(Source, *[texts] * 6), max_size=3).map(tuple),
)
trails = st.lists(st.builds(TrailEntry, texts, figures), max_size=5).map(tuple)


def entry(text: str, digest: str = "a") -> TrailEntry:
    source = Source("东河区", "东河区 报送表.xlsx", "基本情况", "C7", digest * 64, "１２")
    return TrailEntry("正文第1段", Figure(Decimal(text), text, "已命名合计", "原值", (source,)))


@settings(max_examples=40)
@given(trails)
def test_a_trail_read_back_is_the_trail_that_was_saved(saved: tuple[TrailEntry, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = open_ledger(Path(folder) / "ledger.sqlite3")
        save_trail(ledger, "d" * 64, NAME, saved, event())
        read = trail_of(ledger, "d" * 64)
        verified = verify_ledger(ledger)
        close_ledger(ledger)

    assert read == saved
    assert not verified.faults
    assert verified.anchored == {"溯源1"}


def test_a_trail_of_the_first_version_has_its_digest_for_ever() -> None:
    one = Source("东河区", "东河区 报送表.xlsx", "基本情况", "C7", "a" * 64, "１２")
    two = Source("西河“区”", "西河区\\表.xlsx", "基本情况", "C7", "b" * 64, "\ud800\n8")
    saved = (
        TrailEntry("汇总表!E4", Figure(Decimal("12.0"), "12", "已命名合计", "原值", (one,))),
        TrailEntry("汇总表!E5", Figure(Decimal(8), "8", "已命名合计", "原值", (two,))),
        TrailEntry("汇总表!E6", Figure(Decimal("2E+1"), "20", "已命名合计", "合计", (one, two))),
        TrailEntry("正文第1段", Figure(Decimal(0), "0", "未报单位", "计数", ())),
    )

    assert trail_digest("d" * 64, "简报.docx", saved) == KNOWN


def test_a_paper_no_one_issued_has_no_trail(ledger: Ledger) -> None:
    assert trail_of(ledger, "d" * 64) is None
    assert trails_by_name(ledger, NAME) == ()


def test_the_same_paper_made_again_is_kept_once(ledger: Ledger) -> None:
    for _ in range(2):
        save_trail(ledger, "d" * 64, NAME, [entry("12")], event())

    assert trails_by_name(ledger, NAME) == (("d" * 64, (entry("12"),)),)


def test_papers_of_one_name_are_listed_oldest_first(ledger: Ledger) -> None:
    save_trail(ledger, "d" * 64, NAME, [entry("12")], event())
    save_trail(ledger, "e" * 64, NAME, [entry("13")], event())
    save_trail(ledger, "f" * 64, "别的.docx", [entry("14")], event())

    assert [digest[0] for digest, _ in trails_by_name(ledger, NAME)] == ["d", "e"]


def test_the_same_figures_from_other_originals_are_a_further_trail(ledger: Ledger) -> None:
    save_trail(ledger, "d" * 64, NAME, [entry("12", "a")], event())
    save_trail(ledger, "d" * 64, NAME, [entry("12", "b")], event())

    assert trail_of(ledger, "d" * 64) == (entry("12", "b"),)
    assert len(trails_by_name(ledger, NAME)) == 2
