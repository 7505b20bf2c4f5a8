"""Generate plausible answers for the example campaign (演示): always the same for the same unit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from pipeline.setup.demo_forms import Answers

if TYPE_CHECKING:
    from pipeline.model.unit import Unit
    from pipeline.setup.demo_forms import CellInput

ROLL: Final = "创建单位名单"
GRADES: Final = ("全国", "省级", "市级", "县级")

_PLACES: Final = (
    "政务服务中心", "第一实验小学", "中心医院", "图书馆", "供水公司", "客运总站",
    "市场监管所", "敬老服务中心", "文化馆", "第二初级中学",
)  # fmt: skip
_PROGRESS: Final = ("方案已印发", "正在自查整改", "已完成中期评估", "资料归档中")
# Many units share these few: each is too short to be reported as copied from another unit.
_PROBLEMS: Final = (
    "个别窗口单位文明用语落实不够到位，服务意识有待提高。",
    "基层站所创建力量薄弱，兼职人员多，工作连续性不强。",
    "宣传形式还比较单一，群众知晓率和参与率有待提升。",
    "部分下属单位档案资料不完整，日常管理制度落实不严。",
    "创建经费保障不足，公益广告更新不够及时。",
    "机关与驻地社区共建活动次数偏少，示范带动作用发挥不充分。",
    "个别已命名单位有松劲思想，动态管理需要进一步加强。",
)
_PLANS: Final = (
    "围绕文明用语、文明服务、文明形象进机关，开展全员培训，十月底前完成。",
    "对照测评标准逐项整改，建立台账，每周调度一次。",
    "开设文明创建专栏，每月推送两期，扩大社会宣传。",
    "组织志愿服务进社区活动，推动结对共建常态化。",
    "完善考核奖惩办法，把创建任务纳入年度目标责任制考核。",
    "开展服务窗口明查暗访，发现问题立行立改。",
)
_EXPERIENCES: Final = (
    "推行“一窗受理、限时办结”，设立文明引导岗，群众等候时间明显缩短。",
    "建立领导包片、科室包点、党员包户的责任链条，每周通报创建进度。",
    "组建机关志愿服务队，定期到社区开展政策宣讲和环境整治。",
    "开展“文明科室”“文明窗口”评比，季度亮牌、年终评优，形成比学赶超的氛围。",
)
_DEPARTMENT: Final = "市直部门"


def answers_of(unit: Unit) -> Answers:
    """Return the correct answers of *unit*."""
    numbers = _numbers(unit)
    meeting_day = date(2026, 9, 8) + timedelta(days=_pick(unit, "held", 0, 20))
    texts: dict[str, CellInput] = {
        "是否召开动员会": "是",
        "动员会日期": meeting_day,
        "是否制定实施方案": "是",
        "书面报告报送日期": date(2026, 10, 9),
        "存在问题": _PROBLEMS[_pick(unit, "problem", 0, len(_PROBLEMS) - 1)],
        "下一步打算": _PLANS[_pick(unit, "plan", 0, len(_PLANS) - 1)],
        "填报人": "办公室",
        "审核人": "分管负责人",
        "联系电话": f"0000-{3100000 + _pick(unit, 'phone', 0, 899999)}",
        "填报日期": date(2026, 10, 9),
    }
    if _pick(unit, "told", 0, 2) == 0:
        texts["典型经验"] = _EXPERIENCES[_pick(unit, "experience", 0, len(_EXPERIENCES) - 1)]
    return Answers({**texts, **numbers}, {ROLL: _roll(unit, numbers)})


def zero_report(unit: Unit) -> Answers:
    """Return a zero report (零报告): the unit declares that there is nothing, and signs it."""
    whole = answers_of(unit).singles
    signature_fields = ("填报人", "审核人", "联系电话", "填报日期")
    texts: dict[str, CellInput] = {name: whole[name] for name in signature_fields}
    return Answers({"零报告": "是", "存在问题": "无", "下一步打算": "无", **texts}, {ROLL: ()})


def _numbers(unit: Unit) -> dict[str, CellInput]:
    numbers: dict[str, Decimal] = {}
    for stage, highest in (
        ("已命名", (2, 6, 12, 20)),
        ("创建中", (1, 1, 3, 2)),
        ("拟申报", (1, 1, 2, 3)),
    ):
        for grade, most in zip(GRADES, highest, strict=True):
            limit = most if unit.category == "县市区" else min(most, 2)
            numbers[f"{grade}文明单位{stage}数"] = Decimal(_pick(unit, grade + stage, 0, limit))
        numbers[f"{stage}合计"] = sum(
            (numbers[f"{grade}文明单位{stage}数"] for grade in GRADES), start=Decimal(0)
        )
    whole = numbers["已命名合计"] + numbers["创建中合计"] + numbers["拟申报合计"]
    scale = 1 if unit.category == _DEPARTMENT else 4
    return {
        **numbers,
        "所属单位总数": whole + _pick(unit, "others", 2, 6 * scale),
        "任务分解到部门数": Decimal(_pick(unit, "offices", 4, 12 * scale)),
        "责任落实到岗位数": Decimal(_pick(unit, "posts", 18, 60 * scale)),
        "任务量化到个人数": Decimal(_pick(unit, "people", 30, 160 * scale)),
        "开展活动次数": Decimal(_pick(unit, "activities", 2, 10 * scale)),
        "参与活动人次": Decimal(_pick(unit, "joined", 120, 900 * scale)),
        "设置宣传专栏数": Decimal(_pick(unit, "boards", 1, 8 * scale)),
        "媒体报道篇数": Decimal(_pick(unit, "reports", 0, 5 * scale)),
        "发送公益短信条数": Decimal(_pick(unit, "messages", 0, 40 * scale)) * 100,
    }


def _roll(unit: Unit, numbers: dict[str, CellInput]) -> tuple[dict[str, CellInput], ...]:
    rows: list[dict[str, CellInput]] = []
    for grade in GRADES:
        count = numbers[f"{grade}文明单位创建中数"]
        for _ in range(int(str(count))):
            place = _PLACES[(len(rows) + _pick(unit, "place", 0, 9)) % len(_PLACES)]
            rows.append(
                {
                    "单位名称": f"{unit.short_name}{place}",
                    "创建级别": grade,
                    "启动时间": date(2026, 3, 1) + timedelta(days=_pick(unit, place, 0, 180)),
                    "进展情况": _PROGRESS[_pick(unit, place, 0, len(_PROGRESS) - 1)],
                }
            )
    return tuple(rows)


def _pick(unit: Unit, question: str, low: int, high: int) -> int:
    """Return a number between *low* and *high* that depends only on the unit and the question."""
    digest = sha256(f"{unit.full_name}{question}".encode()).digest()
    return low + int.from_bytes(digest[:4], "big") % (high - low + 1)
