"""Redirects that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.faults.fault import Fault
from tests.faults.server import Step, Visit, reply, story


def to(location: str, status: str = "302 Found") -> Callable[[Visit], Iterable[Step]]:
    """A redirect; ``{origin}`` and ``{number}`` are filled in."""

    def answer(visit: Visit) -> Iterable[Step]:
        if visit.path == "/fault/end":
            yield reply(story("Story 10"))
            return
        hop = int(visit.path.rpartition("-")[2]) + 1 if "-" in visit.path else 1
        place = location.format(origin=visit.origin, number=hop)
        yield reply("", f"Location: {place}", status=status)

    return answer


def there_and_back(visit: Visit) -> Iterable[Step]:
    place = "/fault/b" if visit.path == "/fault" else "/fault"
    yield reply("", f"Location: {place}", status="301 Moved")


def hops(number: int) -> Callable[[Visit], Iterable[Step]]:
    """So many redirects, then an article."""

    def answer(visit: Visit) -> Iterable[Step]:
        hop = int(visit.path.rpartition("-")[2]) if "-" in visit.path else 0
        if hop == number:
            yield reply(story("Story 10"))
        else:
            yield reply("", f"Location: /fault-{hop + 1}", status="302 Found")

    return answer


def no_location(_: Visit) -> Iterable[Step]:
    yield reply("", status="302 Found")


FAULTS = [
    Fault(name="redirect to itself", answer=to("/fault"), reason="redirect loop"),
    Fault(name="redirects in a circle", answer=there_and_back, reason="redirect loop"),
    Fault(name="five redirects to an article", answer=hops(5), bucket="", new=1),
    Fault(name="redirects without end", answer=to("/fault-{number}"), reason="too many redirects"),
    Fault(name="redirect without a location", answer=no_location, reason="HTTP 302"),
    Fault(name="redirect to an empty location", answer=to(""), reason="redirect loop"),
    Fault(
        name="redirect to a broken address",
        answer=to("http://[::1"),
        reason="redirect to no address",
    ),
    Fault(name="redirect to a bad port", answer=to("http://news.example:99999/"),
          reason="redirect to no address"),
    Fault(name="redirect to javascript:", answer=to("javascript:alert(1)"),
          reason="redirect to no address"),
    Fault(name="redirect to file:", answer=to("file:///etc/passwd"), reason="HTTP 302"),
    Fault(name="redirect to data:", answer=to("data:text/html,x"), reason="HTTP 302"),
    Fault(name="redirect into a private network", answer=to("http://10.0.0.1/"), bucket="refused",
          reason="private address 10.0.0.1"),
    Fault(name="redirect to a local name", answer=to("http://printer.local/"), bucket="refused",
          reason="local name printer.local"),
    Fault(name="redirect to a host that is not", answer=to("http://nowhere.invalid/"),
          bucket="disallowed", reason="robots.txt unreachable"),
    Fault(name="redirect with status 300", answer=to("/fault/end", "300 Multiple Choices"),
          reason="HTTP 300"),
    Fault(name="redirect with status 308", answer=to("/fault/end", "308 Permanent Redirect"),
          bucket="", new=1),
]  # fmt: skip
