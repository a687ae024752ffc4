"""Possessive groups match what they must on every Python, that of Debian 12 (3.11.2) among them."""

from __future__ import annotations

import pytest

from feeds.patterns import possessive


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"""<a(?:[\s/](?:[^<>"']++|"[^"]*+"|'[^']*+')*+)?>""", '<a "> than b', None),
        (r"(?:<p>[^<]*+(?:<b>[^<]++</b>[^<]*+)*+</p>\s*+)++", "<p><br></p>", None),
        (r"(?:ab|a)*+", "abaab", "abaab"),
    ],
)
def test_they_match_what_they_must(pattern: str, text: str, found: str | None) -> None:
    match = possessive(pattern).match(text)
    assert (match and match[0]) == found
