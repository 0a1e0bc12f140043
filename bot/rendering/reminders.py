"""The pages about dates and reminders, and what comes by itself when a date has come."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from markupsafe import Markup

from bot import consent
from bot.dates.said import said_readings
from bot.reminders import MORNING, due_at, now_there, set_for, the_day_before
from bot.reminders.time_zones import city_of, zones_meant
from bot.rendering.markup import in_lines, in_one_line, in_paragraphs
from bot.rendering.voice import shortened
from bot.reply import Button, Document, Message

if TYPE_CHECKING:
    from bot.reminders import Reminder
    from bot.rendering.voice import Voice
    from bot.reply import Rows

VIEWS = ("reminders", "reminder_new", "reminder_offer", "reminder", "zone", "zone_first")
"""The pages that are made here."""

DATES = ("decision.followup-date", "reasons.review-date")
"""The questions that ask for a date."""

MOST_ZONES = 5

LATE = 10 * 60
"""After how many seconds a reminder says that it is late."""

VERY_LATE = 12 * 60 * 60
"""After how many seconds it says that the date itself may be over."""


def reminder_view(voice: Voice, name: str) -> Message:
    """Give one of the pages about dates and reminders, written ``kind`` or ``kind:detail``."""
    kind, _, detail = name.partition(":")
    pages, buttons = voice.words.reminders.pages, voice.words.reminders.buttons
    to_list = _row(voice, buttons.leave, "show:reminders")
    if not consent.allows_keeping(voice.session):
        agree = _row(voice, voice.words.privacy.buttons.consent, f"change:{consent.QUESTION}")
        return Message(voice.say(pages.no_consent), (agree, voice.row("go_on", "go")))
    match kind:
        case "reminder_new":
            return Message(voice.say(pages.new), (to_list,))
        case "reminder_offer" if voice.session.draft:
            return _offer(voice, voice.session.draft)
        case "reminder":
            return _note(voice, detail)
        case "zone" | "zone_first":
            rows = tuple(
                (Button(city_of(zone, voice.words.code), f"remind:{kind}:{zone}", number),)
                for number, zone in enumerate(zones_offered(voice, detail), 1)
            )
            return Message(voice.say(pages.zone_choice if detail else pages.zone), (*rows, to_list))
    return _all(voice)


def reminder_row(voice: Voice) -> tuple[Button]:
    """Give the button that leads to dates and reminders."""
    return _row(voice, voice.words.reminders.buttons.offer, "show:reminders")


def date_rows(voice: Voice) -> Rows:
    """Give the button that makes something of a date, when one was just answered with."""
    just = [one.removeprefix("answered:") for one in voice.session.said if one.startswith("answered:")]
    return tuple(_row(voice, voice.words.reminders.buttons.offer, f"remind:date:{one}") for one in just if one in DATES)


def given(voice: Voice, due: tuple[Reminder, ...], now: int) -> Message:
    """Give the message that comes when reminders are due; it shows nothing of what they are about."""
    words, buttons = voice.words.reminders.coming, voice.words.reminders.buttons
    late = now - due_at(due[0].at, voice.session.zone)
    blocks = [voice.say(words.note) if len(due) == 1 else voice.say(words.several, count=len(due))]
    if late > LATE:
        words_for_it = words.very_late if late > VERY_LATE else words.late
        blocks.append(voice.say(words_for_it, when=spoken(voice, due[0].at)))
    show = f"remind:note:{due[0].number}" if len(due) == 1 else "remind:notes"
    return Message(in_paragraphs(blocks), (_row(voice, buttons.show, show), _row(voice, buttons.stop, "remind:stop")))


def ending(voice: Voice, end: int) -> Message:
    """Give the notice that everything will be erased at a moment, in seconds since 1970 (UTC)."""
    words, buttons = voice.words.reminders.coming, voice.words.reminders.buttons
    day = spoken(voice, now_there(voice.session, end).date().isoformat())
    return Message(voice.say(words.ending, day=day), (_row(voice, buttons.keep, "remind:keep"),))


def reminder_notice(voice: Voice, name: str) -> Markup:
    """Give what is said before a page, written ``kind`` or ``kind:detail``."""
    kind, _, detail = name.partition(":")
    session, notices = voice.session, voice.words.reminders.notices
    words = getattr(notices, kind)
    match kind:
        case "set" | "zone_set":
            city = city_of(session.zone, voice.words.code)
            when = spoken(voice, detail) if detail else ""
            return voice.say(words, city=city, when=when, time=f"{now_there(session, session.seen):%H:%M}")
        case "revived":
            missed = [one for one in session.reminders if str(one.number) in detail.split(",")]
            return voice.say(words, missed=in_one_line(spoken(voice, one.at) for one in missed))
        case "removed":
            return voice.say(words, when=spoken(voice, detail))
        case "half":
            return voice.say(words, time=detail)
        case "no_city":
            return voice.say(words, when=spoken(voice, session.draft.at) if session.draft else "")
        case "ambiguous":
            found = voice.words.date_reader.find(detail, now_there(session, session.seen).date(), ahead=True)
            return voice.say(words, readings=said_readings(voice, found) if found else "")
        case "too_long":
            length, _, most = detail.partition(":")
            return voice.say(words, length=length, most=most)
    return voice.say(words, most=detail)


def zones_offered(voice: Voice, place: str) -> tuple[str, ...]:
    """Give the time zones from which a person may choose: those of a place they named, or the most usual ones."""
    words = voice.words.reminders
    return zones_meant(place, voice.words.code, words.places)[:MOST_ZONES] if place else words.zones


def calendar_documents(voice: Voice, number: int) -> tuple[Document, ...]:
    """Give the file for a calendar, with the date that the person named and nothing else of theirs."""
    session, words = voice.session, voice.words.reminders.calendar
    if session.draft is None:
        return ()
    appointment = {
        "at": session.draft.at,
        "zone": session.zone,
        "summary": words.summary,
        "made": datetime.fromtimestamp(session.seen, UTC).isoformat(),
        "id": str(number),
    }
    return (Document(number, words.filename, voice.say(words.caption), json.dumps(appointment)),)


def spoken(voice: Voice, at: str) -> Markup:
    """Give a day, or a day and a time, in words."""
    from babel.dates import format_datetime  # noqa: PLC0415 - few people need it

    words = voice.words.reminders
    pattern = words.day_and_time if "T" in at else words.day
    return Markup.escape(format_datetime(datetime.fromisoformat(at), pattern, locale=voice.words.code))


def _all(voice: Voice) -> Message:
    session, pages, buttons = voice.session, voice.words.reminders.pages, voice.words.reminders.buttons
    lines, rows = [], []
    for number, one in enumerate(sorted(session.reminders, key=lambda one: one.at), 1):
        over = Markup(" {}").format(voice.say(voice.words.reminders.over)) if one.given else ""
        when = spoken(voice, one.at)
        lines.append(Markup("{} {}{}: {}").format(number, when, over, shortened(one.note)))
        rows.append((Button(when.unescape(), f"remind:note:{one.number}", number),))
    blocks = [voice.say(pages.reminders), in_lines(lines) or voice.say(pages.about)]
    if session.reminders_off:
        blocks.append(voice.say(pages.stopped))
    if session.draft and due_at(set_for(session.draft.at), session.zone or "UTC") > session.seen:
        blocks.append(voice.say(pages.not_set, when=spoken(voice, session.draft.at)))
        rows.append(_row(voice, buttons.set, "remind:offer"))
    rows.append(_row(voice, buttons.new, "show:reminder_new"))
    if not consent.remembers(session):
        blocks[1] = voice.say(pages.until_summary)
        rows.append(_row(voice, voice.words.privacy.buttons.consent, f"change:{consent.QUESTION}"))
    if session.zone:
        rows.append(_row(voice, buttons.zone, "show:zone", city=city_of(session.zone, voice.words.code)))
        turn = (buttons.on, "remind:on") if session.reminders_off else (buttons.stop, "remind:stop")
        rows.append(_row(voice, *turn))
    return Message(in_paragraphs(blocks), (*rows, voice.row("go_on", "go")))


def _offer(voice: Voice, draft: Reminder) -> Message:
    pages, buttons = voice.words.reminders.pages, voice.words.reminders.buttons
    remembers = consent.remembers(voice.session)
    rows: list[tuple[Button, ...]] = [_row(voice, buttons.that_day, "remind:that_day")] if remembers else []
    if remembers and set_for(now_there(voice.session, voice.session.seen).isoformat()) < the_day_before(draft.at):
        rows.append(_row(voice, buttons.day_before, "remind:day_before"))
    rows.append(_row(voice, buttons.file, "remind:file"))
    rows.append(_row(voice, buttons.another, "show:reminder_new"))
    timed = "T" in draft.at or not remembers
    text = voice.say(pages.offer, when=spoken(voice, draft.at), timed=timed, morning=MORNING)
    return Message(text, (*rows, voice.row("go_on", "go")))


def _note(voice: Voice, number: str) -> Message:
    pages, buttons = voice.words.reminders.pages, voice.words.reminders.buttons
    one = next((one for one in voice.session.reminders if str(one.number) == number), None)
    if one is None:
        return Message(voice.say(pages.gone), (voice.row("go_on", "go"),))
    rows: Rows = (_row(voice, buttons.remove, f"remind:remove:{number}"), voice.row("go_on", "go"))
    if one.given:
        rows = (_row(voice, buttons.again, f"remind:again:{number}"), *rows)
    return Message(voice.say(pages.note, when=spoken(voice, set_for(one.at)), note=one.note), rows)


def _row(voice: Voice, words: str, data: str, **values: object) -> tuple[Button]:
    return (Button(voice.plain(words, **values), data),)
