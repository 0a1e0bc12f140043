"""The sandbox in which the words of the content become sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping

_SANDBOX = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, autoescape=True, trim_blocks=False, keep_trailing_newline=False
)
_compiled: dict[str, Template] = {}

__all__ = ["TemplateError", "compiled", "render"]


def render(source: str, context: Mapping[str, object]) -> Markup:
    """Give the words with everything filled in; values are escaped unless they are markup already.

    Raises:
        TemplateError: The template has a fault, or names something that is not there.
    """
    if "{" not in source:
        return Markup(source.strip())  # noqa: S704 - the content is ours and checked; values never come this way
    return Markup(compiled(source).render(context).strip())  # noqa: S704 - rendered with autoescape


def compiled(source: str) -> Template:
    """Give the compiled template, made at its first use."""
    template = _compiled.get(source)
    if template is None:
        template = _compiled[source] = _SANDBOX.from_string(source)
    return template
