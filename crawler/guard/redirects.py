"""Redirects that lead nowhere end as what they are, with a reason, and after one request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware

from crawler.errors import UnreadableError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class Redirects(RedirectMiddleware):
    """Scrapy's redirects; a place that has been asked before is not asked again."""

    # Scrapy's has an argument more, which it is about to drop and no longer gives.
    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """The request that an answer redirects to, or the answer.

        Raises:
            UnreadableError: it redirects to itself, in a circle, or to what is no address.
            IgnoreRequest: there are too many redirects.
        """
        try:
            answer: Request | Response = super().process_response(request, response)
        except ValueError as error:  # such as an unclosed bracket
            raise UnreadableError(request.url, "redirect to no address") from error
        return answer

    def _engine_started(self) -> None:
        """Looks for no referers: they are never sent, and Scrapy warns that it cannot send them."""

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        asked = [*request.meta.get("redirect_urls", ()), request.url]
        # The answer to a form may stand where the form was sent (RFC 9110 §15.4.4).
        same_method = redirected.method == request.method
        if same_method and _place(redirected.url) in map(_place, asked):
            raise UnreadableError(request.url, "redirect loop")
        return super()._redirect(redirected, request, reason)


def _place(url: str) -> str:
    return urldefrag(url).url
