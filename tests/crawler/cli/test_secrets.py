"""What the environment holds is in no file, on no screen and in no answer for scripts."""

from __future__ import annotations

import json
import socket
import sys
from base64 import b64encode
from pathlib import Path
from textwrap import dedent

import pytest

from crawler.cli import main
from tests.crawler.neighbours import LOGIN

USER, _, PASSWORD = LOGIN.partition(":")
TOKEN = "t0ken-of-the-reader"
SECRETS = [
    TOKEN,
    PASSWORD,
    *(b64encode(text.encode()).decode() for text in (TOKEN, LOGIN, PASSWORD, f"{USER}:{TOKEN}")),
]
SOURCE = """\
kind: page
delay: 0
allow_private: ["{host}"]
vars: {host: HOST}
headers:
  Authorization: Bearer ${NEWS_TOKEN}
proxy: ${NEWS_PROXY}
cookies: true
list: {url: "http://{host}/news", items: li a}
fields: {title: h1, published: time, body: div}
"""


@pytest.fixture
def room(tmp_path: Path, site, forward_proxy, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a source behind a proxy; its site wants a token, the proxy a login."""
    root = tmp_path / "room"
    (root / "sources").mkdir(parents=True)
    (root / "broadsheet.yml").write_text("title: Test\n")
    text = SOURCE.replace("HOST", site.host)
    (root / "sources" / "paper.yml").write_text(text)
    monkeypatch.setenv("NEWS_TOKEN", TOKEN)
    monkeypatch.setenv("NEWS_PROXY", forward_proxy.url)
    names = ("a", "b", "busy", "away", "torn", "gone", "private")
    links = "".join(f'<li><a href="/{name}">{name}</a>' for name in names)
    session = {"Set-Cookie": f"visit={b64encode(TOKEN.encode()).decode()}"}
    site.html("/news", links, headers=session)
    site.article("/a", "The story of a")
    site.article("/b", "The story of b")
    site.html("/busy", "busy", status=503)
    site.html("/away", "", status=302, headers={"Location": "http://127.0.0.1:1/"})
    site.html("/private", "", status=302, headers={"Location": "http://10.0.0.1/"})
    site.html("/torn", "<h1>Torn</h1>", headers={"Content-Encoding": "gzip"})
    return root


def leaks(root: Path, *said: str) -> list[str]:
    """Secrets in the files of a workspace, and in what a command said."""
    files = [path.read_bytes() for path in root.rglob("*") if path.is_file()]
    everything = [*files, *(text.encode() for text in said)]
    return [secret for secret in SECRETS if any(secret.encode() in each for each in everything)]


def test_a_crawl_with_failures_leaves_no_trace_of_them(
    broadsheet, room: Path, site, forward_proxy
) -> None:
    crawled = broadsheet("run", "-v", "--json", cwd=room)
    (run,) = json.loads(crawled.stdout)["runs"]
    counts = run["counts"]
    assert (counts["new"], counts["failed"], counts["refused"]) == (2, 3, 2), crawled.stderr
    assert "/busy" in crawled.stderr
    told = site.told("Authorization")
    assert told[f"{site.host}/a"] == f"Bearer {TOKEN}"
    assert site.told("Cookie")
    assert len(forward_proxy.asked) > len(told) > 0
    assert leaks(room, crawled.stdout, crawled.stderr) == []


def test_a_proxy_that_is_down_leaves_none_either(
    broadsheet, room: Path, site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    monkeypatch.setenv("NEWS_PROXY", f"http://{LOGIN}@127.0.0.1:{port}")
    crawled = broadsheet("crawl", "-v", cwd=room)
    assert crawled.returncode == 1
    assert "the proxy cannot be reached" in crawled.stdout + crawled.stderr
    assert site.asked == []
    assert leaks(room, crawled.stdout, crawled.stderr) == []
    assert str(port) not in crawled.stdout + crawled.stderr


def test_the_workshop_uses_and_hides_them(broadsheet, room: Path, site) -> None:
    verbs = (
        ["preview", "paper", "--json"],
        ["check", "paper", "--json"],
        ["record", "paper"],
        ["list", "--json"],
    )
    said = [broadsheet(*verb, cwd=room) for verb in verbs]
    assert "The story of a" in said[0].stdout
    assert '"${NEWS_PROXY}"' in said[3].stdout
    assert set(site.told("Authorization").values()) == {f"Bearer {TOKEN}"}
    assert leaks(room, *(each.stdout + each.stderr for each in said)) == []


@pytest.fixture
def said(room: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs the command in this process, which is faster: its exit code and what it complains of."""
    monkeypatch.chdir(room)

    def run(verb: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["broadsheet", *verb.split()])
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code or 0, capsys.readouterr().err

    return run


def test_verbs_that_ask_sites_want_them_and_say_where_they_are_named(
    said, room: Path, site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.html("/news", '<li><a href="/a">a</a><li><a href="/b">b</a>')
    assert said("record paper") == (0, "")
    site.asked.clear()
    monkeypatch.delenv("NEWS_TOKEN")
    where = f"{room / 'sources' / 'paper.yml'}:6:3: headers.Authorization: "
    for verb in ("crawl", "run", "preview paper", "check", "record paper --refresh"):
        code, complaint = said(verb)
        assert (verb, code) == (verb, 2)
        assert f"{where}environment variable NEWS_TOKEN is not set" in complaint
    assert site.asked == []
    for verb in ("list", "publish", "check --recorded"):
        assert said(verb) == (0, ""), verb


def test_other_sources_are_crawled_all_the_same(
    broadsheet, room: Path, site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEWS_TOKEN")
    plain = f"""
        kind: page
        delay: 0
        allow_private: ["{site.host}"]
        list: {{url: "http://{site.host}/news", items: li a}}
        fields: {{title: h1, published: time, body: div}}
        """
    (room / "sources" / "plain.yml").write_text(dedent(plain))
    crawled = broadsheet("crawl", "--json", cwd=room)
    assert crawled.returncode == 2
    (run,) = json.loads(crawled.stdout)["runs"]
    assert (run["source"], run["counts"]["new"]) == ("plain", 2)
