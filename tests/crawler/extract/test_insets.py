from __future__ import annotations

import pytest

from crawler.extract import parse_page
from crawler.extract.blocks import read_outline
from crawler.extract.fragment import write_fragment
from crawler.extract.insets import with_insets

URL = "https://gazette.example/2026/ferry"


def body(inside: str, before: str = "", after: str = "") -> str:
    """What becomes of markup between two chosen paragraphs."""
    html = f"<body>{before}<div><p>First chosen.</p>{inside}<p>Last chosen.</p></div>{after}</body>"
    page = parse_page(html, URL)
    blocks = read_outline(page.tree).blocks
    chosen = [i for i, block in enumerate(blocks) if "chosen" in block.text]
    return write_fragment(page, [blocks[i] for i in with_insets(blocks, chosen)])


@pytest.mark.parametrize(
    ("inside", "written"),
    [
        ('<img src="/a.jpg">', '<p><img src="https://gazette.example/a.jpg" alt=""></p>'),
        (
            '<figure><img src="/a.jpg"><figcaption>So big.</figcaption></figure>',
            '<figure><img src="https://gazette.example/a.jpg" alt="">'
            "<figcaption>So big.</figcaption></figure>",
        ),
        ("<ul><li>One<li>Two</ul>", "<ul><li>One</li><li>Two</li></ul>"),
        (
            "<table><tr><th>Year<th>Trips<tr><td>2025<td>11</table>",
            "<table><tr><th>Year</th><th>Trips</th></tr><tr><td>2025</td><td>11</td></tr></table>",
        ),
    ],
)
def test_what_stands_among_the_paragraphs_belongs_to_them(inside: str, written: str) -> None:
    assert body(inside) == f"<p>First chosen.</p>\n{written}\n<p>Last chosen.</p>"


@pytest.mark.parametrize(
    "inside",
    [
        '<ul><li><a href="/1">Another story</a><li><a href="/2">And one more</a></ul>',
        '<div class="related-stories"><img src="/a.jpg"><ul><li>One<li>Two</ul></div>',
        "<aside><figure><img src='/a.jpg'><figcaption>Elsewhere</figcaption></figure></aside>",
        '<a href="/other-story"><img src="/a.jpg"></a>',
        '<img src="/pixel.gif" width="1" height="1">',
        '<div style="display:none"><ul><li>One<li>Two</ul></div>',
    ],
)
def test_what_leads_elsewhere_does_not(inside: str) -> None:
    assert body(inside) == "<p>First chosen.</p>\n<p>Last chosen.</p>"


def test_an_image_that_links_to_itself_in_large_stays() -> None:
    assert "<img" in body('<a href="/large.jpg"><img src="/a.jpg"></a>')


def test_lists_outside_the_article_stay_outside() -> None:
    menu = "<ul><li>Politics<li>Culture<li>Sports</ul>"
    assert body("", before=menu, after=menu) == "<p>First chosen.</p>\n<p>Last chosen.</p>"


def test_nothing_chosen_is_nothing() -> None:
    assert with_insets(read_outline(parse_page("<p>x", URL).tree).blocks, []) == []
