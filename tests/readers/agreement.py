"""Whether programs agree with a document about its entries, and the table of it.

Prints ``docs/readers.md``: ``python -m tests.readers.agreement > docs/readers.md``, with all the
programs installed.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.demo.stories import Story, read_edition
from feeds.formats import FORMATS, Document, Rules, document, urls
from feeds.markup import sanitise
from feeds.post import Author, Enclosure, Image, Post
from tests.readers.witnesses import WITNESSES, Seen

FIELDS = ("id", "title", "link", "published", "authors", "enclosures")
SITE = "https://lantern-bay.example"
NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)
RECORDINGS = (
    Enclosure(f"{SITE}/one.mp3", "audio/mpeg", 1200),
    Enclosure(f"{SITE}/two.ogg", "audio/ogg", 900),
)

_HEAD = """\
# What readers see in our feeds

The stories of the sample newspaper as feeds, read by other people's programs and compared with the
document that was written: an entry for each entry, and the same values in each. Made by
`python -m tests.readers.agreement > docs/readers.md`; a test compares.

* **all**: every value of every entry.
* **one**: the program shows one value where there are several, such as the first of two authors.
* **-**: the program has no place for it.
"""


def sample() -> Document:
    """The newest stories as a document; the last of them has two authors and two recordings."""
    stories = read_edition(NOW).stories
    posts = [_post(story) for story in stories]
    newest = max(posts, key=lambda post: (post.published, post.id))
    posts = [_with_more(post) if post is newest else post for post in posts]
    blank = Document(
        id="tag:lantern-bay.example,2026:all",
        title="Lantern Bay",
        site_url=f"{SITE}/",
        urls=urls(f"{SITE}/feeds/all"),
    )
    return document(blank, posts, Rules())


def expected(made: Document) -> list[Seen]:
    """What a program should see that sees everything."""
    return [
        Seen(
            entry.id,
            entry.title,
            entry.link,
            entry.published,
            tuple(author.name for author in entry.authors),
            tuple(file.url for file in entry.enclosures),
        )
        for entry in made.entries
    ]


def agreement(field: str, wanted: list[Seen], seen: list[Seen]) -> str:
    """How far ``seen`` agrees in ``field``: all, one, - or a sentence that says how it does not."""
    by_id = {each.id: getattr(each, field) for each in seen}
    pairs = [(getattr(each, field), by_id.get(each.id)) for each in wanted]
    # Nobody shows fractions of a second.
    pairs = [(_whole(a), _whole(b)) for a, b in pairs]
    if all(a == b for a, b in pairs):
        return "all"
    if isinstance(pairs[0][0], tuple) and not any(b for _, b in pairs):
        return "-"
    wrong = next((pair for pair in pairs if not _is_one_of(*pair)), None)
    return f"no: {wrong[0]!r} is seen as {wrong[1]!r}" if wrong else "one"


def rows(folder: Path) -> dict[tuple[str, str], list[str]]:
    """Count and agreement in each field, by program and format, of the programs that are here."""
    made, found = sample(), {}
    wanted = expected(made)
    for name, witness in WITNESSES.items():
        for kind in witness.formats if witness.is_here() else ():
            path = folder / f"sample{FORMATS[kind].suffix}"
            path.write_bytes(FORMATS[kind].render(made))
            work = folder / f"{name}-{kind}"
            work.mkdir()
            seen = witness.read(path, work)
            cells = [agreement(field, wanted, seen) for field in FIELDS]
            found[name, kind] = [f"{len(seen)} of {len(wanted)}", *cells]
    return found


def markdown(found: dict[tuple[str, str], list[str]]) -> str:
    """The whole of ``docs/readers.md``."""
    titles = ["program", "format", "entries", *FIELDS]
    lines = [titles, ["---"] * len(titles)]
    lines += [[name, kind, *cells] for (name, kind), cells in found.items()]
    return _HEAD + "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _post(story: Story) -> Post:
    return Post(
        id=f"tag:lantern-bay.example,2026:{story.section.name}/{story.key}",
        key=story.key,
        title=story.title,
        published=story.published or NOW,
        updated=story.updated,
        body=sanitise(story.body, SITE),
        link=SITE + story.path,
        categories=(story.category,),
        tags=story.tags,
        lang=story.lang,
        authors=tuple(map(Author, story.authors)),
        description=story.summary,
        image=Image(SITE + story.image) if story.image else None,
    )


def _with_more(post: Post) -> Post:
    fields = {name: getattr(post, name) for name in Post.__slots__}
    authors = (Author("Ann Lee"), Author("李安"))
    return Post(**fields | {"authors": authors, "enclosures": RECORDINGS})


def _whole(value: object) -> object:
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


def _is_one_of(wanted: object, seen: object) -> bool:
    if wanted == seen:
        return True
    many = isinstance(wanted, tuple) and isinstance(seen, tuple)
    return many and len(wanted) > 1 and len(seen) == 1 and seen[0] in wanted


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        sys.stdout.write(markdown(rows(Path(folder))))
