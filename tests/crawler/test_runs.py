from __future__ import annotations

from crawler.runs import went_silent


def test_a_selector_that_always_found_something_is_silent_at_once() -> None:
    assert went_silent({"title: css h1": (1, 0)}, {"title: css h1": (1, 1)}) == ["title: css h1"]


def test_one_that_seldom_does_is_given_time() -> None:
    earlier = {"updated: css .late": (100, 30)}
    assert went_silent({"updated: css .late": (5, 0)}, earlier) == []
    assert went_silent({"updated: css .late": (9, 0)}, earlier) == ["updated: css .late"]


def test_one_that_never_did_or_is_new_or_was_not_asked_is_not_called_silent() -> None:
    assert went_silent({"a": (9, 0), "b": (9, 0), "c": (0, 0)}, {"a": (9, 0), "c": (9, 9)}) == []
