"""Each defect of the system that Broadsheet descends from, and that it stays away (origin.md)."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import yaml

from crawler.runs import Outcome
from crawler.settings import DOWNLOAD_TIMEOUT, RETRY_TIMES, ROBOTSTXT_OBEY, USER_AGENT

if TYPE_CHECKING:
    from tests.crawler.conftest import Newsroom, Site

API_SOURCE = """
kind: api
timezone: Asia/Shanghai
list:
  url: http://{host}/list
  items: records
detail:
  url: http://{host}/detail?id={id}
fields:
  key: id
  title: title
  published: showtime
  link: url
  body: {jmespath: content, from: detail}
  category: {template: "{media|pinyin}"}
  tags: {template: "{media}新闻"}
remove: ['span[id^="quote_"]', 'p[style*="display:none"]', 'img[src*="chart"]']
unwrap: [a.keytip]
"""


class Wire:
    """A source of kind api, and what its service answers."""

    def __init__(self, site: Site, newsroom: Newsroom, name: str = "wire") -> None:
        self.site, self.newsroom, self.name = site, newsroom, name
        self.records: list[dict[str, Any]] = []
        text = dedent(API_SOURCE).replace("/list", f"/{name}/list").replace("/detail", f"/{name}/d")
        newsroom.source(name, text + f"vars: {{host: '{site.host}'}}\n")

    def record(self, number: str, content: str = "<p>正文在此。</p>", **changed: str) -> None:
        self.records.append(
            {
                "id": number,
                "title": f"第{number}号渡轮今日恢复通航的消息",
                "showtime": "2022-01-09 08:36:53",
                "url": f"http://news.example/{self.name}/{number}",
                "media": "港口日报",
            }
            | changed
        )
        self.site.json(f"/{self.name}/list", {"records": self.records})
        self.site.json(f"/{self.name}/d?id={quote(number, '')}", {"content": content})

    def post(self) -> str:
        (path,) = self.newsroom.workspace.posts.rglob("*.md")
        return path.read_text(encoding="utf-8")


@pytest.fixture
def wire(site: Site, newsroom: Newsroom) -> Wire:
    return Wire(site, newsroom)


def test_defect_1_a_record_with_nothing_in_it_becomes_no_post(wire: Wire) -> None:
    wire.record("202205262391921712", title="", showtime="", url="")
    counts = wire.newsroom.crawl_one("wire").counts
    assert (counts.new, counts.reasons) == (0, {"dropped": {"no title": 1}})
    assert wire.newsroom.files() == []


@pytest.mark.parametrize("title", ['他说"不"', "back\\slash", '"', "a: b # c", "---", "'", "{x}"])
def test_defect_2_any_title_reads_back_as_it_was(wire: Wire, title: str) -> None:
    wire.record("1", title=title)
    wire.newsroom.crawl_one("wire")
    assert yaml.safe_load(wire.post().split("---\n")[1])["title"] == title


def test_defect_3_a_medium_with_a_space_in_its_name_is_one_tag(wire: Wire) -> None:
    wire.record("1", media="Tech Web")
    wire.newsroom.crawl_one("wire")
    head = yaml.safe_load(wire.post().split("---\n")[1])
    assert (head["tags"], head["categories"]) == (["Tech Web新闻"], ["Tech Web"])


def test_defect_4_polyphones_are_read_right_and_paths_are_plain(wire: Wire) -> None:
    wire.record("a [1] 行", media="央行网站")
    wire.newsroom.crawl_one("wire")
    assert "categories: yanghangwangzhan" in wire.post()
    (name,) = wire.newsroom.files()
    assert name.isascii()
    assert not set(name) & set(" []()")


def test_defect_5_the_same_article_by_two_ways_is_one_post(wire: Wire) -> None:
    rolling = Wire(wire.site, wire.newsroom, "rolling")
    title = "长春发布若干政策措施支持市场主体纾困"
    rolling.record("202204212352230938", "<p>摘要</p><p>正文</p>", title=title)
    wire.record("NW202204212352230938", "<div>正文</div>", title=title)
    runs = wire.newsroom.crawl("rolling", "wire")
    assert sum(run.counts.new for run in runs) == 1
    assert sum(run.counts.known for run in runs) == 1
    assert len(wire.newsroom.files()) == 1


def test_defect_6_a_quote_that_moves_rewrites_nothing(wire: Wire) -> None:
    wire.record("1", '<p>茅台<span id="quote_1.600519">+0.31%</span>上涨</p>')
    wire.newsroom.crawl_one("wire")
    before = wire.post()
    wire.records.clear()
    wire.record("1", '<p>茅台<span id="quote_1.600519">-1.07%</span>上涨</p>')
    assert wire.newsroom.crawl_one("wire").counts.known == 1
    assert wire.post() == before
    assert "%" not in before


def test_defect_7_noise_goes_and_text_stays(wire: Wire) -> None:
    wire.record(
        "1",
        '<p style="display:none;height:1px"><br /></p><!-- EM_StockImg_Start -->'
        '<center><img src="http://news.example/chart?id=1" orginial_src="x"></center>'
        '<p>今日<span id="stock_1"><a href="/q" class="keytip">美的集团</a></span>'
        '<span id="quote_1"></span>上涨 {{ site.secret }} {% include x %}</p>',
    )
    wire.newsroom.crawl_one("wire")
    body = wire.post().split("---\n")[2]
    assert "今日美的集团上涨" in body
    assert not [bad for bad in ("<!--", "center", "chart", "keytip", "{{", "{%") if bad in body]


def test_defect_8_a_date_is_of_the_sources_zone_wherever_we_run(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    wire.record("1", showtime="2022-01-09 00:10:00")
    wire.newsroom.crawl_one("wire")
    assert "date: 2022-01-09 00:10:00 +0800" in wire.post()
    assert wire.newsroom.files() == ["2022-01-09-1.md"]


def test_defect_10_what_is_known_is_not_asked_for_again(wire: Wire) -> None:
    wire.record("1")
    wire.newsroom.crawl_one("wire")
    wire.site.asked.clear()
    run = wire.newsroom.crawl_one("wire")
    assert "/wire/d?id=1" not in wire.site.asked
    assert (run.counts.known, run.outcome) == (1, Outcome.FINE)


def test_defect_10_requests_are_bounded_and_polite() -> None:
    assert DOWNLOAD_TIMEOUT <= 30
    assert RETRY_TIMES == 2
    assert ROBOTSTXT_OBEY
    assert "Mozilla" not in USER_AGENT
