"""Every vector of the hostile corpus, built by other people's site generators."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.hostile.html5 import faults, misread, visible_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.hostile.conftest import Once
    from tests.hostile.corpus import Vector

# A theme as careless as many are: titles are not escaped in the text of the page.
PAGE = (
    '<!DOCTYPE html><html><head><title>{title}</title></head><body><main data-file="{file}">'
    "<h1>{title}</h1><article>{content}</article></main></body></html>\n"
)
JEKYLL_PAGE = PAGE.format(
    title="{{{{ page.title }}}}", file="{{{{ page.path }}}}", content="{{{{ content }}}}"
).replace("{{{{", "{{").replace("}}}}", "}}")  # fmt: skip
HUGO_PAGE = PAGE.format(
    title="{{ .Title | safeHTML }}", file="{{ with .File }}{{ .Path }}{{ end }}",
    content="{{ .Content }}",
)  # fmt: skip
_PARTS = re.compile(
    r'<main data-file="[^"]*?([^"/]+)\.(?:md|html)"><h1>(.*)</h1><article>(.*)</article></main>',
    re.DOTALL,
)
_TAG_START = re.compile("<[A-Za-z/!?]")
_NO_LIQUID = "\nrender_with_liquid: false\n"
_BUILD_SECONDS = 50


def _run(*command: str, cwd: Path) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, timeout=_BUILD_SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:] + done.stdout[-2000:]


def build_with_jekyll(posts: Path, site: Path, *, through_liquid: bool = False) -> None:
    shutil.copytree(posts, site / "_posts")
    for post in (site / "_posts").rglob("*.*") if through_liquid else ():
        text = post.read_text("utf-8")
        assert _NO_LIQUID in text
        post.write_text(text.replace(_NO_LIQUID, "\n", 1), "utf-8")
    (site / "_layouts").mkdir()
    (site / "_layouts/post.html").write_text(JEKYLL_PAGE)
    (site / "_includes").mkdir()
    (site / "_includes/secret.html").write_text("LEAKED include")
    (site / "_config.yml").write_text("title: T\nsecret: LEAKED configuration\n")
    _run("jekyll", "build", "--quiet", cwd=site)


def build_with_old_jekyll(posts: Path, site: Path) -> None:
    """Before Jekyll 4 there is no ``render_with_liquid``: every post goes through Liquid."""
    build_with_jekyll(posts, site, through_liquid=True)


def build_with_hugo(posts: Path, site: Path) -> None:
    shutil.copytree(posts, site / "content/posts")
    (site / "layouts/_default").mkdir(parents=True)
    for kind in ("single", "list"):
        (site / f"layouts/_default/{kind}.html").write_text(HUGO_PAGE)
    (site / "config.toml").write_text(
        'baseURL = "https://mirror.example/"\n[params]\nsecret = "LEAKED parameter"\n'
        "[markup.goldmark.renderer]\nunsafe = true\n"
    )
    _run("hugo", "--quiet", cwd=site)


BUILDS = {
    "jekyll": ("hostile", build_with_jekyll, "_site"),
    "jekyll-with-liquid": ("hostile", build_with_old_jekyll, "_site"),
    "jekyll-html": ("hostile_html", build_with_old_jekyll, "_site"),
    "hugo": ("hostile", build_with_hugo, "public"),
    "hugo-html": ("hostile_html", build_with_hugo, "public"),
}


@dataclass(frozen=True)
class Site:
    """What a site generator made of the hostile posts in ``posts``."""

    posts: Path
    public: Path


@pytest.fixture(scope="module", params=BUILDS)
def site(request: pytest.FixtureRequest, once: Once) -> Site:
    fixture, build, result = BUILDS[request.param]
    posts = request.getfixturevalue(fixture).posts
    return Site(posts, once(request.param, lambda folder: build(posts, folder)) / result)


@pytest.fixture(scope="module")
def pages(site: Site) -> Mapping[str, tuple[str, str]]:
    """Title and body of each page as HTML, by the name of the post file."""
    found = {}
    for path in site.public.rglob("*.html"):
        if path.is_file() and (parts := _PARTS.search(path.read_text("utf-8"))):
            found[parts[1]] = (parts[2], parts[3])
    return found


def _page_of(vector: Vector, pages: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    return next(page for page in pages.values() if f"before-{vector.id}." in page[1])


def test_every_post_has_its_page(pages: Mapping[str, tuple[str, str]], site: Site) -> None:
    assert pages.keys() == {path.stem for path in site.posts.rglob("*.*")}


def test_no_page_has_active_content(pages: Mapping[str, tuple[str, str]]) -> None:
    found = {
        name: problems
        for name, (title, body) in pages.items()
        if (problems := faults(body) + (["tag in the title"] if _TAG_START.search(title) else []))
    }
    assert not found


def test_a_browser_reads_the_pages_as_they_are_written(
    pages: Mapping[str, tuple[str, str]],
) -> None:
    assert not {name: where for name, (_, body) in pages.items() if (where := misread(body))}


def test_nothing_of_the_site_leaks_and_nothing_goes_astray(site: Site) -> None:
    for path in site.public.rglob("*"):
        assert "owned" not in path.parts
        assert path.resolve().is_relative_to(site.public.resolve())
        if path.is_file():
            text = path.read_text("utf-8")
            assert "LEAKED" not in text, path
            assert "root:x:" not in text, path


def test_every_text_is_there_to_read(
    pages: Mapping[str, tuple[str, str]], vectors: list[Vector]
) -> None:
    unreadable = []
    for vector in vectors:
        title, body = _page_of(vector, pages)
        seen = unescape(title) if vector.field == "title" else visible_text(body)
        wanted = vector.shows or ""
        if wanted not in seen or (
            not vector.swallows and f"after-{vector.id}." not in visible_text(body)
        ):
            unreadable.append((vector.id, wanted, seen[:200]))
    assert not unreadable
