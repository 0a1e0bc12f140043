"""Numbers, plurals, dates and lists as a language writes them, by the rules of the Unicode CLDR."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import pass_context
from markupsafe import Markup, escape

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from babel import Locale
    from jinja2.runtime import Context

DEFAULT = "en"
"""Whose rules are followed for a language that the CLDR does not know."""

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""What the CLDR calls the forms of a word that may follow a number; each language uses some of them."""


def number(value: float, language: str) -> str:
    """Give a number as it is written: 1,000 in English, 1.000 in German."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - Babel is large, and most turns need none of it

    return format_decimal(value, locale=_locale(language))


def plural(count: int, forms: Mapping[str, str], language: str) -> str:
    """Give the form that belongs to the count, with the count in the place of its ``#``.

    Args:
        count: How many there are.
        forms: By the CLDR's categories, such as ``one="# answer", other="# answers"``; what is missing is ``other``.
        language: The language, such as ``es``.
    """
    form = forms.get(_locale(language).plural_form(count), forms["other"])
    return form.replace("#", number(count, language)) if "#" in form else form


def date(day: dt.date, language: str) -> str:
    """Give a date with the month in words, so that nobody takes the day for the month."""
    # English as it is read all over the world, with the day first.
    return formatted(day, "long", "en-001" if language == "en" else language)


def formatted(day: dt.date, pattern: str, language: str) -> str:
    """Give a date by one of the CLDR's patterns, such as ``d MMMM y``."""
    from babel.dates import format_date  # noqa: PLC0415 - as above

    return format_date(day, pattern, locale=_locale(language))


def and_list(items: Iterable[object], language: str) -> Markup:
    """Give things one after the other with "and" before the last; each is escaped unless it is markup."""
    return _listed(items, "standard", language)


def or_list(items: Iterable[object], language: str) -> Markup:
    """Give things one after the other with "or" before the last; each is escaped unless it is markup."""
    return _listed(items, "or", language)


def _listed(items: Iterable[object], style: str, language: str) -> Markup:
    from babel.lists import format_list  # noqa: PLC0415 - as above

    words = [str(escape(item)) for item in items]
    return Markup(format_list(words, style=style, locale=_locale(language)))  # type: ignore[arg-type] # noqa: S704


@cache
def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(DEFAULT)


@pass_context
def _number(context: Context, value: float) -> str:
    return number(value, _language(context))


@pass_context
def _plural(context: Context, count: int, **forms: str) -> str:
    return plural(count, forms, _language(context))


@pass_context
def _date(context: Context, day: dt.date) -> str:
    return date(day, _language(context))


@pass_context
def _and_list(context: Context, items: Iterable[object]) -> Markup:
    return and_list(items, _language(context))


@pass_context
def _or_list(context: Context, items: Iterable[object]) -> Markup:
    return or_list(items, _language(context))


def _language(context: Context) -> str:
    return str(context.get("language", DEFAULT))


FILTERS = {"number": _number, "plural": _plural, "date": _date, "and_list": _and_list, "or_list": _or_list}
"""What the words of the content may write behind a ``|``."""
