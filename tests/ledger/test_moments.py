"""Moments as the ledger stores them: texts that sort as the moments do, whichever zone they came in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from pipeline.ledger.rows import moment_of, moment_text

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-5))])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=ZONES)  # noqa: DTZ001


@given(MOMENTS, MOMENTS)
def test_the_texts_of_two_moments_sort_as_the_moments_do(one: datetime, other: datetime) -> None:
    assert (moment_text(one) < moment_text(other)) == (one < other)
    assert moment_of(moment_text(one)) == one
