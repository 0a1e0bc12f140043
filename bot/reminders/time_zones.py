"""Finds the time zone of a city or a country, as people name it."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

LETTERS_A_SLIP = 6
"""One wrong letter is forgiven for each so many typed: places are named much alike."""

HALF_A_YEAR = 182 * 24 * 60 * 60

LONGEST = 60
"""How many characters of a text are read; what is longer names more than a place."""

_MARKS = re.compile(r"[\u0300-\u036f]")
_APART = re.compile(r"[^\w']+")


def zones_meant(text: str, language: str, places: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Give the time zones of the place that a text names, the most likely first; none when it is not known.

    Args:
        text: What was typed.
        language: The language of the person.
        places: Names of further places, by time zone or by the two letters of a country.
    """
    names = _names(language, tuple(places.items()))
    wanted = _plain(text[:LONGEST])
    found = names.get(_meant(wanted, names), ())
    # "Córdoba, España" names a city that two countries have, and one of them.
    within = [zone for zone in found if all(zone in names[other] for other in _countries_in(wanted, names, found))]
    return tuple(sorted(within or found, key=lambda zone: zone not in places))


def is_place(text: str, language: str, places: Mapping[str, tuple[str, ...]]) -> bool:
    """Say whether a text is the name of a place and nothing else, with its country if that is told, too."""
    names = _names(language, tuple(places.items()))
    return all(_plain(part) in names for part in text[:LONGEST].split(","))


def have_one_clock(zones: Collection[str], now: int) -> bool:
    """Say whether there are time zones among these, and all of them have the same time now and in half a year."""
    moments = [datetime.fromtimestamp(at, UTC) for at in (now, now + HALF_A_YEAR)]
    return len({tuple(moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in moments) for zone in zones}) == 1


def is_zone(name: str) -> bool:
    """Say whether there is a time zone with this name."""
    from babel.core import get_global  # noqa: PLC0415 - few people need it

    return name in get_global("zone_territories")


def city_of(zone: str, language: str) -> str:
    """Give the name of the city that a time zone is named after, in a language."""
    from babel.dates import get_timezone_location  # noqa: PLC0415 - few people need it

    return get_timezone_location(zone, locale=language, return_city=True)


def _meant(wanted: str, names: Mapping[str, tuple[str, ...]]) -> str:
    if wanted in names:
        return wanted
    known = [run for run in _runs(wanted) if run in names]
    # "Paris, France" is Paris: what is named most exactly counts, then what has the longer name.
    if known:
        return min(known, key=lambda name: (len(names[name]), -len(name)))
    return _nearest(wanted, names)


def _countries_in(wanted: str, names: Mapping[str, tuple[str, ...]], found: tuple[str, ...]) -> Iterator[str]:
    """Give the other names in a text that have some of these time zones, too."""
    for name in _runs(wanted):
        if set(names.get(name, ())) & set(found):
            yield name


def _runs(text: str) -> Iterator[str]:
    """Give every run of words that stand beside each other in a text."""
    words = text.split()
    return (" ".join(words[start:end]) for end in range(len(words), 0, -1) for start in range(end))


def _nearest(wanted: str, names: Mapping[str, object]) -> str:
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only a misspelling needs it

    slips = len(wanted) // LETTERS_A_SLIP
    near = {name: OSA.distance(wanted, name, score_cutoff=slips) for name in names} if slips else {}
    best = min(near, key=near.__getitem__, default="")
    return best if near.get(best, slips + 1) <= slips else ""


@lru_cache(maxsize=16)
def _names(language: str, places: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, tuple[str, ...]]:
    """Give every known place by its plain name; a city is taken before a country of the same name.

    A further place adds its zone to those of a city or another further place of the same name.
    """
    named: dict[str, tuple[str, ...]] = {}
    for name, zones in (*_countries("en"), *_countries(language)):
        named[_plain(name)] = zones
    cities = {_plain(name): zones for name, zones in (*_cities("en"), *_cities(language))}
    for place, names in places:
        for name in names:
            cities[_plain(name)] = tuple(dict.fromkeys((*cities.get(_plain(name), ()), *_zones(place))))
    return named | cities


def _zones(place: str) -> tuple[str, ...]:
    from babel.core import get_global  # noqa: PLC0415 - few people need it

    return tuple(get_global("territory_zones").get(place, (place,)))


def _countries(language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    from babel import Locale  # noqa: PLC0415 - few people need it
    from babel.core import get_global  # noqa: PLC0415

    territories = Locale.parse(language).territories
    for code, zones in get_global("territory_zones").items():
        if code in territories and zones:
            yield territories[code], tuple(zones)


def _cities(language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    from babel import Locale  # noqa: PLC0415 - few people need it
    from babel.core import get_global  # noqa: PLC0415

    translated = Locale.parse(language).time_zones
    for zone in get_global("zone_territories"):
        yield zone.rpartition("/")[2].replace("_", " "), (zone,)
        if "city" in translated.get(zone, {}):
            yield translated[zone]["city"], (zone,)


def _plain(name: str) -> str:
    letters = _MARKS.sub("", unicodedata.normalize("NFKD", name).casefold())
    return " ".join(_APART.split(letters)).strip()
