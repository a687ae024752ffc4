from __future__ import annotations

import pytest

from crawler.detect.addresses import Address, publisher


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("www.abc.example", "abc"),
        ("sport.abc.es", "abc"),
        ("www.abc.es", "abc"),
        ("abc.es", "abc"),
        ("news.abc.co.uk", "abc"),
        ("abc.com.cn", "abc"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("co.uk", "co"),
    ],
)
def test_a_publisher_is_known_under_any_suffix(host: str, name: str) -> None:
    assert publisher(host) == name


@pytest.mark.parametrize(
    "url",
    [
        "/2026/03/02/a",
        "/2026-03-02/a",
        "/20260302/a",
        "/26/0302/16/A1.html",
        "/x/20260302184148_4.htm",
    ],
)
def test_a_day_is_found_in_every_usual_form(url: str) -> None:
    assert Address.of(f"http://a.example{url}").day == 2026 * 372 + 3 * 31 + 2


def test_articles_of_one_kind_have_one_shape() -> None:
    shapes = {
        Address.of(f"http://a.example/news/{path}").shape
        for path in ("harbour-bridge-closes-again-900100", "council-votes-for-longer-days-900101")
    }

    assert len(shapes) == 1
    assert shapes != {Address.of("http://a.example/news/politics").shape}


@pytest.mark.parametrize(
    ("path", "is_media"),
    [
        ("/videos/12", True),
        ("/news/gallery-12.html", True),
        ("/index.php?P=phorum&t=1", True),
        ("/live", True),
        ("/monde/commentaires/ferry-12", True),
        ("/bildergalerien/hafen", True),
        ("/news/why-a-video-of-the-storm-went-round-the-world", False),
        ("/news/live-music-returns-to-the-old-harbour", False),
    ],
)
def test_media_are_known_by_their_parts_not_by_titles(path: str, is_media: bool) -> None:
    assert Address.of(f"http://a.example{path}").is_media is is_media
