"""A source is recorded, its site is made anew, and the workshop says how to mend it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from typer.testing import CliRunner

from crawler.cli.verbs import app
from tests.crawler.conftest import Newsroom, Site

SOURCE = """
kind: page
timezone: Europe/London
list:
  url: http://{host}/news
  items: li.item a
fields:
  title: h1.title
  published: .when
  authors: {css: .by, regex: "By (.+)"}
  body: .text
vars:
  host: HOST
allow_private: ["{host}"]
"""
TITLES = (
    "Ferry sails again after the long winter repairs",
    "Council buys the old lighthouse for one pound",
    "Harbour seals learn to queue at the fish market",
    "Library opens its night shelf to the trawler crews",
)
LINES = (
    "The work took longer than anybody at the quay had expected in the autumn.",
    "A small crowd had come in the rain, and most of them stayed until the end.",
    "Nobody was paid for it, said the harbour master, and nobody had asked to be.",
    "What comes next will be decided at the meeting on the first Monday in March.",
)


def text_of(number: int) -> str:
    return "".join(f"<p>{TITLES[number]}. {line}</p>" for line in LINES)


def old_design(site: Site, count: int) -> None:
    items = "".join(
        f'<li class="item"><a href="/news/{n}4501">{title}</a>'
        for n, title in enumerate(TITLES[:count])
    )
    site.html("/news", f"<title>News</title><ul>{items}</ul>")
    for n in range(count):
        site.html(
            f"/news/{n}4501",
            f'<title>{TITLES[n]}</title><h1 class="title">{TITLES[n]}</h1>'
            f'<p class="when">{n + 1} March 2026 10:00</p><p class="by">By Ana Lima</p>'
            f'<div class="text">{text_of(n)}</div>',
        )


def new_design(site: Site, count: int) -> None:
    items = "".join(
        f'<div class="card"><a class="card-link" href="/news/{n}4501">{title}</a></div>'
        for n, title in enumerate(TITLES[:count])
    )
    menu = '<nav><a href="/about">About us</a><a href="/contact">Contact</a></nav>'
    site.html("/news", f"<title>News</title>{menu}<main>{items}</main>")
    for n in range(count):
        site.html(
            f"/news/{n}4501",
            f"<title>{TITLES[n]}</title>{menu}<article>"
            f"<h1 class='headline css-1x9z'>{TITLES[n]}</h1>"
            f"<time datetime='2026-03-0{n + 1}T10:00:00Z'>{n + 1} March</time>"
            f"<span class='author'>By Ana Lima</span>"
            f"<section class='story'>{text_of(n)}</section></article>",
        )


@dataclass
class Desk:
    """A newsroom with a source ``paper``, and commands in it."""

    newsroom: Newsroom

    @property
    def file(self) -> Path:
        return self.newsroom.workspace.sources / "paper.yml"

    @property
    def golden(self) -> Path:
        return self.newsroom.workspace.root / "golden" / "paper"

    def run(self, *arguments: str) -> Result:
        given = ["--workspace", str(self.newsroom.workspace.root), *arguments]
        return CliRunner().invoke(app, given)

    def edit(self, **changes: object) -> None:
        """Sets keys, written with two underscores for each dot."""
        keys = yaml.safe_load(self.file.read_text())
        for dotted, value in changes.items():
            outer, inner = dotted.split("__")
            keys[outer][inner] = value
        self.file.write_text(yaml.safe_dump(keys))


@pytest.fixture
def desk(site: Site, newsroom: Newsroom) -> Desk:
    newsroom.source("paper", SOURCE.replace("HOST", site.host))
    return Desk(newsroom)


def test_a_site_made_anew_is_noticed_survived_and_mended(site: Site, desk: Desk) -> None:
    old_design(site, 3)
    assert desk.newsroom.crawl_one("paper").counts.new == 3
    assert desk.run("record", "paper").exit_code == 0
    new_design(site, 4)

    run = desk.newsroom.crawl_one("paper")
    silent = {note for note in run.counts.notes if note.startswith("silent selector: ")}
    assert "silent selector: items: css li.item a" in silent
    assert "silent selector: title: css h1.title" in silent
    assert (run.counts.new, run.counts.known) == (1, 3)
    (new,) = [post for post in desk.newsroom.posts() if post.title == TITLES[3]]
    assert LINES[3] in new.body
    assert new.published.isoformat() == "2026-03-04T10:00:00+00:00"

    done = desk.run("check", "paper", "--json")
    assert done.exit_code == 1
    (checkup,) = json.loads(done.stdout)
    mends = {finding["key"]: finding["mends"] for finding in checkup["findings"]}
    assert mends.keys() == {
        "list.items", "fields.title", "fields.published", "fields.authors", "fields.body",
    }  # fmt: skip
    assert mends["list.items"][0] == ".card-link"
    assert mends["fields.title"][0] in {".headline", "h1.headline", "h1"}
    assert mends["fields.published"][0] == "time::attr(datetime)"
    assert mends["fields.authors"][0]["css"] == ".author"
    assert mends["fields.body"][0] == ".story"
    assert "css-1x9z" not in done.stdout

    best = {key.replace(".", "__"): each[0] for key, each in mends.items()}
    desk.edit(**best)
    done = desk.run("check", "paper")
    assert (done.exit_code, done.output) == (0, "paper: fine, 4 articles read\n")


def test_a_check_tells_what_to_try(site: Site, desk: Desk) -> None:
    old_design(site, 3)
    desk.run("record", "paper")
    desk.edit(fields__title="h1.headline")
    desk.newsroom.crawl_one("paper")
    new_design(site, 3)
    printed = desk.run("check", "paper").output
    assert "paper: needs mending, 3 articles read" in printed
    assert "  items: css li.item a found nothing (1 times)" in printed
    assert "    try list.items: .card-link" in printed


def test_without_a_recording_the_pages_of_today_tell_what_would_do(site: Site, desk: Desk) -> None:
    old_design(site, 3)
    desk.newsroom.crawl_one("paper")
    new_design(site, 4)
    printed = desk.run("check", "paper").output
    assert "    try fields.title: .headline" in printed
    assert "    try fields.body: .story" in printed


def test_a_recording_is_readable_and_holds_input_output_and_clock(site: Site, desk: Desk) -> None:
    old_design(site, 4)
    printed = desk.run("record", "paper", "--max", "2").output
    assert TITLES[0] in printed
    # Numbered as they came; two articles are asked for at once, and either may answer first.
    names = sorted(path.name for path in (desk.golden / "answers").iterdir())
    assert [name[:3] for name in names] == ["01-", "02-", "03-"]
    assert {name[3:] for name in names} == {"news.html", "04501.html", "14501.html"}
    assert TITLES[0] in (desk.golden / "answers" / "01-news.html").read_text()
    expected = json.loads((desk.golden / "expected.json").read_text())
    assert [facts["title"] for facts in expected] == [TITLES[1], TITLES[0]]
    assert expected[0]["authors"] == ["Ana Lima"]
    assert yaml.safe_load((desk.golden / "case.yml").read_text())["articles"] == 2


def test_a_recording_is_replayed_without_the_site(site: Site, desk: Desk) -> None:
    old_design(site, 3)
    desk.run("record", "paper")
    site.pages.clear()
    site.asked.clear()
    done = desk.run("check", "paper", "--recorded")
    assert (done.exit_code, done.output) == (0, "paper: fine, 3 articles read\n")
    assert site.asked == []


def test_a_change_of_the_source_that_loses_something_fails_its_recording(
    site: Site, desk: Desk
) -> None:
    old_design(site, 3)
    desk.run("record", "paper")
    desk.edit(fields__authors=".writer")
    done = desk.run("check", "--recorded")
    assert done.exit_code == 1
    assert "authors: ['Ana Lima'] is missing" in done.output
    desk.edit(fields__authors=".by", fields__title=".when")
    assert f"title: '1 March 2026 10:00', recorded was {TITLES[0]!r}" in (
        desk.run("check", "paper", "--recorded").output
    )


def test_a_recording_is_replaced_only_when_told_so(site: Site, desk: Desk) -> None:
    old_design(site, 3)
    desk.run("record", "paper")
    assert "--refresh" in str(desk.run("record", "paper").exception)
    new_design(site, 3)
    desk.edit(list__items=".card-link")
    assert desk.run("record", "paper", "--refresh", "--max", "1").exit_code == 0
    assert len(list((desk.golden / "answers").iterdir())) == 2


def test_nothing_is_recorded_of_a_site_that_does_not_answer(site: Site, desk: Desk) -> None:
    done = desk.run("record", "paper")
    assert done.exit_code == 1
    assert "list failed: HTTP 404" in done.output
    assert not desk.golden.exists()


def test_a_check_without_a_recording_says_how_to_make_one(desk: Desk) -> None:
    assert "broadsheet record paper" in str(desk.run("check", "paper", "--recorded").exception)
    assert desk.run("check", "--recorded").exit_code == 0


def test_a_check_keeps_nothing(site: Site, desk: Desk) -> None:
    old_design(site, 2)
    desk.run("check", "paper")
    left = {path.name for path in desk.newsroom.workspace.root.iterdir()}
    assert left == {"broadsheet.yml", "sources"}
