"""OPML 2.0 (https://opml.org/spec2.opml): channels to subscribe to, in groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from feeds.formats.text import as_text_or_html, one_line, uri

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MEDIA_TYPE = "text/x-opml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A channel to subscribe to.

    Attributes:
        title: plain text.
        feed_url: its Atom or RSS feed; readers tell them apart themselves.
        site_url: its HTML page.
        language: BCP 47 tag, or None when unknown.
    """

    title: str
    feed_url: str
    site_url: str
    language: str | None = None


def render(title: str, groups: Mapping[str, Sequence[Subscription]]) -> bytes:
    """The groups as outlines, each with its channels, in the order given; UTF-8.

    Args:
        title: of the publication.
        groups: channels by the heading that readers make a folder of; empty groups are left out,
            and channels under an empty heading stand at the top.
    """
    opml = etree.Element("opml", version="2.0")
    head = etree.SubElement(opml, "head")
    etree.SubElement(head, "title").text = one_line(title)
    body = etree.SubElement(opml, "body")
    for heading, subscriptions in groups.items():
        if subscriptions:
            parent = etree.SubElement(body, "outline", text=_text(heading)) if heading else body
            for each in subscriptions:
                etree.SubElement(parent, "outline", _attributes(each))
    return etree.tostring(opml, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _attributes(subscription: Subscription) -> dict[str, str]:
    title = _text(subscription.title)
    found = {
        # "text" is what the specification requires, "title" what most readers show.
        "text": title,
        "title": title,
        "type": "rss",
        "xmlUrl": uri(subscription.feed_url),
        "htmlUrl": uri(subscription.site_url),
    }
    if subscription.language:
        found["language"] = subscription.language
    return found


def _text(plain: str) -> str:
    """Both attributes may hold HTML, so that text must not read as such."""
    return as_text_or_html(one_line(plain))
