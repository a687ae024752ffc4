"""The last word on active content has a browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from feeds.archive.frontmatter import load
from tests.hostile.html5 import elements

if TYPE_CHECKING:
    from feeds.config import Workspace
    from feeds.post import Post

# Vectors call pwned(); the page provokes what a reader would by reading.
HEAD = """<!DOCTYPE html><meta charset="utf-8"><script>
function pwned() { document.documentElement.dataset.pwned = "yes"; }
addEventListener("load", () => {
  for (const element of document.querySelectorAll("article *")) {
    for (const type of ["click", "mouseover", "focus", "error", "load", "toggle", "animationstart"])
      element.dispatchEvent(new Event(type));
  }
  const schemes = [...document.links].map((link) => link.protocol);
  document.documentElement.dataset.schemes = [...new Set(schemes)].sort().join(" ");
});
</script>
"""
_OPTIONS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--dump-dom",
]  # fmt: skip


@pytest.fixture(scope="module")
def posts(hostile: Workspace) -> list[Post]:
    paths = sorted(hostile.posts.rglob("*.md"))
    return [load(path.read_text("utf-8"), path.name) for path in paths]


@pytest.fixture(scope="module")
def seen(posts: list[Post], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The tree that a browser made of all posts on one page."""
    if (chromium := shutil.which("chromium")) is None:
        pytest.skip("chromium is not installed")
    folder = tmp_path_factory.mktemp("browser")
    page = folder / "page.html"
    # As in a careless theme: nothing is escaped.
    articles = (f"<article><h1>{post.title}</h1>{post.body}</article>" for post in posts)
    page.write_text(HEAD + "\n".join(articles), encoding="utf-8")
    command = [chromium, *_OPTIONS, f"--user-data-dir={folder / 'profile'}", page.as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=60, check=True)
    return done.stdout.decode()


def test_no_script_of_an_article_runs(seen: str) -> None:
    root = re.search("<html([^>]*)>", seen)
    assert root
    assert "pwned" not in root[1]
    schemes = re.search('data-schemes="([^"]*)"', root[1])
    assert schemes
    assert set(schemes[1].split()) <= {"http:", "https:", "mailto:"}


def test_every_post_is_the_tree_that_was_written(seen: str, posts: list[Post]) -> None:
    articles = re.findall(r"<article><h1>.*?</h1>(.*?)</article>", seen, re.DOTALL)
    assert len(articles) == len(posts)
    differing = [
        post.key
        for post, article in zip(posts, articles, strict=True)
        if elements(article) != elements(post.body)
    ]
    assert not differing
