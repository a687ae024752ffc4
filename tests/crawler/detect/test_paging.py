from __future__ import annotations

import pytest

from crawler.detect.paging import next_page

URL = "https://paper.example/news/"


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="next" href="/news/page/2/">',
        '<a rel="nofollow next" href="page/2/">2</a>',
        '<a href="/news/page/2/">Next »</a>',
        '<a href="/news/page/2/">Older posts</a>',
        '<a href="/news/page/2/">下一页</a>',
        '<a href="/news/page/2/">Следующая →</a>',
        '<a href="/news/page/2/">次へ</a>',
        '<div class="pagination"><a href="/news/page/2/">›</a></div>',
        '<p class="pager"><b class="next"><a href="/news/page/2/"><img src="a.gif"></a></b></p>',
        '<b>1</b> <a href="/news/page/2/">2</a> <a href="/news/page/3/">3</a>',
    ],
)
def test_the_next_page_is_found(html: str) -> None:
    assert next_page(html, URL) == f"{URL}page/2/"


@pytest.mark.parametrize(
    ("own", "target"),
    [
        ("https://a.example/list_48_2.html", "https://a.example/list_48_3.html"),
        ("https://a.example/?cat=1&paged=5", "https://a.example/?cat=1&paged=6"),
        ("https://a.example/news/page/9", "https://a.example/news/page/10"),
    ],
)
def test_the_number_after_this_page_leads_on(own: str, target: str) -> None:
    number = target.rstrip("html.").rpartition("=")[2].rpartition("_")[2].rpartition("/")[2]
    last = '<a href="https://a.example/news/page/300">300</a>'

    assert next_page(f'<a href="{target}">{number}</a>{last}', own) == target


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Nothing</p>",
        '<a href="/news/">Next</a>',
        '<a href="#next">Next</a>',
        '<a href="https://other.example/">Next</a>',
        '<a href="/news/older-people-vote">Older people vote more often than younger</a>',
        '<div class="gallery"><a href="/news/picture-2">›</a></div>',
        '<a href="/sport/2">2</a>',
        '<a href="/news/2026">2026</a>',
        '<a href="javascript:next()">Next</a>',
    ],
)
def test_what_is_no_next_page_is_not_taken_for_one(html: str) -> None:
    assert next_page(html, URL) is None
