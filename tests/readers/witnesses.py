"""What other people's programs see in a feed file.

Owns how each of them is run and asked. Knows nothing of how the feed was made.
"""

from __future__ import annotations

import email.policy
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path

import feedparser

NODE = Path(__file__).parent / "node"


@dataclass(frozen=True)
class Seen:
    """An entry as a program sees it; None where the program has no place for a value."""

    id: str
    title: str
    link: str
    published: datetime | None
    authors: tuple[str, ...] | None
    enclosures: tuple[str, ...] | None


@dataclass(frozen=True)
class Witness:
    """A program that reads feeds.

    Attributes:
        read: from a feed file and an empty folder to what it sees, in any order.
        needs: a command or file without which it cannot be asked.
        formats: names of the formats it knows.
    """

    read: Callable[[Path, Path], list[Seen]]
    needs: str | Path
    formats: tuple[str, ...] = ("rss", "atom")

    def is_here(self) -> bool:
        if isinstance(self.needs, Path):
            return self.needs.exists() and shutil.which("node") is not None
        return shutil.which(self.needs) is not None


def run(command: list[str], folder: Path, stdin: bytes = b"") -> bytes:
    """A command with ``folder`` as its home, in a zone that is not UTC, so that zones show."""
    home = {"HOME": str(folder), "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        timeout=60,
        check=True,
        cwd=folder,
        env=os.environ | home,
    ).stdout


def read_feedparser(path: Path, _folder: Path) -> list[Seen]:
    found = feedparser.parse(path.read_bytes())
    assert not found.bozo, found.get("bozo_exception")
    return [
        Seen(
            entry.id,
            entry.title,
            entry.link,
            datetime(*entry.published_parsed[:6], tzinfo=UTC),
            tuple(author.name for author in entry.get("authors", ())),
            tuple(file.href for file in entry.enclosures),
        )
        for entry in found.entries
    ]


def read_newsboat(path: Path, folder: Path) -> list[Seen]:
    (folder / "urls").write_text(f"file://{path}\n")
    command = ["newsboat", "-C", "/dev/null", "-u", "urls", "-c", "cache.db", "-x", "reload"]
    run(command, folder)
    fields = "guid, title, url, pubDate, author, enclosure_url"
    with sqlite3.connect(folder / "cache.db") as connection:
        rows = connection.execute(f"SELECT {fields} FROM rss_item").fetchall()
    connection.close()
    return [
        Seen(
            guid,
            title,
            url,
            datetime.fromtimestamp(seconds, UTC),
            tuple(filter(None, author.split(", "))),
            tuple(filter(None, [enclosure])),
        )
        for guid, title, url, seconds, author, enclosure in rows
    ]


def read_sfeed(path: Path, folder: Path) -> list[Seen]:
    lines = run(["sfeed"], folder, path.read_bytes()).decode().rstrip("\n").split("\n")
    rows = [line.split("\t") for line in lines if line]
    return [
        Seen(
            identity,
            title.replace("\\\\", "\\"),
            link,
            datetime.fromtimestamp(int(seconds), UTC),
            tuple(filter(None, [author])),
            tuple(filter(None, [enclosure])),
        )
        for seconds, title, link, _content, _type, identity, author, enclosure, *_rest in rows
    ]


def read_rss2email(path: Path, folder: Path) -> list[Seen]:
    # By its default a mail is dated by the last change, where the format tells it.
    (folder / "rss2email.cfg").write_text(
        "[DEFAULT]\nto = reader@localhost\nemail-protocol = maildir\ndate-header = True\n"
        "date-header-order = issued, modified\n"
        f"maildir-path = {folder}/mail\nmaildir-mailbox = feeds\nname-format = {{author}}\n"
    )
    for mailbox in ("cur", "new", "tmp"):
        (folder / "mail" / "feeds" / mailbox).mkdir(parents=True)
    r2e = ["r2e", "-c", "rss2email.cfg", "-d", "data.json"]
    run([*r2e, "add", "feed", str(path)], folder)
    run([*r2e, "run"], folder)
    mails = (folder / "mail" / "feeds" / "new").iterdir()
    return [_seen_mail(mail.read_bytes()) for mail in mails]


def _seen_mail(data: bytes) -> Seen:
    mail = message_from_bytes(data, policy=email.policy.default)
    (sender,) = mail["From"].addresses
    return Seen(
        mail["X-RSS-ID"],
        mail["Subject"],
        mail["X-RSS-URL"],
        parsedate_to_datetime(mail["Date"]).astimezone(UTC),
        tuple(filter(None, [sender.display_name])),
        None,
    )


def _read_with_node(parser: str) -> Callable[[Path, Path], list[Seen]]:
    def read(path: Path, folder: Path) -> list[Seen]:
        output = run(["node", str(NODE / "read.cjs"), parser, str(path)], folder)
        return [
            Seen(
                item["id"],
                item["title"],
                item["link"],
                datetime.fromisoformat(item["published"]),
                tuple(item["authors"]),
                tuple(item["enclosures"]),
            )
            for item in json.loads(output)
        ]

    return read


WITNESSES = {
    "newsboat": Witness(read_newsboat, "newsboat"),
    "rss2email": Witness(read_rss2email, "r2e"),
    "sfeed": Witness(read_sfeed, "sfeed"),
    "feedparser": Witness(read_feedparser, sys.executable),
    "rss-parser": Witness(_read_with_node("rss-parser"), NODE / "node_modules" / "rss-parser"),
    "feedsmith": Witness(
        _read_with_node("feedsmith"),
        NODE / "node_modules" / "feedsmith",
        ("rss", "atom", "json"),
    ),
}
