"""A campaign of the usual facts, without units and fields; a test adds what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from pipeline.clock import BEIJING
from pipeline.model.campaign import Campaign, Cycle
from pipeline.model.unit import Roster

DEADLINE: Final = datetime(2026, 10, 10, 18, 0, tzinfo=BEIJING)
_USUAL: Final = Campaign(
    name="文明单位创建",
    code="WMDW-2026",
    version="3f9a12",
    form_title="文明单位创建情况报送表",
    lead_office="市文明办",
    issuing_organ="市文明办",
    issuer_level="市级部门",
    city="云川市",
    deadline=DEADLINE,
    cycle=Cycle.ONCE,
    contact="创建科",
    phone="0000-3210123",
    email="",
    zero_report=True,
    basis="",
    necessity="",
    approval="",
    printing="",
    roster=Roster(()),
    fields=(),
)


def usual_campaign(**more: object) -> Campaign:
    """Return the campaign with *more* of its facts replaced."""
    return replace(_USUAL, **more)  # type: ignore[arg-type]
