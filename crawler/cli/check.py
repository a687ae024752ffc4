"""Verbs that keep sources right: ``record`` what one makes of its site, and ``check`` it later."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.app import ExitCode, Json, app, counted, current_workspace, echo_json
from crawler.cli.choice import Names, Vars, chosen, crawlable, parse_vars, tell_if_none
from crawler.cli.findings import FEW, Most, show_rehearsal, stage_for
from crawler.errors import SourceError

if TYPE_CHECKING:
    from crawler.kinds.model import SourceModel
    from crawler.rules import Rule
    from crawler.runs import HitRates
    from crawler.source import SourceFolder
    from crawler.workshop.checkup import Checkup
    from feeds.config import Workspace

# Enough to see what the pages of a site have in common, and small enough for a repository.
_RECORDED = 3


@app.command()
def check(
    context: typer.Context,
    names: Names = None,
    most: Most = FEW,
    *,
    recorded: Annotated[
        bool, typer.Option("--recorded", help="Hold sources to golden/, ask no site.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Try sources on the site as it is, or on what was recorded; nothing is kept."""
    from crawler.source import read_sources

    workspace = current_workspace(context)
    # What was recorded is read without credentials.
    found = read_sources(workspace.sources) if recorded else crawlable(workspace, names or ())
    sources = chosen(found, names or ())
    for error in () if names else found.broken.values():
        typer.echo(error, err=True)
    checkups = [
        _check_recorded(workspace, source) if recorded else _check_live(workspace, source, most)
        for source in sources
        if names or not recorded or _has_golden(workspace, source)
    ]
    if as_json:
        echo_json([_record(checkup) for checkup in checkups])
    else:
        for checkup in checkups:
            _show(checkup)
    if not checkups:
        _tell_none(workspace, found, recorded=recorded)
    fine = all(checkup.is_fine for checkup in checkups)
    if found.broken and not names:
        raise typer.Exit(ExitCode.USAGE)
    raise typer.Exit(ExitCode.FINE if fine else ExitCode.SOURCE_FAILED)


@app.command()
def record(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="SOURCE")],
    given: Vars = None,
    most: Most = _RECORDED,
    *,
    refresh: Annotated[bool, typer.Option(help="Replace what was recorded before.")] = False,
) -> None:
    """Save a source's pages and what it makes of them in golden/, for check --recorded."""
    from crawler.workshop.golden import Golden, expected_of, golden_folder, write_golden
    from crawler.workshop.rehearsal import Script, rehearse

    workspace = current_workspace(context)
    folder = golden_folder(workspace.root, name)
    if folder.exists() and not refresh:
        raise SourceError(folder, "is there already", "--refresh records it again")
    (source,) = chosen(crawlable(workspace, [name]), [name])
    variables = parse_vars(given or ())
    now = datetime.now(UTC)
    script = Script(now=now, articles=most)
    rehearsed = rehearse(source.with_vars(variables), stage_for(workspace), script)
    show_rehearsal(rehearsed)
    if not rehearsed.posts:
        typer.echo("nothing is recorded: no article could be read", err=True)
        raise typer.Exit(ExitCode.SOURCE_FAILED)
    heard = Script(now=now, articles=most, answers=rehearsed.answers)
    golden = Golden(heard, variables, expected_of(rehearsed), rehearsed.run.hits)
    write_golden(folder, golden)
    typer.echo(f"\nwrote {folder}\nLater: broadsheet check {name} --recorded")


def _tell_none(workspace: Workspace, found: SourceFolder, *, recorded: bool) -> None:
    if recorded and found.sources:
        what = "nothing is recorded yet: record a source with: broadsheet record SOURCE"
        typer.echo(f"{workspace.root / 'golden'}: {what}", err=True)
    else:
        tell_if_none(workspace, found)


def _has_golden(workspace: Workspace, source: SourceModel) -> bool:
    from crawler.workshop.golden import golden_folder

    return golden_folder(workspace.root, source.name).exists()


def _check_recorded(workspace: Workspace, source: SourceModel) -> Checkup:
    from crawler.workshop.checkup import check_recorded
    from crawler.workshop.golden import golden_folder, read_golden

    folder = golden_folder(workspace.root, source.name)
    golden = read_golden(folder)
    if golden is None:
        raise SourceError(folder, "is not there", f"make it with: broadsheet record {source.name}")
    return check_recorded(source, stage_for(workspace), golden)


def _check_live(workspace: Workspace, source: SourceModel, most: int) -> Checkup:
    from crawler.state import State
    from crawler.workshop.checkup import Memory, check_live
    from crawler.workshop.golden import golden_folder, read_golden
    from crawler.workshop.rehearsal import Script

    golden = read_golden(golden_folder(workspace.root, source.name))
    hits: HitRates = {}
    if workspace.state.exists():  # a check leaves no trace, not even an empty state
        with State(workspace.state) as state:
            hits = state.hit_rates(source.name)
    script = Script(now=datetime.now(UTC), articles=most)
    return check_live(source, stage_for(workspace), script, Memory(golden, hits))


def _show(checkup: Checkup) -> None:
    state = "fine" if checkup.is_fine else "needs mending"
    typer.echo(f"{checkup.source}: {state}, {counted(checkup.articles, 'article')} read")
    for finding in checkup.findings:
        typer.echo(f"  {finding.what}{'' if finding.is_wrong else ', as pages may'}")
        for rule in finding.mends:
            typer.echo(f"    try {finding.key}: {_yaml(rule)}")


def _record(checkup: Checkup) -> dict[str, Any]:
    findings = [
        asdict(finding) | {"mends": [_short(rule) for rule in finding.mends]}
        for finding in checkup.findings
    ]
    return asdict(checkup) | {"fine": checkup.is_fine, "findings": findings}


def _yaml(rule: Rule) -> str:
    """A rule as it is written in a source file.

    >>> from crawler.rules import Rule
    >>> _yaml(Rule(css="h1")), _yaml(Rule(css="#by", regex="By (.+)"))
    ('h1', "{css: '#by', regex: By (.+)}")
    """
    import yaml

    text = yaml.safe_dump(_short(rule), default_flow_style=True, allow_unicode=True, width=1000)
    return text.removesuffix("\n").removesuffix("\n...")


def _short(rule: Rule) -> str | dict[str, str]:
    return rule.css if rule.css and not rule.regex else rule.model_dump(exclude_none=True)
