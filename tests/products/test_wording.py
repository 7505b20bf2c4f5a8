"""How a field reads in a sentence is what the office wrote; nothing is cut out of its name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.campaign.drafting.guess import ParsedLabel, guess_kind
from pipeline.campaign.drafting.wording import guess_wording
from pipeline.model.campaign import Aggregation, Field, Kind, Shape
from pipeline.model.form import Crossing
from pipeline.products.sample_sentences import sample_sentences
from pipeline.products.wording import (
    measure_after_figure,
    name_before_figure,
    with_full_stop,
)
from tests.campaign.books import field_row, loaded, places_of, spoilt
from tests.campaigns import usual_campaign

if TYPE_CHECKING:
    from pathlib import Path

_WORDING = 14  # the column 行文用语 of the 填报项 sheet


def field(name: str, measure: str = "", wording: str = "") -> Field:
    return Field("A1", name, "表", Shape.SINGLE, Kind.INTEGER, measure=measure, wording=wording)


@pytest.mark.parametrize(
    ("name", "measure", "wording", "printed"),
    [
        ("参与活动人次", "人次", "", "参与活动人次12人次"),
        ("任务量化到个人数", "人", "", "任务量化到个人数12人"),
        ("任务量化到个人数", "人", "任务量化到{}人", "任务量化到12人"),
        ("全国文明单位已命名数", "个", "已命名全国文明单位{}个", "已命名全国文明单位12个"),
        ("满意度指数", "", "", "满意度指数12"),
    ],
)
def test_a_figure_stands_in_the_offices_words(
    name: str, measure: str, wording: str, printed: str
) -> None:
    asked = field(name, measure, wording)

    assert f"{name_before_figure(asked)}12{measure_after_figure(asked)}" == printed


@pytest.mark.parametrize(
    ("name", "measure", "wording"),
    [
        ("开展活动次数", "次", "开展活动{}次"),
        ("参与活动人次", "人次", "参与活动{}人次"),
        ("媒体报道篇数", "篇", "媒体报道{}篇"),
        ("责任落实到岗位数", "个", "责任落实到岗位{}个"),
        ("所属单位总数", "个", "所属单位{}个"),
        ("全国文明单位创建中数", "个", "全国文明单位创建中{}个"),
        ("已建成公里数", "公里", "已建成{}公里"),
        # 农户, 场次 and 工人 are words: nothing is cut out of them; the office decides.
        ("落实防汛责任人", "人", ""),
        ("户数", "户", ""),
        ("工人数", "人", "工人{}人"),
        ("参会人数", "名", ""),
        ("满意度指数", "", ""),
        ("合计", "个", ""),
        ("是否召开动员会", "", "召开动员会"),
        ("是否已制定实施方案？", "", "制定实施方案"),
        ("主要负责人是否带队检查", "", ""),
        ("是否有专职人员", "", ""),
        ("是否属于县级以上单位", "", ""),
    ],
)
def test_a_draft_guesses_the_wording_where_it_is_sure(
    name: str, measure: str, wording: str
) -> None:
    guess = guess_kind(ParsedLabel(name, measure))

    assert guess_wording(name, measure, guess) == wording


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("参与活动{}人次", "参与活动{}人次"),
        ("参与活动｛｝人次。", "参与活动{}人次"),
        ("参与活动××人次", "参与活动{}人次"),
        ("参与活动__人次", "参与活动{}人次"),
        ("", ""),
    ],
)
def test_a_wording_is_read_as_it_is_typed(tmp_path: Path, typed: str, read: str) -> None:
    campaign, faults = loaded(tmp_path, spoilt("fields", field_row("D02"), _WORDING, typed))

    assert campaign is not None, faults
    found = campaign.field("D02")
    assert found is not None
    assert found.wording == read


@pytest.mark.parametrize(
    ("code", "typed", "words"),
    [
        ("D02", "参与活动", "要有一处 {}"),
        ("D02", "{}次{}人", "要有一处 {}"),
        ("D02", "{}", "没有字"),
        ("A01", "召开{}会", "写动作就行"),
    ],
)
def test_a_wording_that_builds_no_sentence_is_reported_by_cell(
    tmp_path: Path, code: str, typed: str, words: str
) -> None:
    result = loaded(tmp_path, spoilt("fields", field_row(code), _WORDING, typed))

    assert result[0] is None
    assert places_of(result) == [("填报项", f"N{field_row(code) + 1}")]
    assert words in result[1][0].message


def test_the_sentences_are_shown_before_they_are_printed() -> None:
    act = Field("A1", "是否召开动员会", "表", Shape.SINGLE, Kind.CHOICE, options=("是", "否"),
                aggregation=Aggregation.TALLY, wording="召开动员会")  # fmt: skip
    summed = replace(field("参与活动人次", "人次"), aggregation=Aggregation.SUM)
    worded = replace(summed, code="A2", wording="参与活动{}人次")

    assert sample_sentences(usual_campaign(fields=(act, worded, summed))) == (
        "A1 是否召开动员会：12家单位已召开动员会，3家未召开动员会。",
        "A2 参与活动人次：参与活动12人次。",
        (
            "没有填行文用语的 1 项照名称写，如 “参与活动人次12人次”；"
            "念着不顺的，请在任务书“填报项”表的“行文用语”列填上说法。"
        ),
    )


def test_a_mean_says_that_it_is_one_and_a_cross_table_prints_its_lines() -> None:
    rate = replace(field("满意度", "%"), aggregation=Aggregation.AVERAGE)
    mean = replace(rate, name="平均降雨量", measure="毫米")
    cell = replace(field("道路交通·本月·死亡人数", "人"), crossing=Crossing("T1", 0, 0))

    assert [f"{name_before_figure(each)}12{measure_after_figure(each)}" for each in (rate, mean, cell)] == [
        "满意度平均12%",
        "平均降雨量12毫米",
        "道路交通本月死亡人数12人",
    ]  # fmt: skip
    (line,) = sample_sentences(usual_campaign(fields=(replace(cell, aggregation=Aggregation.SUM),)))
    assert line.startswith("交叉表的 1 格照行、列的标题写，如 “道路交通本月死亡人数12人”；")
    assert '数用 {{ 合计["道路交通·本月·死亡人数"] }} 取。' in line


def test_a_full_stop_is_not_doubled() -> None:
    assert [with_full_stop(text) for text in ("市委办公室", "市委办公室。")] == ["市委办公室。"] * 2
