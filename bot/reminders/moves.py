"""What taps and words do to dates and reminders."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.consent import allows_keeping, remembers
from bot.moves import Move, ask, hold
from bot.reminders import (
    DAY,
    MOST,
    STAYS,
    Reminder,
    due_at,
    now_there,
    revived,
    set_for,
    stopped,
    the_day_before,
    waiting,
    with_reminder,
)
from bot.reminders.reading import date_cancelled, date_meant, date_moved, date_read, unfit, zone_told
from bot.reminders.time_zones import have_one_clock, is_zone
from bot.rendering.reminders import zones_offered
from bot.typed import past

if TYPE_CHECKING:
    from bot.rendering import Renderer
    from bot.session import Session

LONGEST_NOTE = 300
"""How many characters the words of a date may have."""

TYPED_INTO = ("reminder_new", "reminder_offer", "zone", "zone_first")
"""The pages on which any words are the answer."""

LIST_OF_DATES = "reminders"
"""The page with all dates, on which a day that is typed is a new one."""


def takes_a_date(session: Session) -> bool:
    """Say whether what is typed now is a date, or a place, for a reminder or the calendar."""
    return session.view.partition(":")[0] in TYPED_INTO and allows_keeping(session)


class ReminderMoves:
    """Makes the moves about dates and reminders."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def typed(self, session: Session, text: str, now: int) -> Move:
        """Give the session after a date, a time or a place was typed."""
        kind = session.view.partition(":")[0]
        if not kind.startswith("zone"):
            return self.named(session, text, now)
        place = " ".join(text.split())[:60]
        zones = zones_offered(self._renderer.voice(session), place)
        if (
            not zones
            and session.draft
            and (moved := date_moved(self._renderer.voice(session), session.draft, text, now))
        ):
            return Move(hold(replace(session, draft=moved), kind, "reminder:no_city"))
        if have_one_clock(zones, now):
            return self._moved_to(session, kind, zones[0], now)
        return Move(hold(session, f"{kind}:{place}") if zones else hold(session, kind, "reminder:zone_unknown"))

    def asked(self, session: Session, text: str, now: int, *, free: bool) -> Move | None:
        """Give the session after a reminder was asked for in a sentence, or a day was typed on the page about dates.

        Args:
            session: The session before it.
            text: What was typed.
            now: The time, in seconds since 1970 (UTC).
            free: Whether any words may be the answer here; then only what names a day is taken as a reminder.
        """
        words = self._renderer.voice(session).words
        said = " ".join(text.split())
        rest = past(said, words.reminders.typed)
        has_day = words.date_reader.find(rest, now_there(session, now).date(), ahead=True) is not None
        is_wish, is_there = rest != said, session.view.partition(":")[0] in {LIST_OF_DATES, "reminder"}
        if has_day and (is_wish or is_there):
            return self.named(session, rest, now)
        if is_there and (beside := self._beside(session, said, now)):
            return beside
        return self.named(session, rest, now) if is_wish and rest and not free else None

    def named(self, session: Session, text: str, now: int) -> Move:
        """Give the session after the person named a date, with what it is about if they like."""
        if not allows_keeping(session):
            return Move(hold(session, "reminders"))
        if len(text) > LONGEST_NOTE:
            return Move(hold(session, "reminder_new", f"reminder:too_long:{len(text)}:{LONGEST_NOTE}"))
        if self._renderer.content.listening.medicine_notes.is_one(text):
            return Move(hold(session, "reminder_new", "reminder:medicine"))
        if beside := self._beside(session, text, now):
            return beside
        offered = session.draft if session.view == "reminder_offer" else None
        kind, _, about = session.view.partition(":")
        read = date_read(self._renderer.voice(session), text, now, offered, about if kind == "reminder_new" else "")
        if isinstance(read, str):
            # Neither a date that was named before is lost by a word that is none, nor a note by waiting for its day.
            page = f"reminder_new:{text}" if read == "no_date" else "reminder_new"
            return Move(hold(session, "reminder_offer" if offered else page, f"reminder:{read}"))
        draft, note = read
        if fault := unfit(session, draft, now):
            return Move(hold(session, "reminder_new", f"reminder:{fault}"))
        said = (f"reminder:{note}",) if note else ()
        return Move(hold(replace(session, draft=draft), "reminder_offer", *said))

    def tapped(self, session: Session, what: str, now: int) -> Move:
        """Give the session after a tap on a button about dates and reminders."""
        verb, _, detail = what.partition(":")
        draft = session.draft
        one = next((one for one in session.reminders if str(one.number) == detail), None)
        match verb:
            case "date":
                return self.named(session, "".join(session.chosen(detail)), now)
            case "offer" if draft and allows_keeping(session):
                return Move(hold(session, "reminder_offer"))
            case "file" if draft and allows_keeping(session):
                return Move(hold(session, "reminder_offer", "reminder:file_sent"), files="calendar")
            case _ if not remembers(session):
                return Move(hold(session, "reminders"))
            case "that_day" | "day_before" if draft:
                at = set_for(draft.at) if verb == "that_day" else the_day_before(draft.at)
                session = replace(session, draft=draft._replace(at=at))
                return self._set(session, now) if session.zone else Move(hold(session, "zone_first"))
            case "zone" | "zone_first" if is_zone(detail):
                return self._moved_to(session, verb, detail, now)
            case "notes":
                return Move(hold(session, "reminders"))
            case "note":
                return Move(hold(session, f"reminder:{detail}"))
            case "again" if one:
                tomorrow = now_there(session, now).date() + timedelta(days=1)
                again = one._replace(at=f"{tomorrow}T{one.at.partition('T')[2]}", given=0)
                return self._saved(session, again, now)
            case "remove" if one:
                return _removed(session, one)
            case "stop":
                return Move(hold(stopped(session, "stopped"), "reminders", "reminder:stopped"), note="saved")
            case "on":
                return Move(hold(revived(session, now), "reminders", "reminder:on"), note="saved")
            case "keep":
                return Move(ask(session, f"reminder:kept:{self._days(session)}"), note="saved")
        return Move(hold(session, "reminders"))

    def _beside(self, session: Session, text: str, now: int) -> Move | None:
        """Give the session after "move it to Thursday" or "I live in Hamburg"; None when a text is neither."""
        voice = self._renderer.voice(session)
        one = date_meant(session)
        is_draft = one is not None and one is session.draft
        page = "reminder_offer" if is_draft else LIST_OF_DATES
        if one and (moved := date_moved(voice, one, text, now)):
            if fault := unfit(session, moved, now):
                return Move(hold(session, page, f"reminder:{fault}"))
            return Move(hold(replace(session, draft=moved), page)) if is_draft else self._saved(session, moved, now)
        gone = date_cancelled(voice, text, now)
        if gone:
            return _removed(session, gone)
        if zone := zone_told(voice, text, now):
            return Move(hold(replace(session, zone=zone), page, "reminder:zone_set"), note="saved")
        return None

    def _moved_to(self, session: Session, kind: str, zone: str, now: int) -> Move:
        """Take the time zone in which the person lives, and set the reminder that waited for it."""
        session = replace(session, zone=zone)
        if kind == "zone_first" and session.draft:
            return self._set(session, now)
        return Move(hold(session, "reminders", "reminder:zone_set"), note="saved")

    def _set(self, session: Session, now: int) -> Move:
        draft = session.draft
        fault = unfit(session, draft, now) if draft else "no_date"
        if draft is None or fault:
            return Move(hold(session, "reminder_new", f"reminder:{fault}"))
        same = [one.number for one in waiting(session) if (one.at, one.note) == (draft.at, draft.note)]
        number = same[0] if same else max((one.number for one in session.reminders), default=0) + 1
        return self._saved(replace(session, draft=None), draft._replace(number=number), now)

    def _saved(self, session: Session, reminder: Reminder, now: int) -> Move:
        after = with_reminder(revived(session, now), reminder)
        if after is None:
            return Move(hold(session, "reminders", f"reminder:full:{MOST}"))
        longer = due_at(reminder.at, session.zone) + STAYS > now + self._days(session) * DAY
        said = (f"reminder:set:{reminder.at}", *(["reminder:kept_longer"] if longer else []))
        return Move(hold(after, "reminders", *said), note="saved")

    def _days(self, session: Session) -> int:
        return self._renderer.voice(session).days


def _removed(session: Session, gone: Reminder) -> Move:
    """Take away a reminder, or the date that is not set yet."""
    left = tuple(one for one in session.reminders if one is not gone)
    draft = None if gone is session.draft else session.draft
    without = replace(session, reminders=left, draft=draft)
    return Move(hold(without, LIST_OF_DATES, f"reminder:removed:{gone.at}"), note="saved")


def left_unset(before: Session, after: Session) -> Session:
    """Say that a reminder is not set yet, when the person left the page that asks for their city."""
    was_asked = before.view.partition(":")[0] == "zone_first"
    is_still_there = after.view.partition(":")[0] in {"zone_first", "reminders", "reminder_offer"}
    if was_asked and after.draft and not is_still_there:
        return replace(after, said=("reminder:no_city", *after.said))
    return after
