"""Scrapy's signals, of which most are sent several times an article and heard by nobody."""

from __future__ import annotations

from typing import Any

from scrapy.signalmanager import SignalManager


class HeardSignals(SignalManager):
    """Sends only signals that somebody has connected to by way of it.

    Scrapy looks in four places for receivers of each, and sends eight for every article.
    """

    def __init__(self, sender: Any) -> None:
        super().__init__(sender)
        self._heard: set[Any] = set()

    def connect(self, receiver: Any, signal: Any, **kwargs: Any) -> None:
        """As Scrapy's."""
        self._heard.add(signal)
        super().connect(receiver, signal, **kwargs)

    def send_catch_log(self, signal: Any, **kwargs: Any) -> list[tuple[Any, Any]]:
        """As Scrapy's."""
        return super().send_catch_log(signal, **kwargs) if signal in self._heard else []

    async def send_catch_log_async(self, signal: Any, **kwargs: Any) -> list[tuple[Any, Any]]:
        """As Scrapy's."""
        return await super().send_catch_log_async(signal, **kwargs) if signal in self._heard else []
