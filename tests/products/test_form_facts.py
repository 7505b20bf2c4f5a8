"""What a notice states of the form, and whom a circular praises, is true of any campaign."""

from __future__ import annotations

from dataclasses import replace

from pipeline.products.facts import form_facts
from pipeline.products.named_units import judged_facts
from tests.offices import FIELDS, MOMENT, campaign, collected, reported


def test_remarks_on_the_form_are_referred_to_only_where_there_are_any() -> None:
    without = tuple(replace(field, note="") for field in FIELDS)
    with_one = (*without[:-1], replace(without[-1], note="一句话"))

    assert form_facts(campaign("东河区", fields=without))["填报说明"] == ""
    assert form_facts(campaign("东河区", fields=with_one))["填报说明"] == "是"


def test_a_form_is_sent_to_the_mailbox_of_the_campaign_book() -> None:
    stated = campaign("东河区", email="bao@example.gov.cn")

    assert form_facts(stated)["报送方式"].endswith("发送至bao@example.gov.cn")
    assert "按时报送" in form_facts(campaign("东河区"))["报送方式"]


def test_a_zero_report_is_not_praised() -> None:
    held = campaign("东河区", "西河区", "新城区")
    standings = reported(held, {"东河区": {"B1": 3, "C1": "人手少"}, "西河区": {}})

    named = judged_facts(collected(held, standings), MOMENT)

    assert [str(name) for name in named["较好"]] == ["东河区"]
    assert [str(name) for name in named["零报告"]] == ["西河区"]
