"""What every source says, whatever its kind; the kinds add their own keys."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, TypeAlias

from pydantic import AfterValidator, Discriminator, Field, Tag, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from crawler.errors import SourceError
from crawler.extract.charset import is_known
from crawler.gaps import Fill
from crawler.rules import Css, Place, Rule, TemplateText, form_of
from crawler.secrets import HeaderValue, ProxyAddress, bare, header_mistake
from crawler.templates import parse_template
from feeds import __version__
from feeds.config import LanguageTag, TimezoneName
from feeds.slugs import short_hash
from feeds.yaml_model import StrictModel, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Keys: TypeAlias = tuple[str | int, ...]
"""The way to a key in a source file."""

Var: TypeAlias = str | int | list[str | int] | None
"""A value that installations differ in; a list makes one list URL each, None must be given."""

Interval = Annotated[
    str, Field(pattern=r"^(auto|[1-9][0-9]{0,4}[smhd])$", examples=["auto", "15m"])
]
SourceName = Annotated[str, Field(pattern=r"^\w[\w.-]*$", max_length=80)]


def check_url(template: str) -> str:
    """A template of an http(s) URL; the scheme itself may be a name."""
    if not re.match(r"https?://|\{", template):
        raise ValueError(f"{template!r} must begin with http:// or https://")
    if re.match(r"https?://[^/?#]*@", template):  # addresses are shown, hence the text is not
        raise ValueError("holds a login: write headers: {Authorization: Basic ${NEWS_LOGIN}}")
    parse_template(template)
    return template


def check_encoding(label: str) -> str:
    """A name of an encoding that pages are read in."""
    if not is_known(label):
        raise ValueError(f"{label!r} is no encoding of pages such as utf-8, gb18030 or shift_jis")
    return label


UrlTemplate = Annotated[str, AfterValidator(check_url)]
Urls = Annotated[
    Annotated[UrlTemplate, Tag("text")] | Annotated[tuple[UrlTemplate, ...], Tag("rules")],
    Discriminator(form_of),
]


class Paging(StrictModel):
    """How list pages are counted where no link leads to the next."""

    first: int = Field(1, ge=0)
    """What {page} or {offset} is on the first page."""
    step: int = Field(1, ge=1)
    """How much is added for each further page; for {offset}, the articles of a page."""
    last: int | None = Field(None, ge=0)
    """What it is at most; without it, paging ends where nothing is listed, or nothing new."""

    def number(self, page: int) -> int | None:
        """What the counter is on list page ``page``, counting from 1; None after the last.

        >>> Paging(first=0, step=20, last=40).number(3), Paging(last=1).number(2)
        (40, None)
        """
        number = self.first + (page - 1) * self.step
        return None if self.last is not None and number > self.last else number


COUNTERS = ("page", "offset")
"""Names in addresses that paging counts, unless they are vars."""


class SourceModel(StrictModel):
    """A site, or a section of one, that is read."""

    MAIN_PLACE: ClassVar[Place]

    name: SourceName = ""
    """How commands call it; the name of the file when absent."""
    kind: str
    """How articles are found."""
    enabled: bool = True
    """Whether it is crawled when no source is named."""
    title: str | None = None
    """Name of the publication for readers; the name when absent."""
    language: LanguageTag | None = None
    """Language of the articles (BCP 47); the workspace's when absent."""
    timezone: TimezoneName | None = None
    """Time zone of dates that carry none, such as Asia/Shanghai; the workspace's when absent."""
    every: Interval = "auto"
    """How often `broadsheet run` crawls it: 90s, 5m, 1h, 1d, or auto, which learns from how often
    it has news."""
    category: str | None = None
    """Category of its posts."""
    tags: tuple[str, ...] = ()
    """Tags of its posts."""
    vars: dict[str, Var] = Field(default_factory=dict)
    """Values for {names} in URLs, headers and templates; -a NAME=VALUE overrides them."""
    values: dict[str, Rule] = Field(default_factory=dict)
    """Further values, not fields of the article, for {names} in templates."""
    remove: tuple[Css, ...] = ()
    """CSS selectors of what is deleted from bodies."""
    unwrap: tuple[Css, ...] = ()
    """CSS selectors of tags that are deleted from bodies while their text stays."""
    footer: TemplateText | None = None
    """Overrides the workspace's footer; may use vars beside its names."""
    fill: Fill = "needed"
    """When what selectors leave empty is looked for in the page: if title, body or date is
    missing (needed), if anything is (all), or never (none)."""
    encoding: Annotated[str, AfterValidator(check_encoding)] | None = None
    """Encoding of pages that declare none, or a wrong one."""
    stop_when_known: bool = True
    """Stop paging at a list page of known articles, once a run has been complete."""
    delay: float | None = Field(None, ge=0, le=3600)
    """Seconds between two requests to a host; 1 when absent."""
    concurrency: int | None = Field(None, ge=1, le=64)
    """Requests under way at once; 2 when absent."""
    obey_robots: bool = True
    """Whether robots.txt decides; turn it off only for your own server."""
    allow_private: tuple[TemplateText, ...] = ()
    """host:port of servers in private networks that this source may ask."""
    headers: dict[str, HeaderValue] = Field(default_factory=dict)
    """Further HTTP headers, which only the hosts of its lists are told; ${NAME} is an environment
    variable, and the place for credentials."""
    proxy: ProxyAddress | None = None
    """An HTTP proxy that all its requests go through, such as ${NEWS_PROXY}, an environment
    variable; http://host:port may stand here as it is, but no login."""
    cookies: bool = False
    """Whether cookies are kept during a run, each for the host that set it."""

    @property
    def definition(self) -> str:
        """Stands for the source as it is written, and as this version of us reads it."""
        # Another version may read what this one could not.
        return short_hash(__version__ + self.model_dump_json())

    @property
    def max_pages(self) -> int:
        """How many pages of a list are read at most."""
        return 1

    @property
    def paging(self) -> Paging | None:
        """How list pages are counted, if they are."""
        return None

    def all_rules(self) -> dict[str, tuple[Rule, ...]]:
        """The rules of fields and further values, by name; the kinds add the fields."""
        return {name: (rule,) for name, rule in self.values.items()}

    def var_templates(self) -> dict[Keys, tuple[str, ...]]:
        """The templates that only vars may stand in, by key; the kinds add theirs."""
        found: dict[Keys, tuple[str, ...]] = {("allow_private",): self.allow_private}
        return found | {("headers", name): (bare(text),) for name, text in self.headers.items()}

    def mistakes(self) -> Iterator[tuple[Keys, str]]:
        """What single keys cannot see: each mistake with the key it is at; the kinds add theirs."""
        for keys, templates in self.var_templates().items():
            for name in (name for text in templates for name in parse_template(text).names):
                if name not in self.vars and not self._counts(name):
                    near = suggestion(name, sorted(self.vars))
                    if any(f"${{{name}}}" in text for text in templates):
                        near = "; environment variables may stand in headers and proxy only"
                    yield keys, f"asks for {{{name}}}, which is not among vars{near}"
        for header, text in self.headers.items():
            if what := header_mistake(header, text):
                yield ("headers", header), what
        for name, rules in self.all_rules().items():
            at = "values" if name in self.values else "fields"
            for what in dict.fromkeys(filter(None, map(self.rule_mistake, rules))):
                yield (at, name), what
        names = {name for text in self._templates() for name in parse_template(text).names}
        if self.paging is not None and not names.intersection(COUNTERS):
            yield ("list", "paging"), "counts nothing: write {page} or {offset} in the address"

    def rule_mistake(self, rule: Rule) -> str | None:
        """Why sources of this kind have no use for ``rule``; None when they have."""
        return None

    def _templates(self) -> Iterator[str]:
        return itertools.chain.from_iterable(self.var_templates().values())

    def _counts(self, name: str) -> bool:
        return self.paging is not None and name in COUNTERS

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        found = [
            # pydantic puts these words before errors of its own, and readers take them off.
            InitErrorDetails(
                type=PydanticCustomError("value_error", "Value error, {what}", {"what": what}),
                loc=keys,
                input=None,
            )
            for keys, what in self.mistakes()
        ]
        if found:
            raise ValidationError.from_exception_data(type(self).__name__, found)
        return self

    def with_vars(self, given: Mapping[str, str]) -> Self:
        """The source with some vars replaced; a comma separates the items of a list.

        Raises:
            SourceError: a var that the source does not have.
        """
        changed: dict[str, Var] = dict(self.vars)
        for name, text in given.items():
            if name not in changed:
                near = suggestion(name, sorted(changed))
                raise SourceError(self.name, f"has no var {name!r}{near}", _vars_hint(changed))
            is_list = isinstance(changed[name], list)
            changed[name] = [*text.split(",")] if is_list else text
        return self.model_copy(update={"vars": changed})

    def filled(self, templates: Sequence[str], page: int = 1) -> list[str]:
        """Texts of ``templates``, one for each combination of the vars with several values.

        Args:
            templates: such as those of addresses.
            page: which page of the lists, counting from 1, where paging counts them.

        Raises:
            SourceError: a var that has no value yet.
        """
        return [
            parse_template(template).render(chosen.__getitem__)
            for template in templates
            for chosen in self._choices(parse_template(template).names, page)
        ]

    def _choices(self, names: Sequence[str], page: int) -> list[dict[str, str]]:
        counter = str(self.paging.number(page)) if self.paging else ""
        options = [
            [(name, value) for value in self.var_values(name)]
            if name in self.vars
            else [(name, counter)]
            for name in names
        ]
        return [dict(choice) for choice in itertools.product(*options)]

    def var_values(self, name: str) -> list[str]:
        """The values of a var as texts.

        Raises:
            SourceError: it has no value yet.
        """
        value = self.vars[name]
        if value is None:
            mend = f"give it with -a {name}=VALUE, or write it in the source file"
            raise SourceError(self.name, f"var {name} has no value", mend)
        return [str(item) for item in (value if isinstance(value, list) else [value])]

    def single_vars(self) -> dict[str, str]:
        """Name -> text of the vars that have one value."""
        return {
            name: str(value)
            for name, value in self.vars.items()
            if value is not None and not isinstance(value, list)
        }


def several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """One text or several as several.

    >>> several("a")
    ('a',)
    """
    return (value,) if isinstance(value, str) else value


def _vars_hint(known: Mapping[str, Any]) -> str:
    return f"it has {', '.join(known)}" if known else "it has none"
