"""The command with all its verbs."""

from __future__ import annotations

# Each registers its verbs.
from crawler.cli import (  # noqa: F401
    add,
    archive,
    check,
    demo,
    lint,
    preview,
    run,
    serve,
    status,
    workspace,
)
from crawler.cli.app import app

__all__ = ["app"]
