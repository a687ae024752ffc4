"""CPU of writing RSS + Atom: our formats, with all repairs, against feedgen as its manual shows it.

    python benchmarks/formats.py [--rounds 15]

Both write the same 50 posts of 3 KB, in turn, in one process; each figure is the median of its
rounds. The ratio must stay at or below 1.1.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from feedgen.feed import FeedGenerator

from feeds.formats import FORMATS, Document, Rules, document, urls
from feeds.post import Author, Image, Post

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRIES = 50
BODY_BYTES = 3000
LIMIT = 1.1

BLANK = Document(
    id="tag:news.example,2026:all",
    title="All news",
    site_url="https://news.example/",
    urls=urls("https://news.example/feeds/all"),
)


def posts() -> list[Post]:
    """Posts as a newswire has them, half Chinese and half English."""
    paragraphs = [
        "<p>The port handled more containers than in any month, its <b>operator</b> said.</p>",
        '<p>港口当月吞吐量<a href="https://news.example/port">创下纪录</a>，运营方表示。</p>',
    ]
    made = []
    for number in range(ENTRIES):
        paragraph = paragraphs[number % 2]
        body = "\n".join([paragraph] * (BODY_BYTES // len(paragraph.encode())))
        made.append(
            Post(
                id=f"tag:news.example,2026:{number}",
                key=str(number),
                title=f"Port handles record number {number}",
                published=datetime(2026, 8, 20, tzinfo=UTC) + timedelta(minutes=number),
                body=body,
                link=f"https://news.example/{number}",
                categories=("Business",),
                tags=("ports", "trade"),
                authors=(Author("Ann Lee"),),
                description="The port handled more containers than in any month before.",
                image=Image(f"https://news.example/{number}.jpg", type="image/jpeg"),
            )
        )
    return made


def plain_feedgen(items: list[Post]) -> None:
    """The same posts through feedgen's own methods only."""
    made = FeedGenerator()
    made.id(BLANK.id)
    made.title(BLANK.title)
    made.description(BLANK.title)
    made.link(href=BLANK.site_url)
    for post in items:
        entry = made.add_entry()
        entry.id(post.id)
        entry.title(post.title)
        entry.link(href=post.link)
        entry.published(post.published)
        entry.updated(post.changed)
        entry.author([{"name": author.name} for author in post.authors])
        entry.category([{"term": each} for each in post.categories + post.tags])
        entry.summary(post.description)
        entry.content(post.body, type="html")
    made.rss_str()
    made.atom_str()


def ours(items: list[Post]) -> None:
    """The same posts through a document."""
    made = document(BLANK, items, Rules())
    FORMATS["rss"].render(made)
    FORMATS["atom"].render(made)


def measure(write: Callable[[list[Post]], None], items: list[Post]) -> float:
    """CPU seconds of one round."""
    start = time.process_time()
    write(items)
    return time.process_time() - start


def main() -> int:
    """Prints the table; 1 when the ratio is above the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    items = posts()
    times: dict[str, list[float]] = {"feedgen": [], "ours": []}
    for _ in range(rounds):
        times["feedgen"].append(measure(plain_feedgen, items))
        times["ours"].append(measure(ours, items))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, value in medians.items():
        print(f"{name:8} {value * 1000:6.2f} ms")
    ratio = medians["ours"] / medians["feedgen"]
    print(f"ratio    {ratio:6.2f} (at most {LIMIT})")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
