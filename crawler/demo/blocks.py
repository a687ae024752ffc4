"""The light markup that the stories are written in, as HTML.

Owns a handful of blocks, one blank line apart; there is no markup inside a line.
"""

from __future__ import annotations

import re
from html import escape

_LISTS = {"-": "ul", "1.": "ol"}


def html_of(text: str) -> str:
    r"""The blocks of ``text`` as an HTML fragment, one block a line.

    >>> html_of("At noon.\n\n- bread\n- soup")
    '<p>At noon.</p>\n<ul><li>bread</li><li>soup</li></ul>'
    >>> html_of("> Ahoy.\n> — a skipper")
    '<blockquote><p>Ahoy.</p><p><cite>— a skipper</cite></p></blockquote>'
    >>> html_of("| Day | High |\n| 1 | 06:10 |")
    '<table><tr><th>Day</th><th>High</th></tr><tr><td>1</td><td>06:10</td></tr></table>'
    >>> html_of("```\nif 1 < 2:\n  go()\n```")
    '<pre><code>if 1 &lt; 2:\n  go()</code></pre>'
    """
    return "\n".join(_block(block.strip("\n")) for block in re.split(r"\n{2,}", text.strip()))


def _block(block: str) -> str:
    lines = block.split("\n")
    mark = block.partition(" ")[0]
    if mark == "##":
        return _tag("h2", block[3:])
    if mark.startswith("```"):
        return f"<pre>{_tag('code', chr(10).join(lines[1:-1]))}</pre>"
    if mark == "|":
        rows = (_row(line, "td" if number else "th") for number, line in enumerate(lines))
        return f"<table>{''.join(rows)}</table>"
    if mark == ">":
        return f"<blockquote>{''.join(_quoted(line[2:]) for line in lines)}</blockquote>"
    if mark in _LISTS:
        items = (_tag("li", line.partition(" ")[2]) for line in lines)
        return f"<{_LISTS[mark]}>{''.join(items)}</{_LISTS[mark]}>"
    return _tag("p", " ".join(lines))


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text, quote=False)}</{name}>"


def _row(line: str, cell: str) -> str:
    cells = line.strip("| ").split("|")
    return f"<tr>{''.join(_tag(cell, text.strip()) for text in cells)}</tr>"


def _quoted(line: str) -> str:
    return f"<p>{_tag('cite', line)}</p>" if line.startswith("— ") else _tag("p", line)
