"""Reads what the run log and the archive know of sources, for those who decide on it."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from crawler.schedule import AUTO, Past
from crawler.state import State
from feeds.archive import Archive
from feeds.channels import SOURCE
from feeds.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.kinds.model import SourceModel
    from crawler.runs import Run
    from feeds.config import Workspace

# As many as the cadence of a channel is made of.
_POSTS = 20
_EVER = datetime.min.replace(tzinfo=UTC)


def read_pasts(workspace: Workspace, sources: Sequence[SourceModel]) -> dict[str, Past]:
    """What is known of each of ``sources``, by name.

    Raises:
        FeedsError: the archive cannot be read.
    """
    if not workspace.state.exists():
        return {source.name: Past() for source in sources}
    with ExitStack() as stack:
        state = stack.enter_context(State(workspace.state))
        archive = stack.enter_context(Archive.open(workspace, workspace.read_config()))
        return {source.name: _past(source, state, archive) for source in sources}


def _past(source: SourceModel, state: State, archive: Archive) -> Past:
    return Past(
        runs=list(_since_success(state.runs(source.name))),
        published=_published(source.name, archive) if source.every == AUTO else (),
        is_rewritten=state.definition(source.name) != source.definition,
    )


def _since_success(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs that came to nothing, and the one before them."""
    for run in runs:
        yield run
        if not run.is_setback:
            return


def _published(source: str, archive: Archive) -> list[datetime]:
    newest = islice(archive.notices((SOURCE, fold(source)), _EVER), _POSTS)
    return [notice.published for notice in newest]
