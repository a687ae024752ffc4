"""All faults, and the table of them: ``python -m tests.faults.table > docs/faults.md``."""

from __future__ import annotations

import sys
from itertools import chain

from tests.faults import lists, packing, pages, redirects, transport
from tests.faults.fault import Fault

GROUPS: dict[str, list[Fault]] = {
    "Redirects": redirects.FAULTS,
    "Transport": transport.FAULTS,
    "Compression": packing.FAULTS,
    "Letters and types": pages.CHARSETS,
    "Traps for the parser": pages.TRAPS,
    "Pages that are no articles": pages.STUBS,
    "Lists": lists.LISTS,
    "Feeds and sitemaps": lists.XML,
    "JSON": lists.JSON,
    "robots.txt": lists.ROBOTS,
    "Answers that change": lists.STATE,
}
FAULTS = list(chain.from_iterable(GROUPS.values()))

_HEAD = f"""\
# What a crawl makes of faults

{len(FAULTS)} misdeeds of servers and what each must end as, tried in CI against a server that does
them (`tests/faults`). In every case the nine healthy articles beside the fault become posts, no
address is asked for more than three times, the run ends within its time, and the crawl stays below
250 MB. A host that cannot say what its robots.txt allows is asked for nothing else; there the nine
articles are those of a host beside it. Made by `python -m tests.faults.table > docs/faults.md`; a
test compares.
"""


def markdown() -> str:
    """The table."""
    lines = [_HEAD]
    for group, faults in GROUPS.items():
        lines += [f"## {group}", "", "| fault | ends as |", "| --- | --- |"]
        lines += [f"| {fault.name} | {_end(fault)} |" for fault in faults]
        lines.append("")
    return "\n".join(lines)


def _end(fault: Fault) -> str:
    if fault.bucket == "list":
        return f"list not read: {fault.reason}"
    if fault.bucket == "note":
        return f"read as far as allowed: {fault.reason}"
    if fault.bucket:
        return f"{fault.bucket}: {fault.reason}"
    return "a post" if fault.new else "no harm"


if __name__ == "__main__":
    sys.stdout.write(markdown())
