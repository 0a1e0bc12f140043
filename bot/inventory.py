"""Every stored field: why it is there, how long it stays, who gets a copy, what erases it."""

from __future__ import annotations

from dataclasses import dataclass

ALWAYS = "/forget, withdrawn consent, the end of retention"
STAY = (
    "RETENTION_DAYS after the last use, or 14 days after the last reminder if that is later;"
    " until the summary when the person chose that"
)
UNTIL_READ = "until removed by the person; at most 5, the oldest that came makes room; else as long as everything"


@dataclass(frozen=True, slots=True)
class Stored:
    """One stored field.

    Attributes:
        name: Where it is stored, written ``row.id``, ``record.chat`` or ``session.place``.
        why: What it is needed for.
        stays: How long it stays.
        export: How it stands in the person's own copy.
        erased: What erases it.
    """

    name: str
    why: str
    stays: str = STAY
    export: str = "in full"
    erased: str = ALWAYS


STORED = (
    Stored("row.id", "finds the record of a chat; a keyed hash of the chat's number"),
    Stored(
        "row.key", "opens the box; wrapped by the master secret, kept apart from the row", export="named, not shown"
    ),
    Stored("row.box", "holds everything below, encrypted", export="its content, field by field"),
    Stored("row.version", "lets no two workers overwrite each other; the box is bound to it"),
    Stored("row.wake_at", "says when something is to be sent, or to be erased"),
    Stored("record.format", "lets a later release read it"),
    Stored("record.chat", "the number to which replies are sent"),
    Stored("record.session", "the talk; its fields are below"),
    Stored("record.pending", "replies that are not sent yet", "until sent; 60 seconds after /forget"),
    Stored("record.applied", "numbers of updates, so that each takes effect once", "48 hours"),
    Stored("record.sent", "the number of the newest message with buttons, to take its buttons away"),
    Stored("record.tries", "how often the oldest reply was tried in vain, to try less and less often", "until sent"),
    Stored("record.in_doubt", "whether that reply may have arrived all the same, to send no copies", "until sent"),
    Stored("record.paced", "keeps to the number of messages that Telegram lets a chat get"),
    Stored("session.format", "lets a later release read it"),
    Stored("session.language", "the language of the replies"),
    Stored("session.place", "the question to go on with"),
    Stored("session.view", "the page that is held over it"),
    Stored("session.said", "what the newest message says before its question"),
    Stored("session.answers", "the next question, the guidance and the summary; free text is kept as typed"),
    Stored("session.written", "the day on which an entry was typed, only where its date is counted from that day"),
    Stored("session.ticked", "choices that are not confirmed yet"),
    Stored("session.path", "the way back"),
    Stored("session.finished", "which topics are done"),
    Stored("session.wanted", "the topic asked for before consent"),
    Stored("session.changing", "the place to return to after a change"),
    Stored("session.open", "which message has the buttons"),
    Stored("session.messages", "numbers the messages"),
    Stored("session.rated", "asks once for each topic whether it helped; not what was said"),
    Stored("session.album", "answers the parts of an album once"),
    Stored("session.zone", "the time zone that the person named, so that a reminder comes at their own time"),
    Stored("session.reminders", "the dates to be reminded of, and the notes with them as typed", UNTIL_READ),
    Stored("session.draft", "a date that was named, until the person says what to do with it"),
    Stored("session.reminders_off", "whether reminders are stopped, or the bot is blocked, so that none comes"),
    Stored("session.noticed", "when the person was told that everything will be erased, to tell them once"),
    Stored("session.consent", "which words of consent were agreed to"),
    Stored("session.misses", "offers the topics and a person after three texts that were not understood"),
    Stored("session.careful", "says again where to call, in the two replies after words that sounded like danger"),
    Stored("session.seen", "when retention ends"),
)
"""Every stored field, in the order in which they lie within each other."""

_ABOUT = """\
# What is stored

Made from the code by `second-opinion inventory`; a test fails when a stored field is missing here.

Nothing is stored of a person who has not agreed to it, or who only reads: their place is in the memory of the process
for at most an hour, and in the buttons of their own chat. What was shown to anybody last is in that memory for a minute
at most; where one process has the database for itself, so is the record of someone who agreed, for about a minute after
it was stored. Logs and metrics hold no text, name, number, token or key.
Names, user names, phone numbers, photos and voice messages are never stored. Telegram keeps the chat itself; only the
person can clear it.

| field | why | how long | in the person's copy (/export) | erased by |
| --- | --- | --- | --- | --- |
"""


def as_markdown() -> str:
    """Give the inventory as a page."""
    lines = (f"| `{one.name}` | {one.why} | {one.stays} | {one.export} | {one.erased} |" for one in STORED)
    return f"{_ABOUT}{chr(10).join(lines)}\n"
