"""A source's field rules, compiled once into functions that read an article.

Owns how values are found in a parsed tree or a JSON record, and counts what each selector finds.
Refuses to clean them: that is the pipelines' work.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import jmespath
from jmespath.exceptions import JMESPathError
from lxml import etree

from crawler.items import Article
from crawler.rules import compiled_xpath, xpath_of
from crawler.templates import parse_template

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crawler.rules import Place, Rule

Stage: TypeAlias = Literal["list", "detail", "page text", "early", "late"]
"""When a rule is asked: of a list entry, of a parsed detail, of its text, or of a name lookup,
before the decision whether the article is known or when everything else is there."""

Finder: TypeAlias = "Callable[[Any], list[str]]"
"""What a stage offers (element, JSON value, text, lookup) -> values, none of them blank."""

Values: TypeAlias = dict[str, tuple[int, list[str]]]
"""Field -> the rank of the rule that filled it, and what it found."""

# Fields that hold HTML: their elements keep their tags.
_HTML = frozenset({"body"})
# Fields of which every match counts; of the others the first.
_MANY = frozenset({"authors", "tags"})
# Fields that decide at list time whether the article is known, so their templates cannot wait.
_EARLY = frozenset({"key", "link"})


@dataclass(slots=True)
class Hits:
    """How often each selector was asked, and how often it found something."""

    asked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def rates(self) -> dict[str, tuple[int, int]]:
        """Selector -> (times asked, times it found something)."""
        return {rule: (asked, self.found[rule]) for rule, asked in self.asked.items()}


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """One rule of one field; of several rules the lowest ``rank`` that finds something counts."""

    field: str
    rank: int
    label: str
    stage: Stage
    find: Finder


@dataclass(frozen=True, slots=True)
class Loader:
    """The compiled rules of a source by stage, and their hits."""

    stages: Mapping[Stage, tuple[CompiledRule, ...]]
    hits: Hits = field(default_factory=Hits)

    def read(self, stage: Stage, scope: Any, values: Values) -> None:
        """Adds to ``values`` what the rules of ``stage`` find in ``scope``."""
        asked, found = self.hits.asked, self.hits.found
        for rule in self.stages.get(stage, ()):
            best = values.get(rule.field)
            if best is not None and best[0] <= rule.rank:
                continue
            asked[rule.label] += 1
            if texts := rule.find(scope):
                found[rule.label] += 1
                values[rule.field] = (rule.rank, texts)


def compile_loader(fields: Mapping[str, Sequence[Rule]], main_place: Place) -> Loader:
    """Compiles rules by field.

    Args:
        fields: rules by field (or further value), the preferred one first.
        main_place: where a rule looks that does not say.
    """
    stages: dict[Stage, tuple[CompiledRule, ...]] = {}
    for name, rules in fields.items():
        for rank, rule in enumerate(rules):
            compiled = _compile_rule(name, rank, rule, main_place)
            stages[compiled.stage] = (*stages.get(compiled.stage, ()), compiled)
    return Loader(stages)


def article_of(values: Values) -> Article:
    """The raw article that ``values`` describe; values that are not its fields are left out."""
    article = Article()
    for name, (_, texts) in values.items():
        if name in _MANY:
            setattr(article, name, texts)
        elif name in _HTML:
            article.body = "\n".join(texts)
        elif name in Article.__dataclass_fields__:
            setattr(article, name, texts[0])
    return article


def lookup_in(
    records: Sequence[Any], values: Values, variables: Mapping[str, str]
) -> Callable[[str], str]:
    """A lookup for templates: JSON records (dots go deeper), else what rules found, else vars."""

    def lookup(name: str) -> str:
        for record in records:
            if texts := texts_of(_deep(record, name)):
                return texts[0]
        return values[name][1][0] if name in values else variables.get(name, "")

    return lookup


def texts_of(value: Any) -> list[str]:
    """The texts in a JSON value, without blank ones; mappings have none.

    >>> texts_of(["a", 3, None, " ", {"b": 1}])
    ['a', '3']
    """
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, list):
        return [text for item in value for text in texts_of(item)]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [str(value)]
    return []


def _deep(record: Any, name: str) -> Any:
    if isinstance(record, dict) and name in record:
        return record[name]
    for part in name.split("."):
        record = record.get(part) if isinstance(record, dict) else None
    return record


def _compile_rule(name: str, rank: int, rule: Rule, main_place: Place) -> CompiledRule:
    stage, find = _finder(name, rule, main_place)
    if rule.regex is not None and stage != "page text":
        find = _with_regex(find, rule.regex)
    return CompiledRule(name, rank, f"{name}: {rule.label}", stage, find)


def _finder(name: str, rule: Rule, main_place: Place) -> tuple[Stage, Finder]:
    if rule.template is not None:
        return ("early" if name in _EARLY else "late"), _template_finder(rule.template)
    if rule.value is not None:
        constant = [rule.value]
        return "early", lambda _: constant
    place = rule.place or main_place
    if rule.jmespath is not None:
        return place, _json_finder(rule.jmespath)
    if rule.css is not None or rule.xpath is not None:
        xpath = rule.xpath or xpath_of(rule.css or "")
        return place, _html_finder(xpath, keep_tags=name in _HTML)
    return "page text", _with_regex(lambda text: [text], rule.regex or "")


def _template_finder(text: str) -> Finder:
    template = parse_template(text)

    def find(lookup: Callable[[str], str]) -> list[str]:
        # A template of nothing but missing values is a missing value: "{media}新闻" without media.
        if template.names and not any(lookup(name) for name in template.names):
            return []
        found = template.render(lookup)
        return [found] if found.strip() else []

    return find


def _json_finder(expression: str) -> Finder:
    search = jmespath.compile(expression).search

    def find(record: Any) -> list[str]:
        try:
            return texts_of(search(record))
        except JMESPathError:  # a function on a value of another type: there is no such text
            return []

    return find


def _html_finder(xpath: str, *, keep_tags: bool) -> Finder:
    select = compiled_xpath(xpath)
    text_of = _outer_html if keep_tags else _text_content

    def find(element: Any) -> list[str]:
        texts = [item if isinstance(item, str) else text_of(item) for item in select(element)]
        return [text for text in texts if text.strip()]

    return find


def _outer_html(element: Any) -> str:
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def _text_content(element: Any) -> str:
    return "".join(element.itertext("*"))


def _with_regex(find: Finder, pattern: str) -> Finder:
    search = re.compile(pattern).search

    def find_group(scope: Any) -> list[str]:
        found = [search(text) for text in find(scope)]
        groups = [match[1] if match.re.groups else match[0] for match in found if match]
        return [group for group in groups if group and group.strip()]

    return find_group
