"""The briefing's sentences at the edges: no unit, every unit, one unit, zero, no period before."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.offices import FIELDS, campaign, collected, reported
from tests.products.briefings import lines, made, table


def test_everyone_reported_in_time() -> None:
    held = campaign("东河区", "西河区")
    said = lines(
        collected(
            held, reported(held, {"东河区": {"A1": "是", "B1": 3}, "西河区": {"A1": "是", "B1": 5}})
        )
    )

    assert said[0] == ("截至10月13日10时，应报送的2家单位已全部报送，均为按时报送。")
    assert "2家填报单位均已召开动员会。" in said
    assert "开展活动8次。" in said
    assert not any("居首位" in line for line in said), "of two units, being first says nothing"
    assert not any("未报" in line or "上期" in line for line in said)


def test_no_unit_reported() -> None:
    held = campaign("东河区", "西河区")

    said = lines(collected(held, reported(held, {})))

    assert said == [
        "截至10月13日10时，应报送的2家单位均未报送有效数据。",
        "一、报送工作要求",
        "请尚未报送的东河区、西河区于2026年10月16日前完成报送，以上单位的数据未计入本期。",
    ]


def test_a_single_unit_is_neither_the_highest_nor_the_lowest() -> None:
    held = campaign("东河区", "西河区")

    said = lines(collected(held, reported(held, {"东河区": {"A1": "否", "B1": 3}})))

    assert "中，1家已报送，报送率50%，为按时报送。" in said[0]
    assert "1家填报单位未召开动员会。" in said
    assert not any("最多" in line for line in said)


def test_a_zero_report_counts_as_zero_and_is_named() -> None:
    held = campaign("东河区", "西河区")

    said = lines(collected(held, reported(held, {"东河区": {"B1": 4}, "西河区": {}})))

    assert "1家报送零报告" in said[0]
    assert "开展活动4次。" in said
    assert not any("最少的是" in line for line in said)


def test_all_zero_is_worded_without_ranks() -> None:
    held = campaign("东河区", "西河区")

    said = lines(collected(held, reported(held, {"东河区": {"B1": 0}, "西河区": {"B1": 0}})))

    assert "开展活动0次。" in said
    assert not any("最多" in line for line in said)


def test_an_empty_figure_is_a_gap_and_nothing_is_a_zero() -> None:
    held = campaign("东河区", "西河区", "新城区")
    standings = reported(
        held, {"东河区": {"B1": 4}, "西河区": {"A1": "是"}, "新城区": {"B1": "无"}}
    )

    rows = table(collected(held, standings))

    assert [row[3] for row in rows[1:]] == ["4", "—", "0", "4"]


def test_those_left_out_are_named_each_with_why() -> None:
    held = campaign("东河区", "西河区", "新城区", "太和县", exempt="太和县")

    said = lines(collected(held, reported(held, {"东河区": {"B1": 4}, "西河区": None})))

    assert "（另有1家免报）" in said[0]
    assert said[-1] == (
        "请尚未报送的新城区和退回后尚未补正的西河区于2026年10月16日前完成报送，"
        "以上单位的数据未计入本期。"
    )
    assert not any("新城区" in line for line in said[:-1]), "each is named once"


def test_late_units_are_named_and_all_late_has_its_own_wording() -> None:
    held = campaign("东河区", "西河区")
    both = {"东河区": {"B1": 1}, "西河区": {"B1": 1}}

    one = lines(collected(held, reported(held, both, late=("西河区",))))
    all_ = lines(collected(held, reported(held, both, late=("东河区", "西河区"))))

    assert "其中按时报送1家，迟报1家" in one[0]
    assert "已全部报送，均为迟报。" in all_[0]


def test_the_period_before_is_compared_where_there_was_one() -> None:
    held = campaign("东河区")
    now = reported(held, {"东河区": {"B1": 12}})

    grown = lines(collected(held, now, reported(held, {"东河区": {"B1": 8}})))
    fallen = lines(collected(held, now, reported(held, {"东河区": {"B1": 16}})))
    level = lines(collected(held, now, reported(held, {"东河区": {"B1": 12}})))
    from_zero = lines(collected(held, now, reported(held, {"东河区": {"B1": 0}})))

    assert "开展活动12次（较上期增长50%）。" in grown
    assert "开展活动12次（较上期下降25%）。" in fallen
    assert "开展活动12次（与上期持平）。" in level
    assert "开展活动12次（上期为0次，增加12次）。" in from_zero


def test_a_change_is_told_by_what_says_most() -> None:
    held = campaign("东河区")

    def told(now: int, before: int) -> str:
        rounds = [reported(held, {"东河区": {"B1": number}}) for number in (now, before)]
        return next(line for line in lines(collected(held, *rounds)) if line.startswith("开展"))

    assert told(75, 4) == "开展活动75次（上期为4次，增加71次）。"
    assert told(100_001, 100_000) == "开展活动10万次（与上期基本持平）。"
    assert told(130_000, 20_000) == "开展活动13万次（上期为2万次，增加11万次）。"


def test_units_that_are_too_many_to_be_named_are_counted() -> None:
    names = [f"{number}号乡" for number in range(13)]
    held = campaign(*names)
    answers = {name: {"A1": "是" if name == names[0] else "否"} for name in names}

    said = lines(collected(held, reported(held, answers)))

    assert any(
        line.endswith(
            "未召开动员会的12家，为1号乡、2号乡、3号乡、4号乡、5号乡、6号乡、7号乡、8号乡、9号乡、10号乡等12家。"
        )
        for line in said
    )


def test_units_that_answered_no_are_named_and_the_shares_are_right() -> None:
    held = campaign("东河区", "西河区", "新城区")
    said = lines(
        collected(
            held,
            reported(
                held, {"东河区": {"A1": "是"}, "西河区": {"A1": "是"}, "新城区": {"A1": "否"}}
            ),
        )
    )

    assert "已召开动员会的2家，占66.7%；未召开动员会的1家，为新城区。" in said


def test_a_question_about_no_act_is_worded_by_its_name() -> None:
    asked = replace(FIELDS[0], name="主要负责人是否带队检查", wording="")
    held = campaign("东河区", "西河区", "新城区", fields=(asked, *FIELDS[1:]))
    answers = {"东河区": {"A1": "是"}, "西河区": {"A1": "是"}, "新城区": {"A1": "否"}}

    said = lines(collected(held, reported(held, answers)))

    assert "主要负责人是否带队检查：是2家、否1家（新城区）。" in said


def test_texts_beyond_the_allowed_number_are_counted_and_their_place_named() -> None:
    names = [f"{number}县" for number in "甲乙丙丁"]
    held = campaign(*names, texts=(("简报摘登单位数", "2"),))
    said = lines(
        collected(held, reported(held, {name: {"C1": f"{name}的问题；"} for name in names}))
    )

    place = said.index("一、存在问题")
    assert said[place + 1 :] == [
        "甲县：甲县的问题。",
        "乙县：乙县的问题。",
        "以上按反映的单位多少摘登，其余2家单位的材料从略。",
    ]


def test_every_number_in_the_text_has_its_place_and_its_sources_in_the_trail() -> None:
    held = campaign("东河区", "西河区", "新城区")
    standings = reported(
        held, {"东河区": {"A1": "是", "B1": 4, "C1": "缺 3 人。"}, "西河区": {"A1": "否", "B1": 9}}
    )
    shown = collected(held, standings)

    trail = made(shown).trail

    text = [line for line in lines(shown) if not re.match(r"[一二三四五]、", line)]
    for number, line in enumerate(text, start=1):
        here = [entry.figure for entry in trail if entry.at == f"正文第{number}段"]
        rest = line.partition("，")[2] if line.startswith("截至") else line
        rest = re.sub("于[0-9年月]+日前", "", rest)
        for figure in here:
            assert figure.sources or not figure.value, figure
            assert figure.text in rest, (figure.text, rest)
            rest = rest.replace(figure.text, "", 1)
        assert not re.search(r"\d", rest), rest
    rows = {entry.at: entry.figure.text for entry in trail if "一览表" in entry.at}
    assert rows["各单位报送情况一览表第1行第4格"] == "4"
    assert rows["各单位报送情况一览表第4行第4格"] == "13"
