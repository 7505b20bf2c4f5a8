"""Recognise measures (计量单位) as forms print them."""

from __future__ import annotations

import re
from typing import Final

PERCENT: Final = "%"
COUNT_MEASURES: Final = frozenset({
    "个", "人", "次", "篇", "条", "人次", "家", "户", "件", "份", "场", "处", "项", "名", "支", "批",
    "台", "套", "辆", "所", "座", "只", "块", "张", "期", "天", "起", "村", "所次", "户次", "家次", "例",
    "宗", "间", "头", "株", "棵", "册", "本", "幅", "部", "栋", "幢", "组", "班", "艘", "口", "眼",
    "辆次", "车次", "台次", "件次", "班次", "场次", "人天", "岁", "年", "月", "日", "片",
})  # fmt: skip
QUANTITY_MEASURES: Final = frozenset({
    "万元", "元", "亿元", "千元", "百万元", "平方米", "万平方米", "平方公里", "公顷", "公里", "千米", "米",
    "亩", "万亩", "吨", "万吨", "公斤", "千克", "小时", "万人次", "万人", "万户", "立方米", "万立方米",
    "千瓦", "万千瓦", "千瓦时", "万千瓦时", "吨标准煤", "倍", "度", "‰", "万美元", "美元", "元/人", "万条",
    "毫米", "厘米", "千卡", "毫克", "升", "分钟", "分", "摄氏度", "℃", "兆瓦", "万件", "万次", "万只", "万头",
})  # fmt: skip
_LINE: Final = re.compile(r"\(?(?:计量|金额|数量)?单位:(?P<measures>[^()]+)\)?")
_PARTS: Final = re.compile(r"[,，、;；\s]+")


def is_measure(text: str) -> bool:
    """Return whether *text* is a measure (计量单位) as forms print it: 个, 人次, 万元, %."""
    return text in COUNT_MEASURES or text in QUANTITY_MEASURES or text == PERCENT


def measure_line(text: str) -> tuple[str, ...] | None:
    """Return the measures of a line such as “单位：万元、个”; ``None`` where *text* is no such line.

    >>> measure_line("单位:万元、%"), measure_line("填报单位:")
    (('万元', '%'), None)
    """
    match = _LINE.fullmatch(text.strip())
    if match is None:
        return None
    measures = tuple(part for part in _PARTS.split(match["measures"].strip()) if part)
    return measures if measures and all(map(is_measure, measures)) else None
