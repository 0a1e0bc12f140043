"""The shape of the words about dates, reminders and the calendar file."""

from __future__ import annotations

from pydantic import Field

from bot.content.wording import Wording, Words


class Coming(Wording):
    """What comes by itself, and may stand on a locked screen."""

    note: Words
    several: Words
    late: Words
    very_late: Words
    ending: Words


class ReminderButtons(Wording):
    """The buttons about reminders."""

    show: Words
    stop: Words
    keep: Words
    offer: Words
    new: Words
    another: Words
    that_day: Words
    day_before: Words
    file: Words
    again: Words
    remove: Words
    zone: Words
    on: Words
    leave: Words
    set: Words


class ReminderPages(Wording):
    """The pages about reminders."""

    reminders: Words
    about: Words
    stopped: Words
    not_set: Words
    new: Words
    offer: Words
    zone: Words
    zone_choice: Words
    note: Words
    gone: Words
    until_summary: Words
    no_consent: Words


class ReminderNotices(Wording):
    """What is said before a page about reminders."""

    set: Words
    kept_longer: Words
    removed: Words
    stopped: Words
    on: Words
    revived: Words
    dropped: Words
    kept: Words
    no_date: Words
    no_day: Words
    no_city: Words
    ambiguous: Words
    half: Words
    past: Words
    far: Words
    medicine: Words
    full: Words
    too_long: Words
    zone_set: Words
    zone_unknown: Words
    file_sent: Words


class CalendarWords(Wording):
    """What stands in the file for a calendar."""

    filename: Words = Field(pattern=r"^[a-z-]+\.ics$")
    caption: Words
    summary: Words


class MedicineNotes(Wording):
    """By which phrases a note is known that reads like taking a medicine; content/en/safety.yaml explains phrases."""

    drug: tuple[Words, ...]
    taking: tuple[Words, ...] = Field(min_length=1)
    about_a_visit: tuple[Words, ...]


class ReminderWords(Wording):
    """The file of words about dates, reminders and the calendar file."""

    coming: Coming
    buttons: ReminderButtons
    pages: ReminderPages
    notices: ReminderNotices
    calendar: CalendarWords
    day: Words
    day_and_time: Words
    over: Words
    zones: tuple[Words, ...] = Field(min_length=1, max_length=5)
    places: dict[str, tuple[Words, ...]]
    medicine_notes: MedicineNotes
    typed: tuple[Words, ...] = Field(min_length=1)
    moved: tuple[Words, ...] = Field(min_length=1)
    cancelled: tuple[Words, ...] = Field(min_length=1)
    cancelled_what: tuple[Words, ...] = Field(min_length=1)
    living: tuple[Words, ...] = Field(min_length=1)
