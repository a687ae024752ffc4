"""The opponents of ``quality.py``: other extractors behind the same signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.corpus import Case


def predict_by_trafilatura(case: Case) -> dict[str, Any]:
    """Trafilatura with its defaults, without comments."""
    from trafilatura import bare_extraction  # noqa: PLC0415  (1.6 s that --no-peers saves)

    found = bare_extraction(case.body, url=case.url, include_comments=False, with_metadata=True)
    if found is None:
        return {}
    return {
        "title": found.title,
        "authors": [name for name in (found.author or "").split("; ") if name],
        "published": found.date,
        "body_text": found.text,
    }


def predict_by_newspaper(case: Case) -> dict[str, Any]:
    """newspaper4k, fed with the text it would have downloaded."""
    import newspaper  # noqa: PLC0415  (likewise)

    article = newspaper.Article(case.url, fetch_images=False)
    article.download(input_html=case.html())
    try:
        article.parse()
    except (newspaper.ArticleException, ValueError, AttributeError):
        return {}
    published = article.publish_date
    return {
        "title": article.title,
        "authors": list(article.authors),
        "published": published.isoformat() if published else None,
        "body_text": article.text,
    }


PEERS: dict[str, Callable[[Case], dict[str, Any]]] = {
    "trafilatura": predict_by_trafilatura,
    "newspaper4k": predict_by_newspaper,
}
