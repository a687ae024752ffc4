"""What ``scrapy check`` holds sources to: their first list can be read and names articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.contracts import Contract
from scrapy.exceptions import ContractFail

from crawler.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable


class ListContract(Contract):
    """``@list``: asks for the first list of the spider's source."""

    name = "list"

    def __init__(self, method: Callable[..., Any], *args: Any) -> None:
        super().__init__(method, *args)
        self._spider: Any = getattr(method, "__self__", None)

    def adjust_request_args(self, args: dict[str, Any]) -> dict[str, Any]:
        """The list's request; none for a source whose vars have no value yet."""
        try:
            request = next(iter(self._spider.list_requests()))
        except SourceError:
            return args
        return args | {
            "url": request.url,
            "method": request.method,
            "headers": request.headers,
            "body": request.body,
        }

    def post_process(self, output: list[Any]) -> None:
        """Fails a list of nothing."""
        if not output:
            raise ContractFail("the list names no article")
