from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.ledger import CUT_SHORT, OTHERS, Bucket, Ledger

URLS = [f"https://news.example/{number}" for number in range(6)]


@given(
    st.lists(st.tuples(st.sampled_from(URLS), st.sampled_from(["ask", *Bucket, "yield", "keep"])))
)
def test_every_article_is_in_one_bucket_in_the_end(steps: list[tuple[str, str]]) -> None:
    ledger, open_urls, handed, met = Ledger(), set[str](), 0, 0
    for url, step in steps:
        if step == "ask" and url not in open_urls:
            ledger.schedule(url)
            open_urls.add(url)
            met += 1
        elif step == "yield" and url in open_urls:
            ledger.hand_over(url)
            open_urls.discard(url)
            handed += 1
        elif step == "keep" and handed:
            ledger.leave_pipelines(Bucket.NEW)
            handed -= 1
        elif step in set(Bucket) and url in open_urls:
            ledger.settle(Bucket(step), "why", url=url)
            open_urls.discard(url)
        assert ledger.counts().articles == met
    ledger.close("no answer")
    counts = ledger.counts()
    assert (counts.articles, counts.pending) == (met, 0)
    for bucket, reasons in counts.reasons.items():
        assert sum(reasons.values()) == getattr(counts, bucket)


def test_reasons_that_strangers_write_are_not_kept_by_the_thousand() -> None:
    ledger = Ledger()
    for number in range(5_000):
        ledger.settle(Bucket.REFUSED, f"local name a{number}{'x' * 8_000}")
        ledger.settle(Bucket.FAILED, f"reason {number}")
        ledger.list_failures.add(f"private address 10.0.{number}")
    ledger.settle(Bucket.FAILED, CUT_SHORT)
    counts = ledger.counts()
    assert (counts.refused, sum(counts.reasons["refused"].values())) == (5_000, 5_000)
    assert len(counts.reasons["refused"]) == 51
    assert max(map(len, counts.reasons["refused"])) <= 200
    assert counts.reasons["refused"][OTHERS] == counts.list_failures[OTHERS] == 4_950
    assert ledger.left == 1
