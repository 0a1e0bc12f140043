"""Dates as people write them: "March 2019", "3/19", "about five years ago", "next Tuesday at 3pm"."""

from bot.dates.found import Days, Found, Precision
from bot.dates.reader import DateReader

__all__ = ["DateReader", "Days", "Found", "Precision"]
