"""Pages that are no articles, lie about their letters, or are traps for parsers."""

from __future__ import annotations

from collections.abc import Iterable

from tests.faults.fault import Fault
from tests.faults.server import Answer, Step, Visit, reply, story

_TEXT = "The ferry sails at noon with forty people on board. " * 12
_CHINESE = "渡轮中午启航，船上有四十人，涨潮前返回码头。" * 12


def page(html: str | bytes, content_type: str = "text/html; charset=utf-8") -> Answer:
    return lambda _: [reply(html, f"Content-Type: {content_type}")]


def body(html: str) -> Answer:
    return page(story("Story 10", html))


_NEVER_ENDS = "<h1>((?:a|aa)+|Story [0-9]+)</h1>"


def far_away(visit: Visit) -> Iterable[Step]:
    if visit.path == "/fault":
        yield reply("", f"Location: /fault-{'x' * 6000}", status="302 Found")
    else:
        yield reply(story("a" * 5000 + "!"))


_DOUBLY = _CHINESE.encode().decode("latin-1")
_MASK = 5

CHARSETS = [
    Fault(name="header says Latin-1, bytes are UTF-8",
          answer=page(story("Story 10", f"<p>{_CHINESE}</p>").encode(),
                      "text/html; charset=iso-8859-1"), bucket="", new=1),
    Fault(name="meta says UTF-8, bytes are GBK",
          answer=page(story("Story 10", f"<p>{_CHINESE}</p>", head='<meta charset="utf-8">')
                      .encode("gbk"), "text/html"), bucket="", new=1),
    Fault(name="an unknown charset", answer=page(story("Story 10").encode(),
          "text/html; charset=x-none"), bucket="", new=1),
    Fault(name="mojibake: every third byte lost", answer=page(
        story("Story 10", "<p>" + "\ufffd渡轮" * 200 + "</p>")), bucket="dropped",
        reason="mojibake"),
    Fault(name="UTF-8 encoded twice", answer=page(
        story("Story 10", f"<p>{_DOUBLY}</p>")), bucket="", new=1),
    Fault(name="random bytes as HTML", answer=page(bytes((n * 167 + 13) % 256
          for n in range(20_000))), bucket="dropped", reason="no title"),
    Fault(name="UTF-16 without a mark", answer=page(story("Story 10").encode("utf-16-le"),
          "text/html"), bucket="", new=1),
    Fault(name="an image as HTML", answer=page(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
          bucket="dropped", reason="not a text"),
    Fault(name="a PDF as HTML", answer=page(b"%PDF-1.7\n" + b"1 0 obj << /Type /Catalog >>\n" * 99),
          bucket="dropped", reason="not a text"),
    Fault(name="a ZIP as HTML", answer=page(b"PK\x03\x04" + bytes(range(256)) * 40),
          bucket="dropped", reason="not a text"),
]  # fmt: skip

TRAPS = [
    Fault(name="40,000 attributes", answer=body(
        "<p " + " ".join(f"a{n}=1" for n in range(40_000)) + f">{_TEXT}</p>"), bucket="", new=1),
    Fault(name="40,000 attributes, no two on a line", answer=body(
        "<p\n" + "\n".join(f'b{n}="x>y"' for n in range(40_000)) + f">{_TEXT}</p>"),
        bucket="", new=1),
    Fault(name="250 KB of nested divs", answer=body("<div>" * 50_000 + f"<p>{_TEXT}"),
          bucket="dropped", reason="page nested too deep"),
    Fault(name="100,000 formatting tags left open", answer=body("<b><i>x<p>" * 30_000),
          bucket="dropped", reason="page nested too deep"),
    Fault(name="nested tables", answer=body("<table><tr><td>" * 20_000 + _TEXT),
          bucket="dropped", reason="page nested too deep"),
    Fault(name="300,000 elements", answer=body(f"<p>{_TEXT}</p>" + "<br>" * 300_000),
          bucket="dropped", reason="page with too many elements"),
    Fault(name="70,000 lines", answer=body("line<br>" * 70_000), by_structure=True,
          bucket="dropped", reason="page with too many blocks"),
    Fault(name="2 million words of one letter", answer=body("<p>" + "渡 " * 1_900_000),
          by_structure=True, bucket="dropped", reason="page with too long a text"),
    Fault(name="a script that looks like 100,000 tags", answer=page(
        story("Story 10", head=f"<script>{'a<b;' * 100_000}</script>")), bucket="", new=1),
    Fault(name="a base of 3 MB, and 20,000 links", answer=body(
        f"<base href='http://news.example{'/a' * 1_500_000}'><p>{_TEXT}</p>"
        + "<a href='b'>x</a>" * 20_000), by_structure=True, bucket="", new=1),
    Fault(name="a text of 5 MB", answer=body("<p>" + _TEXT * 9_000 + "</p>"),
          bucket="dropped", reason="page too long"),
    Fault(name="a text of 2 MB", answer=body("<p>" + _TEXT * 3_500 + "</p>"),
          bucket="dropped", reason="body too large"),
    Fault(name="NUL bytes in the text", answer=body(f"<p>{_TEXT}\0\0\0{_TEXT}</p>"),
          bucket="", new=1),
    Fault(name="a comment that never ends", answer=body(f"<p>{_TEXT}</p><!-- " + "-" * 50_000),
          bucket="", new=1),
    Fault(name="an attribute that never ends", answer=page(
        story("Story 10", f"<p>{_TEXT}</p>").split("</div>")[0] + '<a href="' + "x" * 200_000),
        reason="answer cut off"),
    Fault(name="500,000 opening brackets", answer=body("<p>" + "<" * 500_000 + f"{_TEXT}</p>"),
          bucket="dropped", reason="page with too many elements"),
    Fault(name="a DOCTYPE of 1 MB", answer=page(
        "<!DOCTYPE html [" + '<!ENTITY a "b">' * 70_000 + "]>" + story("Story 10")[15:]),
        bucket="", new=1),
    Fault(name="JSON-LD nested 100,000 deep", answer=page(story("Story 10", head=(
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>"))), bucket="", new=1),
    Fault(name="a base that is no address", answer=page(story("Story 10",
          head='<base href="http://[">')), bucket="", new=1),
    Fault(name="a title of 300 KB", answer=page(story("Story 10 " + "long " * 60_000)),
          bucket="", new=1),
    Fault(name="a pattern that never ends", answer=page(story("a" * 5000 + "!")),
          reason="kept the parser busy too long", pattern=_NEVER_ENDS),
    Fault(name="a pattern that never ends, at an address of 6,000 characters", answer=far_away,
          reason="kept the parser busy too long", pattern=_NEVER_ENDS),
]  # fmt: skip

STUBS = [
    Fault(name="an empty page with 200", answer=page(""), bucket="dropped", reason="no title"),
    Fault(name="nothing but spaces", answer=page(" \n" * 500), bucket="dropped",
          reason="no title"),
    Fault(name="a login form", answer=page(
        "<html><head><title>Sign in</title></head><body><h1>Sign in</h1><div class='body'>"
        "<p>Please sign in to go on reading this story.</p><form><input name='user'>"
        "<input type='password'></form></div></body></html>"), bucket="dropped",
        reason="login page"),
    Fault(name="a consent page", answer=page(
        "<html><head><title>Your privacy</title></head><body><h1>We value your privacy</h1>"
        "<div class='body'><p>We and our 800 partners use cookies. Accept all cookies to go on."
        "</p><button>Accept all</button></div></body></html>"), bucket="dropped",
        reason="consent page"),
    Fault(name="a paywall", answer=page(story("Story 10",
          "<p>The ferry sails at noon.</p><p>Subscribe to read the full story.</p>",
          head='<script type="application/ld+json">{"@type": "NewsArticle", '
          '"isAccessibleForFree": false}</script>')), bucket="dropped", reason="paywall"),
    Fault(name="not found, with 200", answer=page(
        "<html><head><title>404 - Page not found</title></head><body><h1>Page not found</h1>"
        "<div class='body'><p>The page you asked for is not here.</p></div></body></html>"),
        bucket="dropped", reason="error page"),
    Fault(name="an error, with 200", answer=page(
        "<html><head><title>500 Internal Server Error</title></head><body>"
        "<h1>Internal Server Error</h1><div class='body'><p>Something went wrong.</p></div>"
        "</body></html>"), bucket="dropped", reason="error page"),
    Fault(name="a test for robots", answer=page(
        "<html><head><title>Just a moment...</title></head><body><h1>Just a moment...</h1>"
        "<div class='body'><p>Checking your browser before you can go on.</p></div></body></html>"),
        bucket="dropped", reason="test for robots"),
    Fault(name="a page not found, in Chinese", answer=page(
        "<html><head><title>页面不存在</title></head><body><h1>页面不存在</h1>"
        "<div class='body'><p>您访问的页面不存在或已删除。</p></div></body></html>"),
        bucket="dropped", reason="error page"),
]  # fmt: skip
