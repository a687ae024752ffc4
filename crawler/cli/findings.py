"""What the verbs of the workshop have in common: where sources are tried out, and what is shown."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.app import output
from crawler.cli.mending import with_mending

if TYPE_CHECKING:
    from crawler.workshop.discovery import Discovery
    from crawler.workshop.rehearsal import Rehearsed
    from crawler.workshop.stage import Stage
    from feeds.config import Workspace
    from feeds.post import Post

Most = Annotated[int, typer.Option("--max", min=1, help="How many articles are read.")]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="The address may be in a private network.")
]

FEW = 5
_LIST_FAILED = "list failed: "
# Of a preview: two lines of a terminal.
_WORDS = 160


def stage_for(workspace: Workspace, *allow_private: str) -> Stage:
    """Where sources of ``workspace`` are tried out."""
    from crawler.workshop.stage import Stage

    return Stage(workspace.read_config(), allow_private)


def stage_at(url: str, workspace: Workspace, *, allow_private: bool) -> Stage:
    """Where the page at ``url`` is looked at.

    A loopback address that somebody types is that of a server of theirs, and needs no further word;
    any other private one does.

    Raises:
        BadParameter: it is no address that may be asked.
    """
    from crawler.guard.addresses import host_and_port, literal, refusal

    place = host_and_port(url)
    if place is None:
        raise typer.BadParameter(f"{url!r} is no http(s) address", param_hint="URL")
    host, port = place
    address = literal(host)
    is_own = allow_private or (address is not None and address.is_loopback)
    allowed = (f"[{host}]:{port}" if ":" in host else f"{host}:{port}",) if is_own else ()
    if why := refusal(url, frozenset(allowed)):
        raise typer.BadParameter(f"{why}: add --allow-private if it is yours", param_hint="URL")
    return stage_for(workspace, *allowed)


def show_discovery(found: Discovery) -> None:
    """Prints what was found behind an address, or what was tried in vain."""
    if found.best is None:
        about, colon, reason = found.statement.rpartition(": ")
        typer.echo(f"{about}{colon}{with_mending(reason)}")
        typer.echo("tried:")
        for note in found.tried:
            typer.echo(f"  {note}")
        return
    typer.echo(f"{found.statement}\n")
    show_rehearsal(found.best.rehearsed)
    typer.echo(f"\n{found.best.text}", nl=False)


def discovery_record(found: Discovery) -> dict[str, Any]:
    """The same for scripts."""
    best = found.best
    return {
        "statement": found.statement,
        "tried": found.tried,
        "source": best.source.model_dump(mode="json", exclude_unset=True) if best else None,
    } | (rehearsal_record(best.rehearsed) if best else {"articles": [], "troubles": []})


def show_rehearsal(rehearsed: Rehearsed) -> None:
    """Prints date, title and first words of each article, and what went wrong."""
    console = output()
    for post in rehearsed.posts:
        date = "undated         " if post.undated else f"{_local(post):%Y-%m-%d %H:%M}"
        console.print(f"{date}  {post.title}", style="bold", markup=False, highlight=False)
        console.print(f"  {_first_words(post)}", markup=False, highlight=False)
    for trouble in rehearsed.troubles:
        failed, is_list, reason = trouble.partition(_LIST_FAILED)
        typer.echo(f"{_LIST_FAILED}{with_mending(reason)}" if is_list else failed, err=True)


def rehearsal_record(rehearsed: Rehearsed) -> dict[str, Any]:
    """The same for scripts."""
    articles = [
        {
            "title": post.title,
            "published": None if post.undated else _local(post).isoformat(),
            "link": post.link,
            "authors": [author.name for author in post.authors],
            "words": _first_words(post),
        }
        for post in rehearsed.posts
    ]
    return {"articles": articles, "troubles": rehearsed.troubles}


def _local(post: Post) -> datetime:
    return post.published.astimezone(timezone(post.utc_offset))


def _first_words(post: Post) -> str:
    from feeds.text import summary

    return summary(post.body, _WORDS)
