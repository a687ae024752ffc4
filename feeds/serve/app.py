"""The publication over HTTP as one ASGI application: files, live feeds, search, monitoring."""

from __future__ import annotations

from collections import Counter
from importlib import resources
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from feeds.query import MAX_LENGTH
from feeds.serve.files import PublicFiles
from feeds.serve.live import Answer
from feeds.serve.question import QuestionError, parse_question
from feeds.serve.representation import SAFE_HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from feeds.serve.live import Desk
    from feeds.serve.question import Question

_SAFE = {name.decode(): value.decode() for name, value in SAFE_HEADERS}
# A live answer is made anew for whoever asks; readers poll about as often as static feeds.
_LIVE = {**_SAFE, "cache-control": "public, max-age=60"}


def make_app(public: Path, desk: Desk) -> ASGIApp:
    """The application that serves ``public`` and answers from ``desk``."""
    counts: Counter[int] = Counter()
    app = Starlette(
        routes=[
            Route("/feed", _live(desk.feed, _told)),
            Route("/search", _live(desk.search, _shown(desk))),
            Route("/site.js", _script(public)),
            Route("/healthz", _health(desk)),
            Route("/metrics", _metrics(desk, counts)),
            Mount("/", PublicFiles(public)),
        ]
    )
    return _counting(app, counts)


def _live(
    answer: Callable[[Question], Answer], refusal: Callable[[Request, QuestionError], Response]
) -> Callable[[Request], Response]:
    # A plain function: Starlette runs it in a thread, and the files go on being served.
    def endpoint(request: Request) -> Response:
        try:
            made = answer(parse_question(request.query_params.multi_items()))
        except QuestionError as error:
            return refusal(request, error)
        return _sent(request, made)

    return endpoint


def _script(public: Path) -> Callable[[Request], Response]:
    """The script of the pages, with a link to the search that only a server can answer."""
    addition = resources.files(__package__).joinpath("search.js").read_bytes()

    def endpoint(request: Request) -> Response:
        script = public / "site.js"
        body = script.read_bytes() if script.is_file() else b""
        return _sent(request, Answer(body + addition, "text/javascript; charset=utf-8"))

    return endpoint


def _sent(request: Request, made: Answer) -> Response:
    headers = {**_LIVE, "etag": made.etag}
    known = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
    if made.etag in known:
        return Response(status_code=304, headers=headers)
    return Response(made.body, headers=headers, media_type=made.media_type)


def _told(_: Request, error: QuestionError) -> Response:
    """A refusal for feed readers and scripts."""
    return PlainTextResponse(f"{error}\n", 400, _SAFE)


def _shown(desk: Desk) -> Callable[[Request, QuestionError], Response]:
    """One for people, who will want to change what they typed."""

    def refuse(request: Request, error: QuestionError) -> Response:
        made = desk.refusal(request.query_params.get("q", "")[:MAX_LENGTH], str(error))
        return Response(made.body, 400, _SAFE, made.media_type)

    return refuse


def _health(desk: Desk) -> Callable[[Request], Response]:
    def endpoint(_: Request) -> Response:
        desk.figures()
        return PlainTextResponse("ok\n", headers=_SAFE)

    return endpoint


def _metrics(desk: Desk, counts: Counter[int]) -> Callable[[Request], Response]:
    """Prometheus' text format, version 0.0.4."""

    def endpoint(_: Request) -> Response:
        lines: list[str] = []
        for name, value in desk.figures().items():
            lines += [f"# TYPE broadsheet_{name} gauge", f"broadsheet_{name} {value:.0f}"]
        lines.append("# TYPE broadsheet_http_responses_total counter")
        lines += [
            f'broadsheet_http_responses_total{{status="{status}"}} {count}'
            for status, count in sorted(counts.items())
        ]
        kind = "text/plain; version=0.0.4; charset=utf-8"
        return Response("\n".join([*lines, ""]), headers=_SAFE, media_type=kind)

    return endpoint


def _counting(app: ASGIApp, counts: Counter[int]) -> ASGIApp:
    async def counted(scope: Scope, receive: Receive, send: Send) -> None:
        async def count(message: Message) -> None:
            if message["type"] == "http.response.start":
                counts[message["status"]] += 1
            await send(message)

        await app(scope, receive, count)

    return counted
