"""What the program fills into the words of the content: where, under which name, and what it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERYWHERE = ("days", "disclaimer", "language", "safety_line")
"""Values that every text may name, beside the words for the person."""

_ANSWER = "About five years ago, after the second scan and the infusion"

SAMPLES: Mapping[str, tuple[object, ...]] = {
    "answer": (_ANSWER, ""),
    "answers": ("How it is taken: Infusion; Blood results: Both",),
    "city": ("Buenos Aires",),
    "count": (12, 1),
    "day": ("Wednesday 10 March 2027",),
    "days": (90,),
    "items": ("MRI reports; MRI images; List of medicines",),
    "date": ("28 November 2026",),
    "kept": (True, False),
    "length": (4096,),
    "missed": ("Wednesday 10 March 2027, 10:30; Friday 12 March 2027, 10:00", ""),
    "morning": ("09:00",),
    "most": (1000,),
    "records": ("Please send copies of the clinic notes.", ""),
    "images": ("I need the MRI images themselves.", ""),
    "readings": ("4 March 2021 or 3 April 2021",),
    "review_due": ("28 May 2027",),
    "reviewed_by": ("No clinician has reviewed the words.",),
    "side_effects": ("flushing, tiredness",),
    "name": ("Trials and new therapies",),
    "step": (12, 0),
    "steps": (28,),
    "text": (_ANSWER,),
    "note": (_ANSWER,),
    "reminders": (True, False),
    "time": ("15:00",),
    "timed": (True, False),
    "title": ("Scans and tests",),
    "topics": (_ANSWER,),
    "version": (1,),
    "when": ("November 2026",),
    "whom": ("from the doctor or the MRI centre",),
    "words_of": ("28 November 2026",),
}
"""For each value something long, and nothing where it may be nothing."""

_ANSWERED = (
    "lines.your_answer",
    "lines.answer_now",
    "lines.ticked",
    "lines.saved",
    "lines.entry_added",
    "lines.entry_changed",
    "lines.rewrite",
    "lines.one_entry",
)

GIVEN: Mapping[str, tuple[str, ...]] = {
    **{f"shared.{place}": ("answer",) for place in _ANSWERED},
    "shared.buttons.more": ("name",),
    "shared.buttons.next_topic": ("title",),
    "shared.buttons.change_one": ("name",),
    "shared.person.me.words_records": ("items",),
    "shared.person.someone.words_records": ("items",),
    "shared.views.requests": ("records", "images"),
    "shared.lines.step": ("title", "step", "steps"),
    "shared.lines.entries_before": ("count",),
    "shared.notices.old_button": ("name", "answer"),
    "shared.notices.too_many": ("most",),
    "shared.entries": ("text", "when", "side_effects"),
    "shared.notices.date_unclear": ("date", "readings"),
    "shared.notices.too_long": ("length", "most"),
    "shared.notices.too_many_entries": ("most",),
    "shared.views.paused": ("kept",),
    "shared.views.recap": ("title", "step", "steps", "answers", "name"),
    "shared.views.restart": ("count", "reminders"),
    "shared.views.restart_sure": ("count", "reminders"),
    "shared.views.forget": ("count", "reminders"),
    "shared.views.did_you_mean": ("title",),
    "shared.pages": ("steps",),
    "reminders.coming.several": ("count",),
    "reminders.coming.late": ("when",),
    "reminders.coming.very_late": ("when",),
    "reminders.coming.ending": ("day",),
    "reminders.buttons.zone": ("city",),
    "reminders.pages.not_set": ("when",),
    "reminders.pages.offer": ("when", "timed", "morning"),
    "reminders.pages.note": ("when", "note"),
    "reminders.notices.no_city": ("when",),
    "reminders.notices.removed": ("when",),
    "reminders.notices.set": ("when", "city", "time"),
    "reminders.notices.zone_set": ("when", "city", "time"),
    "reminders.notices.revived": ("missed",),
    "reminders.notices.ambiguous": ("readings",),
    "reminders.notices.half": ("time",),
    "reminders.notices.full": ("most",),
    "reminders.notices.too_long": ("length", "most"),
    "visit_pack.ending.made": ("date",),
    "visit_pack.ending.review": ("version", "words_of", "review_due", "reviewed_by"),
    "visit_pack.records": ("whom",),
    "privacy.withdraw.text": ("count",),
    "privacy.policy.version": ("version",),
    "sharing.inline.covers": ("topics",),
}
"""Which values are filled in at which place, and at every place within it."""


def given_at(place: str) -> tuple[str, ...]:
    """Give the names that a text at this place may use, beside the words for the person.

    Args:
        place: Where the text stands, such as ``shared.lines.step``.
    """
    parts = place.split(".")
    around = (".".join(parts[:size]) for size in range(1, len(parts) + 1))
    return (*EVERYWHERE, *(name for one in around for name in GIVEN.get(one, ())))
