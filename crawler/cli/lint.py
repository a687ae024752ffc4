"""The verb ``lint``: is a feed good, ours or a stranger's?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import typer

from crawler.cli.app import ExitCode, Json, app, counted, echo_json
from feeds import __version__
from feeds.errors import FeedsError

# Seconds to wait for a stranger's feed, and what is read of it: one byte more than lint accepts.
_PATIENCE = 20
_MOST = 5 * 1024 * 1024 + 1


@app.command()
def lint(
    feeds: Annotated[
        list[str], typer.Argument(metavar="FILE|URL", help="RSS 2.0, Atom 1.0 or JSON Feed.")
    ],
    *,
    as_json: Json = False,
) -> None:
    """Check feeds against their specifications and what readers need."""
    from feeds.lint import lint as check

    found = {name: check(*_read(name)) for name in feeds}
    if as_json:
        echo_json({name: [asdict(finding) for finding in each] for name, each in found.items()})
    else:
        for name, each in found.items():
            for finding in each:
                typer.echo(f"{name}:{finding.line}: {finding.rule}: {finding.what}: {finding.mend}")
        count = sum(map(len, found.values()))
        told = f"{counted(len(found), 'feed')}, {counted(count, 'finding')}"
        typer.echo(told, err=True)
    raise typer.Exit(ExitCode.SOURCE_FAILED if any(found.values()) else ExitCode.FINE)


def _read(name: str) -> tuple[bytes, str | None]:
    """The bytes of a feed, and the URL it was served at.

    Raises:
        FeedsError: it cannot be read.
    """
    try:
        if not name.startswith(("http://", "https://")):
            return Path(name).read_bytes(), None
        request = Request(name, headers={"User-Agent": f"broadsheet/{__version__}"})  # noqa: S310  # http(s) only
        with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310  # the user named it
            return answer.read(_MOST), answer.url
    except OSError as error:  # URLError is one
        raise FeedsError(name, f"cannot be read: {_reason(error)}") from error


def _reason(error: OSError) -> str:
    if isinstance(error, HTTPError):
        return f"HTTP {error.code}"
    inner = error.reason if isinstance(error, URLError) else error
    return getattr(inner, "strerror", None) or str(inner)
