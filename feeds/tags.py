"""Tags in markup that no parser has seen yet: what a parser must be spared is told without a tree.

Owns how tags and attributes are recognised, and crowds of attributes. How much nesting is too much
is up to those who hand markup to a parser, since parsers differ.
"""

from __future__ import annotations

import re

# As tokenisers read one (HTML §13.2.5.32-39): a quoted value may hold ">", the next name may follow
# a quotation mark at once, and a name may begin with "=". Possessive, so that a search is linear.
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""

ATTRIBUTE = re.compile(_ATTRIBUTE)
TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/>]*+)((?:{_ATTRIBUTE})*+)")
"""A slash if it ends an element, the element's name as written, and the attributes in one."""

NOT_NESTING = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
     "source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody",
     "tfoot", "option"]
)  # fmt: skip
"""Elements that end by themselves or by the next of their kind (HTML §13.1.2.4)."""

MAX_ATTRIBUTES = 2_000
"""Of a tag. Real ones have some dozens, and minified scripts that look like tags 800. HTML parsers
look each up in those before it, or walk past them: 2,000 take libxml2 5 ms and 40,000 two seconds.
(Not its parser of XML.)"""

# Tags with fewer are passed over without being told of, and looked at again from each "<" in them.
_MANY = re.compile(rf"(<[a-zA-Z][^\s/>]*+)((?:{_ATTRIBUTE}){{10,}}+)")
# Where so few characters are nothing but attributes, of one letter each, libxml2 takes 0.9 s.
_ALWAYS_FINE = 50_000


def has_crowded_tag(html: str) -> bool:
    """Whether a tag has so many attributes that a parser would be busy for long.

    >>> has_crowded_tag("<p " + "x " * 40_000 + ">")
    True
    """
    if len(html) <= _ALWAYS_FINE:
        return False
    return any(_are_crowded(tag[2]) for tag in _MANY.finditer(html))


def without_crowds(html: str) -> str:
    """``html``, in which such tags have lost all of their attributes.

    >>> without_crowds("<p " + "x " * 40_000 + ">")
    '<p >'
    """
    if len(html) <= _ALWAYS_FINE:
        return html
    return _MANY.sub(lambda tag: tag[1] if _are_crowded(tag[2]) else tag[0], html)


def _are_crowded(attributes: str) -> bool:
    return len(ATTRIBUTE.findall(attributes)) >= MAX_ATTRIBUTES
