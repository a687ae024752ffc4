"""Channels as OPML, read back with lxml."""

from __future__ import annotations

from lxml import etree

from feeds.formats import opml


def subscription(title, **fields):
    values = {"feed_url": "https://x.example/a.atom", "site_url": "https://x.example/"}
    return opml.Subscription(title=title, **values | fields)


def test_groups_become_outlines_with_their_channels():
    groups = {
        "": [subscription("All")],
        "Sources": [subscription('泰州 "日报" & <b>', language="zh-CN")],
        "Tags": [],
    }
    data = opml.render("News", groups)
    root = etree.fromstring(data)
    assert root.get("version") == "2.0"
    assert root.findtext("head/title") == "News"
    top, group = root.find("body")
    assert (top.get("text"), top.get("type")) == ("All", "rss")
    assert (group.get("text"), group.get("xmlUrl")) == ("Sources", None)
    (channel,) = group
    assert channel.get("title") == '泰州 "日报" &amp; &lt;b&gt;'
    assert channel.get("xmlUrl") == "https://x.example/a.atom"
    assert channel.get("language") == "zh-CN"


def test_control_characters_and_raw_urls_do_not_pass():
    groups = {"a\x00": [subscription("b\x1b", feed_url="https://x.example/泰")]}
    (group,) = etree.fromstring(opml.render("c\x07", groups)).find("body")
    assert group.get("text") == "a"
    assert group[0].get("text") == "b"
    assert group[0].get("xmlUrl") == "https://x.example/%E6%B3%B0"


def test_bytes_are_the_same_each_time():
    groups = {"g": [subscription("a"), subscription("b")]}
    assert opml.render("t", groups) == opml.render("t", groups)
