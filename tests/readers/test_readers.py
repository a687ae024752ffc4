"""Other people's programs see in our feeds what was written into them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.agreement import FIELDS, markdown, rows, sample
from tests.readers.witnesses import WITNESSES

TABLE = Path(__file__).parents[2] / "docs" / "readers.md"
CASES = [(name, kind) for name, witness in WITNESSES.items() for kind in witness.formats]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What every program that is here says, asked once."""
    return rows(tmp_path_factory.mktemp("readers"))


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_a_program_sees_what_was_written(found, name, kind):
    if not WITNESSES[name].is_here():
        pytest.skip(f"{WITNESSES[name].needs} is not installed")
    count, *cells = found[name, kind]
    entries = len(sample().entries)
    assert count == f"{entries} of {entries}"
    verdicts = dict(zip(FIELDS, cells, strict=True))
    assert {verdicts[field] for field in ("id", "title", "link", "published")} == {"all"}, verdicts
    assert not [verdict for verdict in cells if verdict.startswith("no")]


def test_the_table_in_the_docs_is_what_programs_see_today(found):
    missing = [name for name, witness in WITNESSES.items() if not witness.is_here()]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    assert TABLE.read_text() == markdown(found)
