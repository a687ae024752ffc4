from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.ledger import Bucket, Ledger

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
