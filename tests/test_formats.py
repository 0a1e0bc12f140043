"""Numbers, plurals, dates and lists, as each language writes them."""

from __future__ import annotations

import datetime as dt

import pytest
from jinja2 import TemplateSyntaxError
from markupsafe import Markup

from bot.content import formats
from bot.content.templates import compiled, render

ANSWERS = {"one": "# respuesta", "other": "# respuestas"}
POLISH = {"one": "# dzień", "few": "# dni", "many": "# dni!", "other": "# dnia"}


@pytest.mark.parametrize(
    ("count", "forms", "language", "said"),
    [
        (0, ANSWERS, "es", "0 respuestas"),
        (1, ANSWERS, "es", "1 respuesta"),
        (2, ANSWERS, "es", "2 respuestas"),
        (1_000_000, ANSWERS, "es", "1.000.000 respuestas"),
        (1, POLISH, "pl", "1 dzień"),
        (22, POLISH, "pl", "22 dni"),
        (12, POLISH, "pl", "12 dni!"),
        (1, {"one": "one day", "other": "# days"}, "en", "one day"),
        (12_000, {"other": "# days"}, "en", "12,000 days"),
        (2, {"one": "# day", "other": "# days"}, "no-such", "2 days"),
    ],
)
def test_a_word_agrees_with_its_number(count: int, forms: dict[str, str], language: str, said: str) -> None:
    assert formats.plural(count, forms, language) == said


def test_a_date_has_its_month_in_words() -> None:
    day = dt.date(2027, 3, 4)
    assert formats.date(day, "es") == "4 de marzo de 2027"
    assert formats.date(day, "en") == "4 March 2027"


def test_a_list_ends_with_and_or_with_or() -> None:
    assert formats.and_list(["a", "b", "c"], "es") == "a, b y c"
    assert formats.or_list(["a", "b", "c"], "en") == "a, b, or c"
    assert formats.and_list(["<b>", Markup("<i>x</i>")], "es") == "&lt;b&gt; y <i>x</i>"
    assert formats.and_list([], "es") == ""


def test_the_words_of_the_content_can_use_them_all() -> None:
    source = '{{ n | plural(one="# día", other="# días") }}, {{ many | number }}, {{ day | date }}, {{ all | or_list }}'
    context = {"language": "es", "n": 2, "many": 12345, "day": dt.date(2027, 3, 4), "all": ("<a>", "b")}
    assert render(source, context) == "2 días, 12.345, 4 de marzo de 2027, &lt;a&gt; o b"


@pytest.mark.parametrize(
    "source",
    ['{{ n | plural("# day") }}', '{{ n | plural(one="# day") }}', '{{ n | plural(other="# days", lots="# days") }}'],
)
def test_a_plural_without_its_general_form_or_with_an_unknown_one_is_refused(source: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="plural needs other"):
        compiled(source)
