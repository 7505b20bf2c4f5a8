"""A sentence made of a field's name reads right, or the name is left whole."""

from __future__ import annotations

import pytest

from pipeline.model.campaign import Field, Kind, Shape
from pipeline.products.wording import act_name, name_before_figure, with_full_stop


def field(name: str, measure: str = "") -> Field:
    return Field("A1", name, "表", Shape.SINGLE, Kind.INTEGER, measure=measure)


@pytest.mark.parametrize(
    ("name", "measure", "printed"),
    [
        ("开展活动次数", "次", "开展活动12次"),
        ("参与活动人次", "人次", "参与活动12人次"),
        ("媒体报道篇数", "篇", "媒体报道12篇"),
        ("设置宣传专栏数", "个", "设置宣传专栏12个"),
        ("责任落实到岗位数", "个", "责任落实到岗位12个"),
        ("所属单位总数", "个", "所属单位12个"),
        ("已命名合计", "个", "已命名12个"),
        ("全国文明单位创建中数", "个", "全国文明单位创建中12个"),
        ("已建成公里数", "公里", "已建成12公里"),
        # 个人, 农户, 场次, 工人 and 指数 are words: nothing is cut out of them.
        ("任务量化到个人数", "人", "任务量化到个人12人"),
        ("农户数", "户", "农户12户"),
        ("工人数", "人", "工人12人"),
        ("参会人数", "名", "参会人数12名"),
        ("满意度指数", "", "满意度指数12"),
        ("开展活动次数", "", "开展活动次数12"),
        ("户数", "户", "户数12户"),
        ("合计", "个", "合计12个"),
    ],
)
def test_a_name_before_its_figure(name: str, measure: str, printed: str) -> None:
    assert f"{name_before_figure(field(name, measure))}12{measure}" == printed


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("是否召开动员会", "召开动员会"),
        ("是否已制定实施方案？", "制定实施方案"),
        ("主要负责人是否带队检查", ""),
        ("是否有专职人员", ""),
        ("是否属于县级以上单位", ""),
        ("召开动员会", ""),
        ("是否", ""),
    ],
)
def test_an_act_is_worded_only_for_a_name_that_implies_one(name: str, act: str) -> None:
    assert act_name(field(name)) == act


def test_a_full_stop_is_not_doubled() -> None:
    assert [with_full_stop(text) for text in ("市委办公室", "市委办公室。")] == ["市委办公室。"] * 2
