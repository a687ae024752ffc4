"""Kind ``api``: a JSON answer lists the articles; each may have a detail in JSON or HTML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import jmespath
from pydantic import Field
from scrapy import Request

from crawler.errors import Dropped, UnreadableError
from crawler.kinds.documents import json_of, text_of
from crawler.kinds.entries import ListPage
from crawler.kinds.model import Paging, SourceModel, Urls, UrlTemplate, several
from crawler.kinds.spider import SourceSpider
from crawler.rules import Fields, JmesPath, Place, Rule, TemplateText
from crawler.templates import parse_template
from feeds.links import MAX_LENGTH
from feeds.yaml_model import StrictModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response

    from crawler.kinds.entries import Entry
    from crawler.kinds.model import Keys


class ApiList(StrictModel):
    """The requests whose answers list the articles."""

    url: Urls
    """Address, or several; a var with several values makes one request each."""
    method: Literal["GET", "POST"] = "GET"
    """HTTP method."""
    body: TemplateText | None = None
    """Body of the request."""
    json_body: Any = Field(None, alias="json")
    """Body of the request, sent as JSON."""
    items: JmesPath = "@"
    """JMESPath of the array of articles; the whole answer when absent."""
    paging: Paging | None = None
    """Counts answers by {page} or {offset} in the address or the body."""
    pages: int = Field(100, ge=1)
    """How many answers of a list are read at most; a backfill with --since reads on."""


class ApiDetail(StrictModel):
    """The request that answers with the rest of an article."""

    url: UrlTemplate
    """Address, with {names} of the record, the fields and the vars."""
    format: Literal["json", "html"] = "json"
    """What it answers with."""


class ApiSource(SourceModel):
    """A source that answers with JSON."""

    MAIN_PLACE: ClassVar[Place] = "list"

    kind: Literal["api"]
    list: ApiList
    """Where the articles are listed."""
    detail: ApiDetail | None = None
    """Where the rest of an article stands; absent when the list has all of it."""
    fields: Fields[JmesPath] = Fields[JmesPath]()
    """Where the fields stand; short forms are JMESPath in the record of the list."""

    def all_rules(self) -> dict[str, tuple[Rule, ...]]:
        """As ``SourceModel``, and the fields; CSS and XPath can only mean the detail."""
        rules = super().all_rules() | self.fields.rules(lambda text: Rule(jmespath=text))
        return {name: tuple(_placed(rule) for rule in found) for name, found in rules.items()}

    @property
    def max_pages(self) -> int:
        """As the list says."""
        return self.list.pages

    @property
    def paging(self) -> Paging | None:
        """As the list says."""
        return self.list.paging

    def var_templates(self) -> dict[Keys, tuple[str, ...]]:
        """As ``SourceModel``, and those of the list request."""
        return super().var_templates() | {
            ("list", "url"): several(self.list.url),
            ("list", "body"): (self.list.body or "",),
        }

    def mistakes(self) -> Iterator[tuple[Keys, str]]:
        """As ``SourceModel``, and two bodies of one request."""
        yield from super().mistakes()
        if self.list.body is not None and self.list.json_body is not None:
            yield ("list", "json"), "must not stand beside body"

    def rule_mistake(self, rule: Rule) -> str | None:
        """Nothing can be where it looks, or not in the form that it reads."""
        place, html = rule.place or self.MAIN_PLACE, rule.css or rule.xpath
        if place == "detail" and self.detail is None:
            return "looks at the detail, but the source has no detail"
        if html and (place == "list" or (self.detail and self.detail.format == "json")):
            return "is for HTML, but this is JSON; use jmespath"
        if rule.jmespath and place == "detail" and self.detail and self.detail.format == "html":
            return "is for JSON, but the detail is HTML; use css or xpath"
        return None


def _placed(rule: Rule) -> Rule:
    is_html = rule.css is not None or rule.xpath is not None
    return rule.model_copy(update={"place": "detail"}) if is_html and not rule.place else rule


class ApiSpider(SourceSpider):
    """Reads an ``ApiSource``."""

    source: ApiSource

    def __init__(self, name: str | None = None, **given: str) -> None:
        super().__init__(name, **given)
        self._items = jmespath.compile(self.source.list.items)
        self._detail = parse_template(self.source.detail.url) if self.source.detail else None

    @property
    def lists_are_whole(self) -> bool:
        """Without a detail they are."""
        return self._detail is None

    def list_requests(self, page: int = 1) -> Iterator[Request]:
        """One request for each address and combination of vars."""
        request = self.source.list
        headers = {}
        body = self.source.filled((request.body,), page)[0] if request.body else ""
        if request.json_body is not None:
            body = json.dumps(request.json_body)
            headers["Content-Type"] = "application/json"
        for url in self.source.filled(several(request.url), page):
            yield Request(url, method=request.method, headers=headers, body=body)

    def read_list(self, response: Response) -> ListPage:
        """The records of the answer."""
        answer = json_of(text_of(response, self.source.encoding), response.url)
        records = self._items.search(answer)
        if not isinstance(records, list):
            raise UnreadableError(response.url, f"no array at {self.source.list.items}")
        read = self.bounded(records)
        return ListPage([self.entry(each, response.url, records=[each]) for each in read])

    def detail_url(self, entry: Entry) -> str | None:
        """The address of the detail, if the source has details."""
        if self._detail is None:
            return None
        lookup = self.lookup(entry)
        missing = [name for name in self._detail.names if not lookup(name)]
        if missing:
            raise Dropped("no address of a detail", f"{', '.join(missing)} is missing")
        url = self._detail.render(lookup)
        if len(url) > MAX_LENGTH:
            raise Dropped("address too long", f"{len(url)} characters")
        return url

    def read_detail(self, response: Response, entry: Entry) -> None:
        """Reads the detail in the format that the source names."""
        assert self.source.detail
        text = text_of(response, self.source.encoding)
        if self.source.detail.format == "html":
            self.read_page(text, response.url, entry)
            return
        record = json_of(text, response.url)
        entry.records.append(record)
        self.loader.read("detail", record, entry.values)
        self.loader.read("page text", text, entry.values)
