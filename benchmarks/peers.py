"""The opponents of ``quality.py``: other extractors behind the same signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.ours import Extractor

if TYPE_CHECKING:
    from benchmarks.corpus import Case


def extract_by_trafilatura(case: Case) -> Any:
    """Its defaults, without comments."""
    from trafilatura import bare_extraction  # noqa: PLC0415  (1.6 s that --no-peers saves)

    return bare_extraction(case.body, url=case.url, include_comments=False, with_metadata=True)


def trafilatura_prediction(found: Any) -> dict[str, Any]:
    """A document as the scorer reads it."""
    if found is None:
        return {}
    return {
        "title": found.title,
        "authors": [name for name in (found.author or "").split("; ") if name],
        "published": found.date,
        "body_text": found.text,
    }


def extract_by_newspaper(case: Case) -> Any:
    """Fed with the text it would have downloaded; None where it raises."""
    import newspaper  # noqa: PLC0415  (likewise)

    try:
        article = newspaper.Article(case.url, fetch_images=False)
        article.download(input_html=case.html())
        article.parse()
    except Exception:  # it raises a dozen kinds, a crash is an empty answer
        return None
    return article


def newspaper_prediction(article: Any) -> dict[str, Any]:
    """An article as the scorer reads it."""
    if article is None:
        return {}
    published = article.publish_date
    return {
        "title": article.title,
        "authors": list(article.authors),
        "published": published.isoformat() if published else None,
        "body_text": article.text,
    }


PEERS = (
    Extractor("trafilatura", extract_by_trafilatura, trafilatura_prediction),
    Extractor("newspaper4k", extract_by_newspaper, newspaper_prediction),
)
