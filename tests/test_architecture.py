"""The floors of the house: who may import whom."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CRAWLING = {"crawler", "scrapy", "twisted", "itemadapter", "itemloaders"}


def _module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    _module_name(path): path
    for package in ("crawler", "feeds")
    for path in sorted((ROOT / package).rglob("*.py"))
}


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def _imports(node: ast.AST, *, lazy: bool) -> set[str]:
    """Modules that ``node`` imports: at import time only, or with ``lazy`` anywhere."""
    found: set[str] = set()
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            found |= {alias.name for alias in child.names}
        elif isinstance(child, ast.ImportFrom):
            module = child.module or ""
            found |= {f"{module}.{alias.name}" for alias in child.names} | {module}
        elif lazy or not (
            _is_type_checking(child) or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        ):
            found |= _imports(child, lazy=lazy)
    return found


def _tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("feeds")])
def test_feeds_never_imports_the_crawling_side(module: str) -> None:
    roots = {name.partition(".")[0] for name in _imports(_tree(module), lazy=True)}
    assert not roots & CRAWLING


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {name: _imports(_tree(name), lazy=False) & MODULES.keys() - {name} for name in MODULES}
    order = list(TopologicalSorter(graph).static_order())
    assert set(order) >= set(MODULES)


def test_relative_imports_are_not_used() -> None:
    relative = [
        name
        for name in MODULES
        for node in ast.walk(_tree(name))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def _declared() -> set[str]:
    """Names of the distributions that pyproject.toml asks for, with the extras of users."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [
        *project["dependencies"],
        *(x for name in extras if name != "dev" for x in extras[name]),
    ]
    return {re.split(r"[^A-Za-z0-9_.-]", text)[0].lower() for text in wanted}


def test_whatever_is_imported_is_declared() -> None:
    makers = packages_distributions()
    roots = {
        imported.partition(".")[0]
        for name in MODULES
        for imported in _imports(_tree(name), lazy=True)
    } - {"", "crawler", "feeds", *sys.stdlib_module_names}
    undeclared = {
        root for root in roots if not {maker.lower() for maker in makers[root]} & _declared()
    }
    # Twisted, pydantic-core and w3lib are parts of what is declared, and come with it.
    assert undeclared <= {"twisted", "pydantic_core", "w3lib"}
