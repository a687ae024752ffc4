"""What one run asks for, given what earlier ones left behind and what the run is for.

Owns which requests are spared; the spider makes them and reads the answers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.backfill import Backfill
from crawler.errors import AlreadyKnown, Corrected, TooOld
from crawler.extract.dates import DateContext, DateRefusedError, read_date
from crawler.fates import fate_of
from crawler.guard.bound import LeftError
from crawler.kinds.entries import Entry
from crawler.kinds.packed import is_cut_off
from crawler.ledger import Bucket
from crawler.skips import Skip, refused
from crawler.validators import Validator
from feeds.slugs import short_hash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scrapy import Request
    from scrapy.http import Response

    from crawler.facts import SourceFacts
    from crawler.kinds.reading import ReadingSpider
    from crawler.memory import Memory

NOT_MODIFIED = 304
# So many articles in a row from before the range: the list goes on with older ones only.
_ENOUGH_OLD = 20
# Of many that failed together the next run tries some; a site that is still down costs no more.
_RETRIES = 100

# Of more the next run learns from the lists: none that is longer changes as fast.
_MOST_LEFT = 1_000

# A backfill ends at its first day; a list that never gets there ends here.
_BACKFILL_PAGES = 100_000


@dataclass(slots=True)
class Plan:
    """The decisions of one run.

    Attributes:
        memory: of the source.
        backfill: what the run is for.
        facts: about the source.
        now: aware UTC, when the run began.
        trusts_lists: whether older lists hold nothing that earlier runs have not seen. After a run
            that was cut short they may; and a range of days is to be looked at as a whole.
        left: how many more articles may be asked for; None for any number.
    """

    memory: Memory
    backfill: Backfill
    facts: SourceFacts
    now: datetime
    trusts_lists: bool
    left: int | None = None
    _old_in_a_row: Counter[int] = field(default_factory=Counter)
    _room_for_left: int = _MOST_LEFT

    # Lists

    def conditional(self, request: Request) -> Request:
        """``request`` for a list, on the condition that it has changed where that can be told."""
        validator = self._validator(request)
        if validator is None or not validator.conditions:
            return request
        self.memory.count_use(request.url)
        headers = request.headers.copy()
        headers.update(validator.conditions)
        meta = request.meta | {"handle_httpstatus_list": [NOT_MODIFIED]}
        return request.replace(headers=headers, meta=meta)

    def is_needed(self, request: Request) -> bool:
        """Whether a list that an index names is to be read; its ``stamp`` is in the meta data."""
        stamp: str = request.meta.get("stamp", "")
        if self._is_old(stamp):
            return False
        validator = self._validator(request)
        if validator is None or not stamp or validator.stamp != stamp:
            return True
        self.memory.count_use(request.url)
        return False

    def _validator(self, request: Request) -> Validator | None:
        spares = self.trusts_lists and request.method == "GET"
        return self.memory.validator(request.url, self.now) if spares else None

    def max_pages(self, usually: int) -> int:
        """How many pages of a list are read at most."""
        return usually if self.backfill.since is None else _BACKFILL_PAGES

    def list_read(self, response: Response) -> None:
        """A list was read; what the server said of its state counts if all of it arrived."""
        url = asked_url(response)
        partial = {"partial", "dataloss"}.intersection(response.flags) or is_cut_off(response.body)
        etag, modified = (_header(response, name) for name in ("ETag", "Last-Modified"))
        stamp = response.meta.get("stamp", "")
        if partial or not (etag or modified or stamp):
            self.memory.drop_validator(url)
            return
        kept = Validator(etag=etag, modified=modified, stamp=stamp, since=self.now)
        self.memory.keep_validator(url, kept)

    def list_failed(self, url: str) -> None:
        """A list could not be read."""
        self.memory.drop_validator(url)

    # Articles

    def reason_to_skip(self, entry: Entry) -> str | None:
        """Why an article that nobody has is not asked for; None when it is."""
        entry.mark = self._mark(entry)
        skip = self.memory.skip(entry.identity, entry.mark, self.now)
        if skip is not None:
            return skip.reason
        return "outside the range" if self._is_outside(entry) else None

    def is_changed(self, entry: Entry) -> bool:
        """Whether the list says that a known article has changed."""
        return self.memory.is_changed(entry.identity, entry.stamp)

    def takes_more(self) -> bool:
        """Counts an article that is to be asked for; False when there were enough."""
        if self.left is None:
            return True
        self.left -= 1
        return self.left >= 0

    def retries(self) -> Iterator[Entry]:
        """Articles that failed and are due, as their lists had them."""
        for _, skip in list(self.memory.due(self.now).items())[:_RETRIES]:
            yield Entry.from_json(skip.entry)

    def article_read(self, entry: Entry) -> None:
        """An article was read, whatever becomes of it."""
        self.memory.forgive(entry.identity)
        self.memory.note_stamp(entry.identity, entry.stamp)

    def article_kept(self, entry: Entry) -> None:
        """An article became a post."""
        self._old_in_a_row[entry.place] = 0

    def article_lost(self, entry: Entry, error: BaseException) -> bool:
        """An article did not become a post; answers whether that will be remembered."""
        self._old_in_a_row[entry.place] += isinstance(error, TooOld)
        fate = fate_of(error)
        if not entry.asked or isinstance(error, Corrected):
            return False
        if isinstance(error, LeftError):
            return self._remember_left(entry, fate.reason)
        if fate.transient:
            self.memory.fail(entry.identity, self._failure(entry, fate.reason), self.now)
        elif isinstance(error, AlreadyKnown) or fate.bucket in {Bucket.DROPPED, Bucket.FAILED}:
            reason = fate.reason or "known by another address"
            self.memory.refuse(entry.identity, refused(reason, entry.mark, self.now))
        return True

    def _remember_left(self, entry: Entry, reason: str) -> bool:
        self._room_for_left -= 1
        if self._room_for_left >= 0:
            self.memory.leave(entry.identity, self._failure(entry, reason))
        return self._room_for_left >= 0

    def _failure(self, entry: Entry, reason: str) -> Skip:
        return Skip(
            reason=reason,
            attempts=0,
            until=self.now,
            mark=entry.mark,
            entry=entry.to_json(),
        )

    def is_past(self, place: int) -> bool:
        """Whether the list at ``place`` has nothing but articles from before the range left."""
        return self._old_in_a_row[place] >= _ENOUGH_OLD

    def _is_outside(self, entry: Entry) -> bool:
        if not self.backfill.has_range:
            return False
        moment = self._moment(entry.text("published"))
        if moment is None:
            return self._is_old(entry.stamp)
        is_old = self.backfill.is_too_old(moment, self.facts.zone)
        row = self._old_in_a_row
        row[entry.place] = row[entry.place] + 1 if is_old else 0
        return is_old or self.backfill.is_too_new(moment, self.facts.zone)

    def _is_old(self, stamp: str) -> bool:
        """Whether something that changed at ``stamp`` for the last time is older than the range."""
        moment = self._moment(stamp) if self.backfill.since else None
        return moment is not None and self.backfill.is_too_old(moment, self.facts.zone)

    def _moment(self, written: str) -> datetime | None:
        if not written:
            return None
        languages = (self.facts.language,) if self.facts.language else ()
        try:
            found = read_date(written, DateContext(self.now, self.facts.zone, languages))
        except DateRefusedError:
            return None
        return found.moment if found else None

    def _mark(self, entry: Entry) -> str:
        """What a refusal is about: what the list says, and the days that the run is for."""
        days = (self.backfill.since, self.backfill.until)
        return short_hash(repr((entry.text("title"), entry.stamp, days)))


def plan_of(spider: ReadingSpider) -> Plan:
    """The plan of a run that begins."""
    source, workspace = spider.source, spider.workspace
    backfill = Backfill.of(spider.settings)
    return Plan(
        memory=workspace.memory(spider.name, source.definition),
        backfill=backfill,
        facts=spider.facts,
        now=workspace.now(),
        trusts_lists=(
            source.stop_when_known and workspace.last_run_complete and not backfill.has_range
        ),
        left=backfill.most,
    )


def asked_url(response: Response) -> str:
    """The URL that was asked for, before redirects."""
    asked: list[str] = response.meta.get("redirect_urls") or [response.url]
    return asked[0]


def _header(response: Response, name: str) -> str:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else ""
