"""The catalogue's sources against the origin's own posts: what they were made from comes in, and
what comes out equals them but for the differences in ``PERMITTED``.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from crawler.source import CATALOGUE, read_sources

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawler.conftest import Newsroom, Site

SITE = "finews.withounder.com"
SHARE_HOST = "finews.zning.xyz"

ROLLING_FOOTER = f"[返回东财滚动新闻](//{SITE}/emnews/)｜[返回首页](//{SITE}/)"


@dataclass(frozen=True)
class Difference:
    """A way in which a post may differ from the original, and what makes the original so."""

    what: str
    reason: str
    pattern: str
    replacement: str


# No other difference is permitted, but for the record of defect 1, which becomes no post.
PERMITTED = (
    Difference(
        "a date without a zone has the source's",
        "defect 8: dates of +08:00 were compared with a runner's local ones",
        r"(?m)^(date: \S+ [\d:]+)$",
        r"\1 +0800",
    ),
    Difference(
        "inline quotes are gone",
        "defects 6 and 7: noise that moves",
        r'<span id="(?:bk)?quote_[^>]*>.*?</span>',
        "",
    ),
    Difference("comments are gone", "defect 7", r"(?s)<!--.*?-->", ""),
    Difference(
        "the digest stands in a blockquote element",
        "defect 7: no Markdown in a body that every renderer hands through",
        r"(?m)^> ",
        "",
    ),
    Difference(
        "an older or no footer is the current one",
        "defect 9: relative links died with each change of the layout",
        r"(?s)(<http://\S+>)\s*(\[返回东财滚动新闻\]\(\.\./.*)?\Z",
        rf"\1\n\n{ROLLING_FOOTER}",
    ),
)


def originals(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "corpus/dev/posts.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [one for one in found if one["derived_record"]]


def answer_as_the_origin_did(site: Site, records: list[dict[str, Any]], array: str) -> None:
    listed = [{k: v for k, v in one.items() if k != "body_html"} for one in records]
    key, text = ("infoCode", "content") if array == "records" else ("infocode", "text")
    for record in listed:
        record.setdefault(key, f"NW{record.get('id')}")
    for listed_one, record in zip(listed, records, strict=True):
        path = f"/NewsData/GetNewsText.do?id={listed_one[key]}"
        site.json(path, {text: record.get("body_html", "")})
    kind = "102" if array == "records" else "45"
    site.json(f"/web/webapi?type={kind}&count=100&newsid=1", {array: listed})


def crawl_catalogue(name: str, site: Site, newsroom: Newsroom) -> dict[str, str]:
    """Post files by the source's id."""
    newsroom.source(name, (CATALOGUE / f"{name}.yml").read_text(encoding="utf-8"))
    hosts = {"host": site.host, "detail_host": site.host}
    newsroom.crawl_one(name, **hosts, share_host=SHARE_HOST, site=SITE)
    return {
        path.stem[len("2022-01-09-") :].upper(): path.read_text(encoding="utf-8")
        for path in newsroom.workspace.posts.rglob("*.md")
    }


def head_of(post: str) -> list[str]:
    return post.strip().split("\n")[1:6]


def split_tail(post: str) -> tuple[str, str, str]:
    """Body, link line and footer; the footer's blank lines are of no account."""
    rest = post.strip().split("---\n", 2)[2]
    found = re.search(r"^(<https?://\S+>)\s*(.*)", rest, re.MULTILINE | re.DOTALL)
    assert found
    return rest[: found.start()], found[1], found[2].strip()


def visible_text(body: str) -> str:
    return re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]+>", "", body)))


def as_permitted(original: str) -> str:
    for difference in PERMITTED:
        original = re.sub(difference.pattern, difference.replacement, original.strip())
    return original


def assert_equal_posts(made: str, original: str) -> None:
    expected = as_permitted(original)
    assert head_of(made) == head_of(expected)
    (body, *rest), (expected_body, *expected_rest) = split_tail(made), split_tail(expected)
    assert visible_text(body) == visible_text(expected_body)
    assert rest == expected_rest


@dataclass(frozen=True)
class Listing:
    """How the origin listed the records of a source."""

    name: str
    array: str
    id_key: str
    posts: int


@pytest.mark.parametrize(
    "listing", [Listing("rolling", "records", "id", 12), Listing("wire", "nodeList", "infocode", 2)]
)
def test_the_origins_records_become_the_origins_posts(
    shared: Path, site: Site, newsroom: Newsroom, listing: Listing
) -> None:
    mine = [one for one in originals(shared) if listing.id_key in one["derived_record"]]
    answer_as_the_origin_did(site, [one["derived_record"] for one in mine], listing.array)
    made = crawl_catalogue(listing.name, site, newsroom)
    expected = {one["derived_record"][listing.id_key]: one for one in mine if one["source_url"]}
    assert made.keys() == expected.keys()
    assert len(made) == listing.posts
    for key, one in expected.items():
        original = (shared / "corpus/dev" / one["file"]).read_text(encoding="utf-8")
        assert_equal_posts(made[key], original)


def seed_record(seed: str) -> dict[str, str]:
    """The record that the seed was made from."""
    title, moment, tags = re.findall(r"^(?:title|date|tags): (.*)$", seed, re.MULTILINE)
    body, link, _ = split_tail(seed)
    return {
        "infocode": link.rpartition("=")[2].rstrip(">"),
        "title": json.loads(title),
        "showtime": moment.removesuffix(" +0800"),
        "from": tags.removesuffix("新闻"),
        "body_html": body,
    }


def test_the_seed_comes_out_as_it_was(shared: Path, site: Site, newsroom: Newsroom) -> None:
    (path,) = (shared / "seed").iterdir()
    seed = path.read_text(encoding="utf-8")
    answer_as_the_origin_did(site, [seed_record(seed)], "nodeList")
    (made,) = crawl_catalogue("wire", site, newsroom).values()
    assert_equal_posts(made, seed)


def test_the_market_source_reads_a_list_for_each_market(site: Site, newsroom: Newsroom) -> None:
    for market in (37, 38, 39):
        path = f"/information/newmarket/web/webapi?marketType={market}&count=100"
        record = {
            "infoCode": f"NW20220610123456{market}",
            "title": f"第{market}号市场今日收盘上涨",
            "datetime": f"2022-06-10 15:30:{market}",
            "medianame": "证券 日报",
        }
        site.json(path, {"record": [record]})
        site.json(f"/NewsData/GetNewsText.do?id={record['infoCode']}", {"text": "<p>收盘。</p>"})
    made = crawl_catalogue("market", site, newsroom)
    assert len(made) == 3
    # Defect 3: a name with a space is a YAML list, which Jekyll does not split.
    assert 'tags: ["证券 日报新闻"]' in made["NW2022061012345638"]


def test_answers_of_2026_have_relative_times_and_no_titles(site: Site, newsroom: Newsroom) -> None:
    records = [
        {"infocode": "NW202602053642763595", "showtime": "3分钟前", "from": "港口日报"}
        | {"simdigest": "【渡轮复航】周四上午，渡轮恢复通航。"},
        {"infocode": "NW202602053642753441", "showtime": "今天 00:01", "from": "港口日报"}
        | {"simdigest": "灯塔今日点亮。此前曾停用三年。"},
    ]
    answer_as_the_origin_did(
        site, [{**one, "body_html": "<p>正文。</p>"} for one in records], "nodeList"
    )
    made = crawl_catalogue("wire", site, newsroom)
    assert 'title: "渡轮复航"' in made["NW202602053642763595"]
    assert 'title: "灯塔今日点亮"' in made["NW202602053642753441"]
    for post in newsroom.posts():
        assert not post.undated


def test_every_source_of_the_catalogue_is_valid() -> None:
    found = read_sources(CATALOGUE)
    assert not found.broken
    assert found.sources.keys() == {"rolling", "wire", "market"}
