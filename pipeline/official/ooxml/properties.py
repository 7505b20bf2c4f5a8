"""Settle which properties a Word file has (文档属性): one part, of which the library can tell the names.

OPC allows one part of core properties (ECMA-376-2, 11.1); other programs write two, none, or one of a
wrong type, for which the library has no properties or those of its own author.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docx.opc.constants import RELATIONSHIP_TYPE as LINK
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.oxml.coreprops import CT_CoreProperties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument
    from docx.opc.coreprops import CoreProperties
    from docx.opc.part import Part
    from docx.package import Package


def settle_properties(document: WordDocument) -> None:
    """Leave *document* one part of core properties: the first, with the names of all."""
    package = document.part.package
    found = list(_properties(package))
    for key, link in list(package.rels.items()):
        if link.reltype == LINK.CORE_PROPERTIES:
            del package.rels[key]
    if not found:
        document.core_properties._element[:] = []  # noqa: SLF001 - the library's own author
        return
    first = found[0].core_properties
    for other in found[1:]:
        _keep_names(first, other.core_properties)
    package.relate_to(found[0], LINK.CORE_PROPERTIES)


def _properties(package: Package) -> Iterator[CorePropertiesPart]:
    for link in package.rels.values():
        if link.reltype == LINK.CORE_PROPERTIES and not link.is_external:
            part = _as_properties(link.target_part, package)
            if isinstance(part.element, CT_CoreProperties):
                yield part


def _as_properties(part: Part, package: Package) -> CorePropertiesPart:
    if isinstance(part, CorePropertiesPart):
        return part
    loaded = CorePropertiesPart.load(part.partname, part.content_type, part.blob, package)
    return cast("CorePropertiesPart", loaded)  # the library types it as any part


def _keep_names(kept: CoreProperties, other: CoreProperties) -> None:
    kept.author = kept.author or other.author
    kept.last_modified_by = kept.last_modified_by or other.last_modified_by
