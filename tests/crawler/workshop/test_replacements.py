from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from crawler.extract.page import parse_page
from crawler.rules import Rule
from crawler.workshop.facts import Frame
from crawler.workshop.replacements import Example, list_replacements, replacements
from crawler.workshop.selectors import selectors_of

URL = "https://paper.example/news/"
OLD = Rule(css=".gone")


def example(html: str, value: object) -> Example:
    now = datetime(2026, 3, 9, tzinfo=UTC)
    frame = Frame(URL, now, ZoneInfo("Europe/London"), "en")
    return Example(parse_page(html, URL), value, frame)


def css(rules: list[Rule]) -> list[str | None]:
    return [rule.css for rule in rules]


def test_a_selector_must_be_right_on_every_page() -> None:
    one = example("<p class='kicker'>Ferry</p><h1 class='head'>Ferry</h1>", "Ferry")
    two = example("<p class='kicker'>Local</p><h1 class='head'>Seals</h1>", "Seals")
    assert ".kicker" in css(replacements("title", OLD, [one]))
    assert css(replacements("title", OLD, [one, two])) == [".head", "h1.head", "h1"]


def test_the_first_match_counts_as_it_does_in_a_crawl() -> None:
    page = "<nav><b class='big'>Home</b></nav><main><b class='big'>Ferry</b><p>Text.</p></main>"
    found = css(replacements("title", OLD, [example(page, "Ferry")]))
    assert found == ["main b", "main .big", "main b.big"]


def test_dates_are_compared_as_moments() -> None:
    page = "<i class='when'>Updated 9 March 2026 10:00</i><time datetime='2026-03-09T08:00Z'>Today"
    found = replacements("published", OLD, [example(page, "2026-03-09T08:00:00+00:00")])
    assert css(found) == ["time::attr(datetime)"]


def test_the_old_rules_regex_is_kept_where_it_is_needed() -> None:
    page = "<p class='info'>Desk: Ana Lima, 9 March</p>"
    old = Rule(css=".gone", regex="Desk: ([A-Z]\\w+ [A-Z]\\w+)")
    first, *_ = replacements("authors", old, [example(page, ["Ana Lima"])])
    assert (first.css, first.regex) == (".info", old.regex)


def test_all_names_must_be_found_and_no_other() -> None:
    page = "<p><a class='by'>Ana Lima</a> <a class='by'>Bo Ek</a></p><a class='me'>Ana Lima</a>"
    found = css(replacements("authors", OLD, [example(page, ["Ana Lima", "Bo Ek"])]))
    assert ".by" in found
    assert ".me" not in found


def test_a_body_is_the_innermost_block_that_says_the_same() -> None:
    text = "".join(f"<p>The ferry left on day {day} and came back late.</p>" for day in range(9))
    page = f"<div class='page'><div class='wrap'><div class='story'>{text}</div></div></div>"
    assert css(replacements("body", OLD, [example(page, text)]))[0] == ".story"


def test_nothing_is_proposed_where_the_value_is_not_on_the_page() -> None:
    assert replacements("title", OLD, [example("<h1>Other</h1>", "Ferry")]) == []
    assert replacements("body", OLD, [example("<div>Other</div>", "<p>Ferry sails.</p>")]) == []
    assert replacements("title", OLD, []) == []


def test_names_that_machines_make_are_not_used() -> None:
    page = parse_page("<h1 id='h-1a2b' class='css-x1y2 sc-bdVaJa Title_x9'>Ferry</h1>", URL)
    (heading,) = page.tree.iter("h1")
    assert list(selectors_of(heading)) == ["h1"]


def test_links_of_a_list_are_told_from_menus_and_most_read() -> None:
    titles = [f"What the harbour looked like on day {n} of the great repairs" for n in range(9)]
    links = [f"<a class='go' href='/news/{n}4501'>{title}</a>" for n, title in enumerate(titles)]
    rows = "".join(f"<div class='row'>{link}</div>" for link in links)
    page = f"<nav><a class='go' href='/about'>About</a></nav><main>{rows}</main>"
    found = list_replacements(parse_page(page, URL), [f"{URL}04501"])
    assert found[0].css == ".row a"
