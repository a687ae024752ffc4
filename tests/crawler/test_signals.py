from __future__ import annotations

import asyncio

from crawler.signals import HeardSignals

SENT, OTHER = object(), object()


def test_what_is_heard_is_sent_and_the_rest_is_not() -> None:
    signals, told = HeardSignals(object()), []

    def hear(what: str) -> None:
        told.append(what)

    signals.connect(hear, SENT)
    for signal in (SENT, OTHER):
        signals.send_catch_log(signal, what="now")
        asyncio.run(signals.send_catch_log_async(signal, what="then"))
    assert told == ["now", "then"]
