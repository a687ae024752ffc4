"""Which HTML elements a body may have, and how they nest.

Owns the allow-list: what is not named here is unwrapped, and in `DROPPED` removed with what is
in it. Refuses to know attributes: those are in `feeds.attributes`.
"""

from __future__ import annotations

# Blocks that hold inline content only.
LEAVES = frozenset({"p", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption"})
# Blocks that hold blocks, and where each may stand (None: anywhere).
CONTAINERS: dict[str, frozenset[str] | None] = {
    "blockquote": None,
    "figure": None,
    "ul": None,
    "ol": None,
    "dl": None,
    "table": None,
    "li": frozenset({"ul", "ol"}),
    "dd": frozenset({"dl"}),
    "figcaption": frozenset({"figure"}),
    "thead": frozenset({"table"}),
    "tbody": frozenset({"table"}),
    "tfoot": frozenset({"table"}),
    "tr": frozenset({"thead", "tbody", "tfoot"}),
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
}
LEAF_PLACES = {"dt": "dl", "caption": "table"}
# Blocks that are not written: their beginning and end separate paragraphs.
GROUPS = frozenset(
    ["address", "article", "aside", "center", "details", "dir", "div", "fieldset", "footer",
     "form", "header", "hgroup", "legend", "main", "menu", "nav", "section", "summary"]
)  # fmt: skip
INLINES = frozenset(
    ["a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp",
     "rt", "ruby", "s", "samp", "small", "strong", "sub", "sup", "time", "u", "var"]
)  # fmt: skip
# Inline elements that are not written, parsed all the same because they may be hidden.
PLAIN_INLINES = frozenset({"big", "font", "label", "span"})
# Names of old for what is written.
RENAMED = {"acronym": "abbr", "strike": "s", "tt": "code"}
VOIDS = frozenset({"br", "hr", "img"})
PARSED = LEAVES | CONTAINERS.keys() | GROUPS | INLINES | PLAIN_INLINES | VOIDS | RENAMED.keys()

# What content needs around it when it stands directly in one of these.
IMPLIED = {
    "ul": "li",
    "ol": "li",
    "dl": "dd",
    "tr": "td",
    "table": "tbody",
    "thead": "tr",
    "tbody": "tr",
    "tfoot": "tr",
}

# White space, indents and invisible characters: nothing to read.
BLANK = " \t\n\r\f\u00a0\u1680\u200b\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))

# Their content is not text of the article, or is text only where scripts do not run.
DROPPED = frozenset(
    ["applet", "audio", "button", "canvas", "datalist", "dialog", "iframe", "math", "meter",
     "noembed", "noframes", "noscript", "object", "plaintext", "progress", "script", "select",
     "style", "svg", "template", "textarea", "title", "video", "xmp"]
)  # fmt: skip
