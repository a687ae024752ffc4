"""XML from strangers -> a tree, without anything that a document type could do.

Owns how broken XML is mended before the parser sees it. What stands before the root element (XML
declaration, DOCTYPE with its entities, stylesheets, warnings of a script) is not parsed at all.
"""

from __future__ import annotations

import html.entities
import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable

# How far into a document its root may stand; 64 KB of stylesheet and comments have been seen.
_ROOT_WITHIN = 100_000
_CDATA = "<![CDATA["
_CDATA_END = "]]>"
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)(?:([A-Za-z][A-Za-z0-9]{1,30});)?"
)
# XML 1.0 §2.2 has no place for them; one of them ends what the parser recovers.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parse_xml(text: str, roots: Iterable[str]) -> etree._Element | None:
    """Return the first element named as one of ``roots``, None if there is none near the start.

    Text in which the document ends is left out: half an address is another address.

    Args:
        text: the decoded document.
        roots: local names; a prefix may stand before them in the document.

    >>> parse_xml('<!DOCTYPE a [<!ENTITY x "y">]><a>AT&T &eacute; &x;</a>', ["a"]).text
    'AT&T é &x;'
    """
    start = re.compile(rf"<(?:[\w.-]+:)?(?:{'|'.join(roots)})[\s>]", re.IGNORECASE)
    if not (found := start.search(text, 0, _ROOT_WITHIN)):
        return None
    text = text[found.start() : text.rfind(">") + 1]
    text = _CONTROLS.sub("", text)
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(_with_known_entities(text).encode(), parser)


def local_name(element: etree._Element) -> str:
    """The element's name without namespace or prefix, as written.

    >>> local_name(etree.fromstring('<a:b xmlns:a="c"/>'))
    'b'
    """
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _with_known_entities(text: str) -> str:
    """Mend ampersands, except in CDATA sections, where they stand for themselves.

    A section that the document ends in is left out.
    """
    first, *sections = text.split(_CDATA)
    mended = [_AMPERSAND.sub(_character, first)]
    for section in sections:
        inside, end, outside = section.partition(_CDATA_END)
        if end:
            mended += [_CDATA, inside, end, _AMPERSAND.sub(_character, outside)]
    return "".join(mended)


def _character(found: re.Match[str]) -> str:
    """A character for an entity of HTML, an escaped ampersand for any other."""
    name = found[1]
    char = html.entities.html5.get(f"{name};") if name else None
    return char or f"&amp;{found[0][1:]}"
