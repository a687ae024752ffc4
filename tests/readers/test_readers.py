"""Other people's programs see in our feeds what was written into them."""

from __future__ import annotations

from pathlib import Path

import pytest
from agreement import FIELDS, agreement, expected, markdown, rows, sample
from witnesses import WITNESSES

from feeds.formats import FORMATS

TABLE = Path(__file__).parents[2] / "docs" / "readers.md"
CASES = [(name, kind) for name, witness in WITNESSES.items() for kind in witness.formats]


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_a_program_sees_what_was_written(name, kind, tmp_path):
    witness = WITNESSES[name]
    if not witness.is_here():
        pytest.skip(f"{witness.needs} is not installed")
    made = sample()
    path = tmp_path / f"sample{FORMATS[kind].suffix}"
    path.write_bytes(FORMATS[kind].render(made))
    seen = witness.read(path, tmp_path)
    wanted = expected(made)
    assert sorted(each.id for each in seen) == sorted(each.id for each in wanted)
    verdicts = {field: agreement(field, wanted, seen) for field in FIELDS}
    assert {verdicts[field] for field in ("id", "title", "link", "published")} == {"all"}, verdicts
    assert not [verdict for verdict in verdicts.values() if verdict.startswith("no")]


def test_the_table_in_the_docs_is_what_programs_see_today(tmp_path):
    missing = [name for name, witness in WITNESSES.items() if not witness.is_here()]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    assert TABLE.read_text() == markdown(rows(tmp_path))
