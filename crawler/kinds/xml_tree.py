"""XML from strangers -> a tree, without anything that a document type could do.

Owns how broken XML is mended before the parser sees it. What stands before the root element (XML
declaration, DOCTYPE with its entities, stylesheets, warnings of a script) is not parsed at all.
"""

from __future__ import annotations

import html.entities
import re
from typing import TYPE_CHECKING

from lxml import etree

from crawler.guard.caps import check_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# How far into a document its root may stand; 64 KB of stylesheet and comments have been seen.
_ROOT_WITHIN = 100_000
_CDATA = b"<![CDATA["
_CDATA_END = b"]]>"
_AMPERSAND = re.compile(
    rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)(?:([A-Za-z][A-Za-z0-9]{1,30});)?"
)
# XML 1.0 §2.2 has no place for them; one of them ends what the parser recovers.
_CONTROLS = bytes(range(0x20)).translate(None, b"\t\n\r")
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())


def parse_xml(text: str, roots: Iterable[str]) -> etree._Element | None:
    """Return the first element named as one of ``roots``, None if there is none near the start.

    Text in which the document ends is left out: half an address is another address.

    Args:
        text: the decoded document.
        roots: local names; a prefix may stand before them in the document.

    Raises:
        Dropped: it is more than a parser should be given.

    >>> parse_xml('<!DOCTYPE a [<!ENTITY x "y">]><a>AT&T &eacute; &x;</a>', ["a"]).text
    'AT&T é &x;'
    """
    start = re.compile(rf"<(?:[\w.-]+:)?(?:{'|'.join(roots)})[\s>]", re.IGNORECASE)
    if not (found := start.search(text, 0, _ROOT_WITHIN)):
        return None
    check_xml(text)
    # In bytes from here on: a character of a text may take four, of every text alike.
    data = text[found.start() : text.rfind(">") + 1].encode("utf-8", "ignore")
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(_with_known_entities(_without_controls(data)), parser)


def local_name(element: etree._Element) -> str:
    """The element's name without namespace or prefix, as written.

    >>> local_name(etree.fromstring('<a:b xmlns:a="c"/>'))
    'b'
    """
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def entries_of(
    root: etree._Element, is_entry: Callable[[etree._Element], bool]
) -> Iterator[etree._Element]:
    """The entries of a list in their order.

    One inside another counts only as its child, as where ends are missing: what stands deeper
    is content of the other, and would be read again for each that it stands in.
    """
    walk = etree.iterwalk(root, events=("start",))
    inside: etree._Element | None = None
    for _, element in walk:
        if is_entry(element):
            inside = element
            yield element
        elif inside is not None and _is_child(element, inside, is_entry):
            walk.skip_subtree()


def _is_child(
    element: etree._Element, last: etree._Element, is_entry: Callable[[etree._Element], bool]
) -> bool:
    parent = element.getparent()
    return parent is not None and (parent is last or is_entry(parent))


def _without_controls(data: bytes) -> bytes:
    data = data.translate(None, _CONTROLS)
    for noncharacter in _NONCHARACTERS:
        data = data.replace(noncharacter, b"")
    return data


def _with_known_entities(data: bytes) -> bytes:
    """Mend ampersands, except in CDATA sections, where they stand for themselves.

    A section that the document ends in is left out.
    """
    first, *sections = data.split(_CDATA)
    mended = [_AMPERSAND.sub(_character, first)]
    for section in sections:
        inside, end, outside = section.partition(_CDATA_END)
        if end:
            mended += [_CDATA, inside, end, _AMPERSAND.sub(_character, outside)]
    return b"".join(mended)


def _character(found: re.Match[bytes]) -> bytes:
    """A character for an entity of HTML, an escaped ampersand for any other."""
    name = found[1]
    char = html.entities.html5.get(f"{name.decode()};") if name else None
    return char.encode() if char else b"&amp;" + found[0][1:]
