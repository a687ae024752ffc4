"""Which sources a verb is about, and the vars that they are given."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.errors import SourceError
from feeds.yaml_model import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.kinds.model import SourceModel
    from crawler.source import SourceFolder
    from feeds.config import Workspace

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="SOURCE", help="Names of sources; all enabled ones when absent."),
]
Vars = Annotated[
    list[str] | None,
    typer.Option("--var", "-a", metavar="NAME=VALUE", help="Overrides a var of the sources."),
]


def crawlable(workspace: Workspace, names: Sequence[str]) -> SourceFolder:
    """The sources of ``workspace``; those without their credentials count as broken.

    Args:
        workspace: where they are.
        names: of the wanted ones; all enabled ones when empty.
    """
    from crawler.source import equipped, read_sources

    return equipped(read_sources(workspace.sources), names, os.environ)


def chosen(found: SourceFolder, names: Sequence[str]) -> list[SourceModel]:
    """The sources called ``names``, or all enabled ones.

    Raises:
        SourceError: there is none of that name, or its file has mistakes.
    """
    for name in names:
        if name in found.broken:
            raise found.broken[name]
        if name not in found.sources:
            known = sorted(found.sources)
            near = suggestion(name, known) or suggestion(Path(name).stem, known)
            raise SourceError(name, f"there is no such source{near}", "see: broadsheet list")
    if names:
        return [found.sources[name] for name in dict.fromkeys(names)]
    return [source for source in found.sources.values() if source.enabled]


def tell_if_none(workspace: Workspace, found: SourceFolder) -> None:
    """Says what to do in a workspace where no source is enabled."""
    if not found.broken and not any(source.enabled for source in found.sources.values()):
        what = "there is no enabled source yet: find one with: broadsheet add URL"
        typer.echo(f"{workspace.sources}: {what}", err=True)


def check_vars(sources: Sequence[SourceModel], given: Mapping[str, str]) -> None:
    """Refuses vars of the command line that no source has.

    Raises:
        BadParameter: there is one.
    """
    known = sorted({name for source in sources for name in source.vars})
    for name in given:
        if name not in known:
            what = f"no source here has a var {name!r}{suggestion(name, known)}"
            raise typer.BadParameter(what, param_hint="--var")


def parse_vars(given: Sequence[str]) -> dict[str, str]:
    """The vars of the command line.

    Raises:
        BadParameter: one is not NAME=VALUE.
    """
    for text in given:
        if "=" not in text:
            raise typer.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="--var")
    return dict(text.split("=", 1) for text in given)
