"""How a source says where the values of an article stand: the rules under ``fields``.

Owns the models and their check at reading time; ``loaders`` makes functions of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeAlias, TypeVar

import jmespath
from jmespath.exceptions import JMESPathError
from lxml import etree
from parsel.csstranslator import HTMLTranslator
from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from crawler.templates import parse_template
from feeds.yaml_model import StrictModel

if TYPE_CHECKING:
    from collections.abc import Callable

Place: TypeAlias = Literal["list", "detail"]

# EXSLT regular expressions in XPath, as Scrapy users know them from parsel.
NAMESPACES = {"re": "http://exslt.org/regular-expressions"}

_LITERAL = """(?:'[^']*'|"[^"]*")"""
# As cssselect writes [name=value], #id, [name~=word] and .word when nothing else is said of an
# element; and literals, in which nothing is to be found.
_ATTRIBUTE_TEST = re.compile(
    rf"""{_LITERAL}
    | \[@(?P<of>[\w-]+)\ =\ (?P<equal>{_LITERAL})\]
    | \[@(?P<in>[\w-]+)\ and\ contains\(@(?P=in),\ (?P<part>{_LITERAL})\)\ and\ contains\(
      concat\('\ ',\ normalize-space\(@(?P=in)\),\ '\ '\),\ (?P<word>{_LITERAL})\)\]
    """,
    re.VERBOSE,
)


def xpath_of(css: str) -> str:
    """A CSS selector, with ``::text`` and ``::attr(name)``, as XPath.

    >>> xpath_of("h1::text")
    'descendant-or-self::h1/text()'
    >>> xpath_of("a[rel=tag]")
    "descendant-or-self::a/@rel[. = 'tag']/.."

    Raises:
        ValueError: it is no CSS selector.
    """
    try:
        xpath = str(HTMLTranslator().css_to_xpath(css))
    except Exception as error:  # of cssselect, which parsel does not export
        raise ValueError(f"{css!r} is no CSS selector: {error}") from error
    # The same nodes in one step instead of two, which takes libxml2 a third of the time.
    xpath = xpath.replace("/descendant-or-self::*/", "/descendant::")
    return _ATTRIBUTE_TEST.sub(_attribute_first, xpath)


def _attribute_first(test: re.Match[str]) -> str:
    """The same elements by way of their attribute, which takes libxml2 a third of the time, too."""
    if test["equal"]:
        return f"/@{test['of']}[. = {test['equal']}]/.."
    if test["word"]:
        words = "concat(' ', normalize-space(.), ' ')"
        return (
            f"/@{test['in']}[contains(., {test['part']}) and contains({words}, {test['word']})]/.."
        )
    return test[0]


def compiled_xpath(xpath: str) -> Callable[[Any], list[Any]]:
    """An XPath expression as a function from an element to what it selects there.

    That is elements and strings; a number or a truth value becomes the only string.

    Raises:
        ValueError: it is no XPath 1.0.
    """
    try:
        # Smart strings keep the whole tree alive for as long as the value lives.
        evaluate = etree.XPath(xpath, namespaces=NAMESPACES, smart_strings=False)
    except etree.XPathError as error:
        raise ValueError(f"{xpath!r} is no XPath expression: {error}") from error

    def select(element: Any) -> list[Any]:
        found: Any = evaluate(element)
        return found if isinstance(found, list) else [str(found)]

    return select


def _css(text: str) -> str:
    compiled_xpath(xpath_of(text))
    return text


def _xpath(text: str) -> str:
    compiled_xpath(text)
    return text


def _jmespath(text: str) -> str:
    try:
        jmespath.compile(text)
    except JMESPathError as error:
        what = " ".join(str(error).split())
        raise ValueError(f"{text!r} is no JMESPath expression: {what}") from error
    return text


def _regex(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from error
    return text


def _template(text: str) -> str:
    parse_template(text)
    return text


Css = Annotated[str, Field(min_length=1), AfterValidator(_css)]
XPath = Annotated[str, Field(min_length=1), AfterValidator(_xpath)]
JmesPath = Annotated[str, Field(min_length=1), AfterValidator(_jmespath)]
Regex = Annotated[str, Field(min_length=1), AfterValidator(_regex)]
TemplateText = Annotated[str, AfterValidator(_template)]


class Rule(StrictModel):
    """Where a value stands, in full: exactly one way, and optionally ``regex`` on what it finds."""

    css: Css | None = None
    """CSS selector; with ``::text`` or ``::attr(name)``, else the whole element."""
    xpath: XPath | None = None
    """XPath 1.0 expression."""
    jmespath: JmesPath | None = None
    """JMESPath expression in a JSON record."""
    template: TemplateText | None = None
    """Text with {names} and {names|filters}: of the record, the fields and the vars."""
    value: str | None = None
    """The same text for every article."""
    regex: Regex | None = None
    """Keeps the first group (or the match) of a value; alone, it searches the whole page."""
    place: Place | None = Field(None, alias="from")
    """Whether it stands in the list or in the detail; each kind has its own default."""

    @model_validator(mode="after")
    def _is_one_way(self) -> Rule:
        ways = [way for way in ("css", "xpath", "jmespath", "template", "value") if self.way(way)]
        if len(ways) > 1:
            raise ValueError(f"must be one of {', '.join(ways)}, not all of them")
        if not ways and self.regex is None:
            raise ValueError("must say css, xpath, jmespath, template, value or regex")
        return self

    def way(self, name: str) -> str | None:
        """The text of one way, None when the rule goes another one."""
        text: str | None = getattr(self, name)
        return text

    @property
    def label(self) -> str:
        """The rule as hit rates name it.

        >>> Rule(css="h1::text").label
        'css h1::text'
        """
        for name in ("css", "xpath", "jmespath", "template", "value", "regex"):
            if (text := self.way(name)) is not None:
                return f"{name} {text}"
        raise AssertionError("a rule has a way")


def form_of(value: Any) -> str:
    """Which form of a selector a YAML value has, so that a mistake is told about that form only."""
    if isinstance(value, list | tuple):
        return "rules"
    return "text" if isinstance(value, str) else "rule"


Text = TypeVar("Text")

OneRule: TypeAlias = Annotated[
    Annotated[Text, Tag("text")] | Annotated[Rule, Tag("rule")], Discriminator(form_of)
]
Selector: TypeAlias = Annotated[
    Annotated[Text, Tag("text")]
    | Annotated[Rule, Tag("rule")]
    | Annotated[tuple[OneRule[Text], ...], Tag("rules")],
    Discriminator(form_of),
]
"""A selector in short, a rule, or several of them of which the first with a value counts."""


class Fields(StrictModel, Generic[Text]):
    """Where the fields of an article stand; ``Text`` is the short form of the kind."""

    key: Selector[Text] | None = None
    """The source's own id of the article; part of the file name."""
    link: Selector[Text] | None = None
    """URL of the article for readers."""
    title: Selector[Text] | None = None
    """Title."""
    published: Selector[Text] | None = None
    """Date of publication, as the site writes it."""
    updated: Selector[Text] | None = None
    """Date of the last change."""
    body: Selector[Text] | None = None
    """Text of the article, as HTML; several elements are joined."""
    description: Selector[Text] | None = None
    """Summary."""
    authors: Selector[Text] | None = None
    """Names; every match is one."""
    category: Selector[Text] | None = None
    """Overrides the source's category."""
    tags: Selector[Text] | None = None
    """Added to the source's tags; every match is one."""
    image: Selector[Text] | None = None
    """URL of the lead image."""
    lang: Selector[Text] | None = None
    """BCP 47 tag."""

    def rules(self, way: Callable[[str], Rule]) -> dict[str, tuple[Rule, ...]]:
        """The rules by field, the short form as ``way`` makes it one."""
        found = {name: getattr(self, name) for name in type(self).model_fields}
        return {
            name: tuple(
                way(one) if isinstance(one, str) else one
                for one in (selector if isinstance(selector, tuple) else (selector,))
            )
            for name, selector in found.items()
            if selector is not None
        }
