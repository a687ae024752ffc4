"""Who cannot show that they are who they say they are is not read."""

from __future__ import annotations

import pytest

_WHY = "certificate not trusted: self-signed certificate"


def secure_source(port: int, host: str = "127.0.0.1", more: str = "") -> str:
    return f"""
        kind: page
        {more}
        list: {{url: "https://{host}:{port}/news", items: li a}}
        fields: {{title: h1, published: time, body: div}}
        """


@pytest.fixture
def secure_paper(newsroom, secure_site):
    newsroom.allowed = (f"127.0.0.1:{secure_site.port}",)
    return newsroom


def test_a_certificate_that_nobody_signed_is_refused_with_the_reason(
    secure_paper, secure_site
) -> None:
    secure_paper.source("paper", secure_source(secure_site.port, more="obey_robots: false"))
    run = secure_paper.crawl_one("paper")
    assert run.outcome == "failed"
    assert run.counts.list_failures == {_WHY: 1}
    assert secure_site.asked == []


def test_the_reason_is_told_when_robots_txt_cannot_be_asked_for_either(
    secure_paper, secure_site
) -> None:
    secure_paper.source("paper", secure_source(secure_site.port))
    run = secure_paper.crawl_one("paper")
    assert run.counts.list_failures == {_WHY: 1}


def test_a_certificate_that_the_system_trusts_is_taken(secure_paper, secure_site, trust) -> None:
    trust()
    secure_paper.source("paper", secure_source(secure_site.port))
    assert secure_paper.crawl_one("paper").counts.new == 1


def test_a_trusted_certificate_of_another_host_is_refused(secure_paper, secure_site, trust) -> None:
    trust()
    secure_paper.allowed = (f"localhost:{secure_site.port}",)
    source = secure_source(secure_site.port, "localhost", more="obey_robots: false")
    secure_paper.source("paper", source)
    reasons = secure_paper.crawl_one("paper").counts.list_failures
    assert reasons == {"certificate not trusted: hostname mismatch": 1}
