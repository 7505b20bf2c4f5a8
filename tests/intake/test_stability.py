from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.scan import FileSnapshot
from pipeline.intake.stability import find_stable, needs_second_scan

SECOND = 1_000_000_000

names = st.sampled_from([f"{letter}.xlsx" for letter in "甲乙丙丁戊"])
sizes = st.integers(0, 3)


def look(name: str, size: int = 1, mtime_ns: int = 0) -> FileSnapshot:
    return FileSnapshot(Path("inbox") / name, name, size, mtime_ns)


looks = st.dictionaries(names, st.tuples(sizes, sizes)).map(
    lambda seen: tuple(look(name, *about) for name, about in sorted(seen.items()))
)


@given(looks, looks)
def test_every_file_still_there_is_at_rest_or_waiting_and_never_both(
    first: tuple[FileSnapshot, ...], second: tuple[FileSnapshot, ...]
) -> None:
    arrivals, waiting = find_stable(first, second)

    at_rest = [arrival.name for arrival in arrivals]
    assert sorted(at_rest + list(waiting)) == [seen.name for seen in second]


@given(looks, looks)
def test_a_file_is_at_rest_only_if_both_looks_agree(
    first: tuple[FileSnapshot, ...], second: tuple[FileSnapshot, ...]
) -> None:
    arrivals, _ = find_stable(first, second)

    assert {arrival.path for arrival in arrivals} == {
        seen.path for seen in set(first) & set(second)
    }


@given(looks)
def test_an_inbox_in_which_nothing_moved_is_wholly_at_rest(seen: tuple[FileSnapshot, ...]) -> None:
    arrivals, waiting = find_stable(seen, seen)

    assert [arrival.name for arrival in arrivals] == [one.name for one in seen]
    assert waiting == ()


def test_a_growing_a_new_a_rewritten_and_a_gone_file() -> None:
    first = (look("长.xlsx", 1), look("改.xlsx", 1, 1), look("走.xlsx"), look("静.xlsx"))
    second = (look("长.xlsx", 2), look("改.xlsx", 1, 2), look("静.xlsx"), look("新.xlsx"))

    arrivals, waiting = find_stable(first, second)

    assert [arrival.name for arrival in arrivals] == ["静.xlsx"]
    assert waiting == ("长.xlsx", "改.xlsx", "新.xlsx")


def test_two_files_that_are_shown_alike_are_still_two() -> None:
    composed = look("é.xlsx")
    other = replace(composed, path=Path("inbox") / "e\u0301.xlsx")

    arrivals, waiting = find_stable((composed, other), (composed, replace(other, size=9)))

    assert [arrival.path for arrival in arrivals] == [composed.path]
    assert waiting == ("é.xlsx",)


def test_only_fresh_files_need_a_second_look() -> None:
    now = 100 * SECOND

    assert not needs_second_scan((), now, on_share=False)
    assert not needs_second_scan((look("旧.xlsx", 1, 99 * SECOND),), now, on_share=False)
    assert needs_second_scan((look("新.xlsx", 1, 99 * SECOND + 1),), now, on_share=False)
    old_and_new = (look("旧.xlsx", 1, 0), look("新.xlsx", 1, now))
    assert needs_second_scan(old_and_new, now, on_share=False)


def test_a_file_from_the_future_is_looked_at_again() -> None:
    assert needs_second_scan((look("快.xlsx", 1, 10**6 * SECOND),), 100 * SECOND, on_share=False)


def test_on_a_share_every_file_is_looked_at_again() -> None:
    """Its times are those of the server's clock: an old one shows nothing."""
    assert needs_second_scan((look("旧.xlsx", 1, 0),), 100 * SECOND, on_share=True)
    assert not needs_second_scan((), 100 * SECOND, on_share=True)
