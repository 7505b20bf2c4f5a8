"""What each kind must have and may not have (要素齐备): 《条例》 articles 8, 9 and 15, and custom.

Pure: a document in words goes in, what it lacks comes out. Only what the regulation itself asks
for refuses a paper; what is custom says so (实务) and leaves the choice to a person.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.model.document import DocumentForm
from pipeline.model.verdict import Strength
from pipeline.official.standard.kinds import Direction, Requirement, kind_named, requirements_of
from pipeline.official.standard.mandatory_words import title_faults, wording_faults
from pipeline.official.standard.shortcoming import Shortcoming, advisory, blocking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.model.document import OfficialDocument
    from pipeline.official.standard.kinds import KindRequirements

_PHONE: Final = re.compile(r"电话\D{0,3}\d{3}|电话：\S")
_PERSON: Final = re.compile(
    r"(?:书记|市长|县长|区长|省长|镇长|乡长|主任|局长|部长|厅长|处长|同志|先生|女士)$"
)
_ORDER_NUMBER: Final = re.compile(r"第[1-9]\d*号")
_SEPARATORS: Final = re.compile(r"[，,、；;]")


def shortcomings(document: OfficialDocument) -> tuple[Shortcoming, ...]:
    """Everything that its kind holds against *document* (要素缺失或多余), in the page's order."""
    needs = requirements_of(document.kind)
    return tuple(found for rule in _RULES for found in rule(document, needs))


def _header(document: OfficialDocument, needs: KindRequirements) -> Iterator[Shortcoming]:
    header = document.header
    if needs.header is not Requirement.REQUIRED:
        return
    if header is None or not (header.organ_mark or header.organs):
        yield blocking(
            "K-mark", "条例第九条（四）", "版头没有发文机关标志，请写上发文机关全称或规范化简称。"
        )
        return
    if not header.document_number:
        yield advisory(
            "K-number",
            "条例第九条（五）",
            "版头没有发文字号，请由登记簿编号，或写成“机关代字〔年份〕序号号”。",
            Strength.REQUIRED,
        )
    elif needs.order_number and not _ORDER_NUMBER.fullmatch(header.document_number):
        yield blocking(
            "K-order-number",
            "GB/T 9704 10.2",
            f"令号“{header.document_number}”不合规，命令（令）只编“第×号”，请改写。",
        )
    if document.form is DocumentForm.LETTER and header.organ_mark.endswith("文件"):
        yield blocking(
            "K-letter-mark",
            "GB/T 9704 10.1",
            f"信函格式的发文机关标志“{header.organ_mark}”不加“文件”二字，请删去。",
        )


def _signers(document: OfficialDocument, needs: KindRequirements) -> Iterator[Shortcoming]:
    signers = document.header.signers if document.header else ()
    if needs.signers is Requirement.REQUIRED and not signers:
        yield blocking(
            "K-signer",
            "条例第九条（六）",
            f"{document.kind}是上行文，版头没有签发人，请在发文字号右侧写上“签发人：姓名”。",
        )
    joint = document.header.organs if document.header else ()
    if signers and len(joint) > 1 and len(signers) < len(joint):
        yield blocking(
            "K-joint-signers",
            "GB/T 9704 7.2.6",
            f"{len(joint)} 个机关联合行文，签发人只有 {len(signers)} 人，请按机关顺序补齐。",
        )


def _secrecy(document: OfficialDocument, _needs: KindRequirements) -> Iterator[Shortcoming]:
    header = document.header
    if header and header.secrecy and not header.copy_number:
        yield blocking(
            "K-copy-number",
            "条例第九条（一）",
            f"公文标有密级“{header.secrecy}”而没有份号，请在版心左上角第一行写 6 位份号，如 000001。",
        )
    if header and header.copy_number and not header.secrecy:
        yield advisory(
            "K-secrecy",
            "条例第九条（二）",
            f"标有份号“{header.copy_number}”而没有密级；涉密的请补密级和保密期限，不涉密的可删去份号。",
            Strength.CUSTOM,
        )


def _addressees(document: OfficialDocument, needs: KindRequirements) -> Iterator[Shortcoming]:
    names = [n.strip() for n in _SEPARATORS.split(document.addressees.rstrip("：: ")) if n.strip()]
    if needs.addressees is Requirement.REQUIRED and not names:
        yield blocking(
            "K-addressee",
            "条例第九条（八）",
            f"{document.kind}没有主送机关，请在标题下空一行顶格写上主送机关。",
        )
    if needs.addressees is Requirement.UNUSED and names:
        yield advisory(
            "K-no-addressee",
            "条例第八条" if needs.kind != "纪要" else "GB/T 9704 10.3",
            f"{document.kind}通常不写主送机关，现有“{document.addressees}”，请删去；需要送达的写入版记。",
            Strength.CUSTOM,
        )
    if needs.single_addressee and len(names) > 1:
        yield Shortcoming(
            "K-one-addressee",
            needs.single_addressee_clause,
            Strength.GENERAL if needs.kind != "请示" else Strength.REQUIRED,
            f"{document.kind}主送了 {len(names)} 个机关（{'、'.join(names)}），只主送一个，其余请改为抄送。",
            is_blocking=needs.kind == "请示",
        )
    persons = [name for name in names if _PERSON.search(name)]
    if persons:
        yield blocking(
            "K-person",
            "条例第十五条（五）",
            f"主送“{'、'.join(persons)}”是领导个人，不得以机关名义向领导个人报送公文，请改为主送机关。",
        )


def _closing(document: OfficialDocument, needs: KindRequirements) -> Iterator[Shortcoming]:
    closing = document.closing
    if needs.signature and (closing is None or not closing.stamps):
        yield blocking(
            "K-signature",
            "GB/T 9704 10.2",
            "命令（令）没有签署，请在正文下写上签发人的职务和姓名（签名章）。",
        )
    elif needs.closing is Requirement.REQUIRED and (
        closing is None or not (closing.organs or closing.stamps)
    ):
        yield blocking(
            "K-organ", "条例第九条（十一）", "没有发文机关署名，请在正文（附件说明）下写上署名。"
        )
    if needs.closing is Requirement.REQUIRED and (closing is None or not closing.dated):
        yield blocking(
            "K-date", "条例第九条（十二）", "没有成文日期，请写上签发的年月日，如 2026年10月12日。"
        )
    if (
        needs.seal is Requirement.UNUSED
        and closing
        and (closing.seals or (closing.sealed and closing.organs))
    ):
        yield advisory(
            "K-no-seal",
            "GB/T 9704 10.3",
            f"{document.kind}一般不署名、不加盖印章，请删去落款；日期写在版头或题下。",
            Strength.CUSTOM,
        )
    note = closing.note if closing else ""
    if needs.contact and not (re.search(r"联系人", note) and _PHONE.search(note)):
        yield advisory(
            "K-contact",
            "GB/T 9704 7.3.6",
            f"{document.kind}没有附注联系人和电话，请在成文日期下一行写“（联系人：姓名，电话：号码）”。",
            Strength.CUSTOM,
        )


def _joint(document: OfficialDocument, _needs: KindRequirements) -> Iterator[Shortcoming]:
    header, closing = document.header, document.closing
    if not header or len(header.organs) < 2:  # noqa: PLR2004 - one is not joint
        return
    if re.search(r"号.*号|[，、；]", header.document_number):
        yield blocking(
            "K-joint-number",
            "条例第九条（五）",
            f"联合行文的发文字号“{header.document_number}”不止一个，只用主办机关的发文字号。",
        )
    if closing and closing.organs and tuple(closing.organs) != header.organs:
        yield advisory(
            "K-joint-order",
            "GB/T 9704 7.3.5.1",
            f"落款机关（{'、'.join(closing.organs)}）与版头机关（{'、'.join(header.organs)}）不一致，"
            "请按版头的顺序逐一署名。",
            Strength.REQUIRED,
        )


def _attendance(document: OfficialDocument, needs: KindRequirements) -> Iterator[Shortcoming]:
    if needs.attendance and not any(name == "出席" for name, _ in document.attendance):
        yield advisory(
            "K-attendance",
            "GB/T 9704 10.3",
            "纪要没有出席人员名单，请在正文下空一行写“出席：单位、姓名”，请假、列席依次另起一行。",
            Strength.GENERAL,
        )


def is_upward(kind: str) -> bool:
    """Whether papers of *kind* go upwards (上行文) and so bear their signer."""
    known = kind_named(kind)
    return known is not None and known.direction is Direction.UP


_RULES: Final[tuple[Callable[[OfficialDocument, KindRequirements], Iterator[Shortcoming]], ...]] = (
    _header,
    _signers,
    _secrecy,
    title_faults,
    _addressees,
    wording_faults,
    _attendance,
    _closing,
    _joint,
)
