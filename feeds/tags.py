"""Tags in markup that no parser has seen yet: what a parser must be spared is told without a tree.

Owns how tags and attributes are recognised, and crowds of attributes. How much nesting is too much
is up to those who hand markup to a parser, since parsers differ.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from feeds.patterns import possessive

if TYPE_CHECKING:
    from collections.abc import Iterator

# As tokenisers read one (HTML §13.2.5.32-39): a quoted value may hold ">", the next name may follow
# a quotation mark at once, and a name may begin with "=". Possessive, so that a search is linear.
_SPACE = r"\x20\t\n\r\f"  # HTML's own: other white space is a part of names
_ATTRIBUTE = (
    rf"[{_SPACE}/]*+[^{_SPACE}/>][^{_SPACE}/>=]*+"
    rf"""(?:[{_SPACE}]*+=[{_SPACE}]*+(?:"[^"]*+"|'[^']*+'|[^{_SPACE}>"'][^{_SPACE}>]*+)?+)?+"""
)

ATTRIBUTE = possessive(_ATTRIBUTE)
_NAMED = possessive(
    rf"""[{_SPACE}/]*+([^{_SPACE}/>][^{_SPACE}/>=]*+)"""
    rf"""(?:[{_SPACE}]*+=[{_SPACE}]*+(?:"([^"]*+)"|'([^']*+)'|([^{_SPACE}>"'][^{_SPACE}>]*+))?+)?+"""
)
TAG = possessive(rf"<(/?)([a-zA-Z][^{_SPACE}/>]*+)((?:{_ATTRIBUTE})*+)")
"""A slash if it ends an element, the element's name as written, and the attributes in one."""

# HTML §13.2.5.41-53 and §13.2.6.4.7: comments, whatever else begins with "<!", "<?" or "</" and is
# no tag, and elements whose content is no markup. One that never ends has all the rest.
_RAW = "iframe|noembed|noframes|noscript|script|style|textarea|title|xmp"
TOKEN = possessive(
    rf"""<!--(?:-?>|.*?(?:--!?>|\Z))
       | <[!?][^>]*+>? | </(?![a-z>])[^>]*+>?
       | <(?P<raw>{_RAW})(?=[{_SPACE}/>]).*?(?:</(?P=raw)(?=[{_SPACE}/>])[^>]*+>?|\Z)
       | <plaintext(?=[{_SPACE}/>]).*
       | (?P<tag>{TAG.pattern})""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
"""What a tokeniser tells: ``tag``; ``raw``, an element of raw text with all of it; or neither."""

# Most bodies have nothing of that, which takes a hundredth of telling all tags.
_HIDING = re.compile(rf"<(?:[!?]|/[^a-z>]|{_RAW}|plaintext)", re.IGNORECASE)

NOT_NESTING = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
     "source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody",
     "tfoot", "option"]
)  # fmt: skip
"""Elements that end by themselves or by the next of their kind (HTML §13.1.2.4)."""

_LIKE_TAG = re.compile("<[^>]*>")

MAX_ATTRIBUTES = 2_000
"""Of a tag. Real ones have some dozens, and minified scripts that look like tags 800. HTML parsers
look each up in those before it, or walk past them: 2,000 take libxml2 5 ms and 40,000 two seconds.
(Not its parser of XML.) Those that end an element count: their attributes are read, too."""

# An attribute in which no other tag could begin, whatever a parser takes for comment or script.
_CALM = (
    rf"""[{_SPACE}/]*+[^{_SPACE}/><][^{_SPACE}/><=]*+"""
    rf"""(?:[{_SPACE}]*+=[{_SPACE}]*+(?:"[^"<]*+"|'[^'<]*+'|[^{_SPACE}><"'][^{_SPACE}><]*+|(?=>))"""
    rf"""|(?![{_SPACE}]*+=))"""
)
# Text and tags of such attributes, less than a crowd of them.
_CALM_TEXT = possessive(
    rf"(?:[^<]++|<(?!/?[a-zA-Z])|</?[a-zA-Z][^{_SPACE}/><]*+(?:{_CALM}){{0,99}}+(?!{_ATTRIBUTE}))*+"
)
# Where so few characters are nothing but attributes, of one letter each, libxml2 takes 0.9 s.
_ALWAYS_FINE = 50_000
# Characters looked at once more, for each that there is: tags that seem to begin in one another
# take a look each. Scripts on real pages need two.
_MOST_WORK = 20


def attributes_of(text: str) -> dict[str, str]:
    """The attributes in the third part of a `TAG`: names in lower case, values as text.

    >>> attributes_of(' SRC=a.png alt="A &amp; B" hidden')
    {'src': 'a.png', 'alt': 'A & B', 'hidden': ''}
    """
    found: dict[str, str] = {}
    for name, *values in _NAMED.findall(text):
        found.setdefault(name.lower(), unescape("".join(values)))
    return found


def has_crowded_tag(html: str) -> bool:
    """Whether a tag has so many attributes that a parser would be busy for long.

    >>> has_crowded_tag("<p " + "x " * 40_000 + ">")
    True
    """
    return next(_crowds(html), None) is not None


def without_crowds(html: str) -> str:
    """``html``, in which such tags have lost all of their attributes.

    >>> without_crowds("<p " + "x " * 40_000 + ">")
    '<p >'
    """
    kept, at = [], 0
    for start, end in _crowds(html):
        kept.append(html[at:start])
        at = end
    return "".join([*kept, html[at:]]) if kept else html


def without_raw_text(html: str) -> str:
    """``html`` in which nothing but tags looks like tags: no comments, no elements of raw text.

    What is left is told by `TAG` as a parser tells it. Nothing of what is removed is text of an
    article.

    >>> without_raw_text("<p><!-- <b> -->It <style><i></style>sails")
    '<p><!---->It <!---->sails'
    """
    if not _HIDING.search(html):
        return html
    return TOKEN.sub(lambda token: token[0] if token["tag"] else "<!---->", html)


def spaced(markup: str) -> str:
    """``markup`` with a space for whatever looks like a tag: to be measured, not to be shown.

    >>> spaced("<p>It <b>sails</b> <")
    ' It  sails  <'
    """
    # Beyond the last ">" each "<" would be searched from to the end.
    end = markup.rfind(">") + 1
    return _LIKE_TAG.sub(" ", markup[:end]) + markup[end:]


def _crowds(html: str) -> Iterator[tuple[int, int]]:
    """Where the attributes of crowded tags begin and end, and those of tags too deep in others."""
    if len(html) <= _ALWAYS_FINE:
        return
    at, work = 0, _MOST_WORK * len(html)
    while (calm := _CALM_TEXT.match(html, at)) and calm.end() < len(html):
        at = calm.end()
        tag = TAG.match(html, at)
        assert tag  # or it would have been text
        work -= len(tag[0])
        if work < 0 or _are_crowded(tag[3]):
            yield tag.span(3)
            at = tag.end()
        else:
            at = tag.end(2)  # one that seemed to begin in its name would have its attributes


def _are_crowded(attributes: str) -> bool:
    if len(attributes) < 2 * MAX_ATTRIBUTES - 1:  # a letter each, and what parts them
        return False
    return len(ATTRIBUTE.findall(attributes)) >= MAX_ATTRIBUTES
