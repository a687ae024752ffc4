from __future__ import annotations

from crawler.extract import parse_page
from crawler.extract.body import find_body
from crawler.extract.boilerplate import (
    LEAST_PAGES,
    MAX_FINGERPRINTS,
    Boilerplate,
    fingerprint,
    from_json,
    learn,
    to_json,
)

APPEAL = "This newspaper is free because its readers pay for it, and you could be one of them."


def page(number: int, title: str | None = None) -> str:
    told = "".join(
        f"<p>On day {n} the {word} of {chr(97 + number)} came in late, said the harbour master, who"
        f" had seen it {word} by {word} from the pier since the morning.</p>"
        for n, word in enumerate(("mail", "milk", "salt", "coal", "rope"))
    )
    name = title or f"The day of the harbour, part {chr(97 + number)}"
    return f"<title>{name}</title><article><h1>Harbour</h1>{told}<p>{APPEAL}</p>{told}</article>"


def pages(count: int, title: str | None = None) -> list[str]:
    return [page(number, title) for number in range(count)]


def learned(htmls: list[str], known: Boilerplate | None = None) -> Boilerplate:
    return learn((parse_page(html, "https://e.example/") for html in htmls), known)


def test_a_text_on_many_pages_of_a_source_is_left_out_of_the_body() -> None:
    fresh = parse_page(page(9), "https://e.example/9")
    assert APPEAL in (find_body(fresh) or "")
    assert APPEAL not in (find_body(fresh, learned(pages(LEAST_PAGES))) or "")
    assert "harbour master" in (find_body(fresh, learned(pages(LEAST_PAGES))) or "")


def test_a_text_on_few_pages_stays() -> None:
    assert not learned(pages(LEAST_PAGES - 1)).holds(APPEAL)


def test_one_article_at_several_addresses_counts_once() -> None:
    assert not learned(pages(5, title="The same story")).holds(APPEAL)


def test_short_texts_are_never_boilerplate() -> None:
    assert fingerprint("What happened?") is None
    assert fingerprint("责任编辑：张三") is None


def test_knowing_an_article_itself_does_not_empty_it() -> None:
    html = page(1)
    known = learned([html.replace("<title>", f"<title>{n}") for n in "abc"])
    assert "harbour master" in (find_body(parse_page(html, "https://e.example/1"), known) or "")


def test_learning_goes_on_where_it_was_after_json() -> None:
    first, rest = pages(LEAST_PAGES)[:1], pages(LEAST_PAGES)[1:]
    known = learned(rest, from_json(to_json(learned(first))))
    assert known.holds(APPEAL)
    assert not learned(first).holds(APPEAL)


def test_what_is_known_does_not_grow_without_end() -> None:
    many = Boilerplate({f"{n:016x}": 1 for n in range(MAX_FINGERPRINTS)} | {"old": LEAST_PAGES})
    known = learned(pages(1), many)
    assert len(known.counts) == MAX_FINGERPRINTS
    assert known.counts["old"] == LEAST_PAGES
