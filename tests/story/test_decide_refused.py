"""处置 that can't be: on what isn't there, or against one in force; refused with the remedy, nothing recorded."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pipeline.clock import stopped_clock
from pipeline.ledger.decisions import list_decisions
from pipeline.ledger.read import list_events
from pipeline.office.context import open_office
from tests.story.deciding import (
    EAST,
    LATE,
    TWO,
    WEST,
    done,
    run,
    send,
)
from tests.submissions import standing_of

if TYPE_CHECKING:
    from pipeline.workspace import Workspace

REFUSED = [
    (("withdraw", "没有的.xlsx"), "收下的报送件里没有这个文件"),
    (("withdraw", "区"), "有 2 件对得上"),
    (("accept", "东河区.xlsx"), "没有被退回，不用采用"),
    (("accept", "没有的.xlsx"), "收下的报送件里没有这个文件"),
    (("move", "东河区.xlsx", "--period", "2026-06"), "一次性任务，只有一期"),
    (("return", TWO), "现在是“未报”，没有已收的版本可退"),
    (("return", "没有的区"), "单位名单里没有“没有的区”"),
    (("return", "全部"), "只能一个单位一个单位地办"),
    (("return", EAST, "--campaign", "别的任务"), "没有名为“别的任务”的报送任务"),
    (("return", EAST, "--period", "2019-01"), "没有“2019-01”这一期"),
    (("extend", EAST), "请用 --until 写明"),
    (("extend", EAST, "--until", "2026-10-01"), "已经过去了"),
    (("waive", EAST, "没有的规则"), "没有“没有的规则”这条核对规则"),
    (("waive", EAST, "免报"), "已经报送（已收），不用免报"),
    (("decide", "撤销", "7"), "没有这个编号的处置"),
    (("decide", "撤销", "第一"), "没有这个编号的处置"),
]


@pytest.mark.parametrize(("words", "told"), REFUSED, ids=lambda part: " ".join(part) if isinstance(part, tuple) else "")  # fmt: skip
def test_what_cannot_be_decided_is_refused_and_nothing_is_recorded(
    fresh: Workspace, words: tuple[str, ...], told: str
) -> None:
    send(fresh, EAST)
    send(fresh, WEST)
    with open_office(fresh, stopped_clock(LATE)) as office:
        before = list_events(office.ledger)

    answer = run(fresh, *words, "--reason", "有理由")

    assert (answer.returncode, answer.stdout) == (1, "")
    assert told in answer.stderr
    with open_office(fresh, stopped_clock(LATE)) as office:
        assert list_events(office.ledger) == before
        assert list_decisions(office.ledger) == ()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("withdraw", "东河区.xlsx"), "--reason"),
        (("withdraw", "东河区.xlsx", "--reason", " "), "请用 --reason 写明理由"),
        (("extend", EAST, "--until", "过几天", "--reason", "开会"), "应为 2026-10-15 18:00"),
        (("decide", "作废", "东河区.xlsx", "--reason", "错"), "作废"),
    ],
)
def test_wrong_usage_is_one_sentence(fresh: Workspace, words: tuple[str, ...], told: str) -> None:
    answer = run(fresh, *words)

    assert answer.returncode == 2
    assert told in answer.stderr


def test_decisions_against_one_in_force_are_refused_with_the_remedy(fresh: Workspace) -> None:
    send(fresh, EAST)
    send(fresh, TWO, 所属单位总数="很多")
    done(fresh, "return", EAST, why="不实")
    done(fresh, "extend", WEST, "--until", "2026-10-20")
    done(fresh, "waive", TWO, "免报")
    done(fresh, "withdraw", "双溪县.xlsx")
    done(fresh, "decide", "撤销", "2")
    refusals = {
        (
            "accept",
            "东河区.xlsx",
        ): "人工退回的（处置1）。要让它重新计入，请运行 baosong decide 撤销 1",
        ("return", EAST): "没有已收的版本可退",
        (
            "withdraw",
            "双溪县.xlsx",
        ): "已经撤回（处置4），不再计入。要恢复，请运行 baosong decide 撤销 4",
        ("accept", "双溪县.xlsx"): "已经撤回（处置4）",
        ("waive", TWO, "免报"): "已经豁免“免报”（处置3）",
        ("decide", "撤销", "2"): "已经撤销了（处置5）",
        ("decide", "撤销", "5"): "它本身就是一次撤销",
    }

    for words, told in refusals.items():
        answer = run(fresh, *words, "--reason", "有理由")
        assert answer.returncode == 1, words
        assert told in answer.stderr

    with open_office(fresh, stopped_clock(LATE)) as office:
        assert len(list_decisions(office.ledger)) == 5


def test_an_older_returned_version_is_not_adopted_over_an_accepted_one(fresh: Workspace) -> None:
    send(fresh, TWO, 所属单位总数="很多")
    send(fresh, TWO, "再报.xlsx")

    answer = run(fresh, "accept", "双溪县.xlsx", "--reason", "属实")

    assert "后来的第2版已收，计入的是它" in answer.stderr
    done(fresh, "withdraw", "再报.xlsx")
    done(fresh, "accept", "双溪县.xlsx")
    assert standing_of(fresh, TWO).current.version == 1  # type: ignore[union-attr]


def test_a_file_of_the_same_name_is_meant_by_its_digest(fresh: Workspace) -> None:
    send(fresh, EAST)
    send(fresh, EAST, 媒体报道篇数=Decimal(60))

    answer = run(fresh, "withdraw", "东河区.xlsx", "--reason", "错")
    assert "有 2 件对得上" in answer.stderr
    digest = standing_of(fresh, EAST).latest.digest  # type: ignore[union-attr]
    assert digest[:8] in answer.stderr

    done(fresh, "withdraw", digest[:8])
    assert standing_of(fresh, EAST).current.version == 1  # type: ignore[union-attr]
