"""List the measures of one character (单字计量单位) that a line must not part from their figure."""

from __future__ import annotations

import re
from typing import Final

# Measures and parts of a date; %, ‰ and ℃ are among the marks that no program puts at a line's start.
MEASURES: Final = (
    "个人家名户次件条项处所座台套辆份篇期场起例宗户栋间层级届批组支队点类种页张本册部"
    "元角分万亿千百吨斤克升米里亩岁倍成折位天年月日号时秒周旬季度"
)
# Those that are written into every document for Word, few enough to leave other lines as they are.
COMMON_MEASURES: Final = "个人家名户次件条项所元万亿岁年月日"
# A figure with its measure and brackets, a full date, or a Latin word: none is broken over two lines.
UNBROKEN_FIGURE: Final = re.compile(
    rf"\d{{2,4}}年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?|(?<![“‘（《【])[“‘（《【]*[!-~]+[{MEASURES}‰℃]?[”’）》】]*"
)
# A figure at the end of a line that goes on in the next one, with digits or with its measure.
PARTED_FIGURE: Final = re.compile(rf"\d[.,:-]?\n(?:\d|[{MEASURES}%‰℃])|\d\n[.,:-]\d")
