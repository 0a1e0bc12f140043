"""The forms of a date as content writes them, such as ``day of? month``, and where a sentence holds one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.dates.words import Sentence

Slots = dict[str, Any]
"""What stands in a form, by the name of its place."""

_ALSO = {"last_day": "day", "last_count": "count", "short_year": "short", "hour_count": "count"}
"""Second places in a form, and the kind of word that stands there."""


class Match(NamedTuple):
    """What a form found: its slots, the place after it, and its own place among the forms."""

    slots: Slots
    end: int
    order: int


@dataclass(slots=True)
class Forms:
    """Forms as one tree, so that those that begin alike are tried together.

    A form has a handful of places and a word a handful of kinds: the work at a place does not grow with the text.

    Attributes:
        after: The tree after one more place, by the name of the place.
        order: The place of the form that ends here, if one does.
    """

    after: dict[str, Forms] = field(default_factory=dict)
    order: int | None = None

    @classmethod
    def parsed(cls, *forms: str) -> Forms:
        """Read forms as content writes them."""
        tree = cls()
        for order, form in enumerate(forms):
            for places in _written_out(form.split()):
                end = tree
                for place in places:
                    end = end.after.setdefault(place, cls())
                end.order = order if end.order is None else end.order
        return tree

    def matches(self, sentence: Sentence, at: int) -> list[Match]:
        """Give what is found at a place, the longest first; of the same length, in the order of the forms."""
        return sorted(self.ways(sentence, at, {}), key=lambda match: (-match.end, match.order))

    def ways(self, sentence: Sentence, at: int, slots: Slots) -> Iterator[Match]:
        """Give every way from here on, with the slots that are filled already."""
        if self.order is not None:
            yield Match(slots, at, self.order)
        kinds = sentence.kinds(at)
        for place, rest in self.after.items() if kinds else ():
            for reading in kinds.get(_ALSO.get(place, place), ()):
                yield from rest.ways(sentence, at + reading.length, {**slots, place: reading.value})


def _written_out(places: Iterable[str]) -> list[tuple[str, ...]]:
    """Give every form that is meant, with and without the places that may be missing."""
    found: list[tuple[str, ...]] = [()]
    for place in places:
        with_it = [(*one, place.rstrip("?")) for one in found]
        found = with_it + (found if place.endswith("?") else [])
    return [one for one in found if one]
