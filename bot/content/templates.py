"""The sandbox in which the words of the content become sentences."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from bot.content.formats import CATEGORIES, FILTERS

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 10_000
"""How many characters a template may have."""

CALLABLE = ("chosen", "missing")
"""What a template may call."""

# Nothing here repeats, calculates or reaches into a value: what a template costs is bounded by its own length and the
# values put in, so neither an endless loop nor a giant text can be written, and no clock has to stop one.
_PARTS = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
    nodes.Keyword,
)

_NAMES_ALONE = re.compile(r"[^{}]*(?:\{\{ (?!not )[A-Za-z_]+ \}\}[^{}]*)*")

_SANDBOX = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, autoescape=True, trim_blocks=False, keep_trailing_newline=False
)
_SANDBOX.filters = FILTERS
_compiled: dict[str, Template] = {}

__all__ = ["Call", "TemplateError", "asked", "compiled", "is_surely_sound", "parsed", "render"]


class Call(NamedTuple):
    """What a template asks of the answers: the function, the question, and the choices named."""

    function: str
    question: str
    choices: tuple[str, ...]


def render(source: str, context: Mapping[str, object]) -> Markup:
    """Give the words with everything filled in; values are escaped unless they are markup already.

    Raises:
        TemplateError: The template has a fault, or names something that is not there.
    """
    if "{" not in source:
        return Markup(source.strip())  # noqa: S704 - the content is ours and checked; values never come this way
    template = compiled(source)
    # Shared: without the globals, which no template may use, and without a copy of what is passed in.
    rendered = "".join(template.root_render_func(template.new_context(context, shared=True)))  # type: ignore[arg-type]
    return Markup(rendered.strip())  # noqa: S704 - rendered with autoescape


def compiled(source: str) -> Template:
    """Give the compiled template, made at its first use.

    Raises:
        TemplateSyntaxError: It is no sound template, or does more than choose words and name values.
    """
    template = _compiled.get(source)
    if template is None:
        template = _compiled[source] = _SANDBOX.from_string(parsed(source))
        # No template may use them, and to look through them took a quarter of the time of rendering.
        template.globals = {}
    return template


def is_surely_sound(source: str) -> bool:
    """Say whether it is sound at a glance: words with no more in them than names, such as ``{{ you }}``."""
    return len(source) <= LONGEST and _NAMES_ALONE.fullmatch(source) is not None


def parsed(source: str) -> nodes.Template:
    """Give the parts of a template; it need not be compiled to be proved.

    Raises:
        TemplateSyntaxError: It is no sound template, or does more than choose words and name values.
    """
    if len(source) > LONGEST:
        raise TemplateSyntaxError(f"longer than {LONGEST} characters", 1)
    tree = _SANDBOX.parse(source)
    for node in tree.find_all(nodes.Node):
        called = isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in CALLABLE
        formatted = isinstance(node, nodes.Filter) and node.name in FILTERS
        if not called and not formatted and not isinstance(node, _PARTS):
            raise TemplateSyntaxError(f"{type(node).__name__.lower()} is not allowed", node.lineno)
        named = [one.key for one in getattr(node, "kwargs", None) or ()]
        if len(set(named)) < len(named):
            raise TemplateSyntaxError(f"the same name stands twice among {', '.join(named)}", node.lineno)
        if isinstance(node, nodes.Filter) and node.name == "plural":
            _refuse_odd_forms(node)
    return tree


@lru_cache(maxsize=2048)
def asked(source: str) -> tuple[frozenset[str], tuple[Call, ...]]:
    """Give the names that a template uses, and what it asks of the answers.

    Raises:
        TemplateSyntaxError: It is no sound template, or does more than choose words and name values.
    """
    if "{" not in source:
        return frozenset(), ()
    tree = parsed(source)
    calls = {_call(node) for node in tree.find_all(nodes.Call)}
    return frozenset(node.name for node in tree.find_all(nodes.Name)) - set(CALLABLE), tuple(sorted(calls))


def _call(node: nodes.Call) -> Call:
    question, *choices = (str(getattr(argument, "value", "")) for argument in node.args or [nodes.Const("")])
    return Call(str(getattr(node.node, "name", "")), question, tuple(choices))


def _refuse_odd_forms(plural: nodes.Filter) -> None:
    """Refuse forms that no language has, and a plural without the form that stands in for all others."""
    forms = {one.key for one in plural.kwargs}
    if plural.args or "other" not in forms or not forms <= set(CATEGORIES):
        raise TemplateSyntaxError(f"plural needs other=..., and may have {', '.join(CATEGORIES)}", plural.lineno)
