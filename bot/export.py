"""Puts everything that is stored of a person into the files they asked for."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict, replace

from bot.inventory import STORED
from bot.paper.typesetting import typeset
from bot.record import FORMAT
from bot.rendering.privacy import EXPORT, answers_in_words
from bot.reply import Change, Document, Outgoing, Send
from bot.telegram_html import to_plain

if TYPE_CHECKING:
    from bot.record import Record
    from bot.records import Records
    from bot.rendering import Renderer
    from bot.rendering.voice import Voice
    from bot.session import Session


LAYOUT = Path(__file__).with_suffix(".typ")


class Export:
    """Fills the files of an export.

    Args:
        renderer: Speaks to the person.
        records: Knows how the record is stored.
    """

    def __init__(self, renderer: Renderer, records: Records) -> None:
        self._renderer = renderer
        self._records = records

    def filled(self, record: Record, now: int) -> Record:
        """Give the record with the text of each file that waits for it; ``now`` is in seconds since 1970 (UTC)."""
        if record.session is None or not any(map(_is_empty, record.pending)):
            return record
        voice = self._renderer.voice(record.session)
        data = self._data(record, voice, now)
        texts = {
            f"{EXPORT}.json": json.dumps(data, ensure_ascii=False, indent=2),
            f"{EXPORT}.pdf": json.dumps(_sheet(data, voice), ensure_ascii=False),
        }
        pending = tuple(
            replace(one, text=texts[one.filename]) if isinstance(one, Document) and _is_empty(one) else one
            for one in record.pending
        )
        return replace(record, pending=pending)

    def _data(self, record: Record, voice: Voice, now: int) -> dict[str, Any]:
        words = voice.words.privacy.export
        row = self._records.described(record, now)
        return {
            "about": voice.plain(words.intro),
            "row": {
                "id": row.id.hex(),
                "key": words.secret,
                "box": words.sealed,
                "version": row.version,
                "wake_at": _time(row.wake_at),
            },
            "record": {
                "format": FORMAT,
                "chat": record.chat,
                "session": words.below,
                "pending": [_brief(one) for one in record.pending],
                "applied": [{"update": update, "at": _time(at)} for update, at in record.applied],
                "sent": [{"reply": reply, "message": message} for reply, message in record.sent],
                "tries": record.tries,
                "in_doubt": record.in_doubt,
                "paced": _time(int(record.paced)) if record.paced else None,
            },
            "session": _session(voice.session),
            "in_words": [{"question": asked, "answer": answer} for asked, answer in answers_in_words(voice)],
        }


def _session(session: Session) -> dict[str, Any]:
    """Give the session as it is stored, with the parts of each reminder named."""
    reminders = [one._asdict() for one in session.reminders]
    return session.to_json() | {"reminders": reminders, "draft": session.draft and session.draft._asdict()}


def paper_of(sheet: dict[str, Any]) -> bytes:
    """Give the sheet of an export as a PDF."""
    return typeset(LAYOUT, {"code": {"language": sheet["language"].partition("-")[0]}, **sheet})


def _sheet(data: dict[str, Any], voice: Voice) -> dict[str, Any]:
    words = voice.words.privacy.export
    rows = []
    for field in STORED:
        part, _, name = field.name.partition(".")
        rows.append([words.fields[field.name], _readable(data[part][name], words.none)])
    return {
        "language": voice.words.code,
        "title": words.title,
        "intro": words.intro,
        "parts": [
            {"heading": words.answers, "rows": [[one["question"], one["answer"]] for one in data["in_words"]]},
            {"heading": words.fields_heading, "rows": rows},
        ],
    }


def _readable(value: object, nothing: str) -> str:
    if value in ("", None, [], {}, ()):
        return nothing
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_readable(one, nothing)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_readable(one, nothing) for one in value)
    return str(value)


def _brief(outgoing: Outgoing) -> dict[str, Any]:
    match outgoing:
        case Send(number, message) | Change(number, message):
            return {"kind": type(outgoing).__name__, "number": number, "text": to_plain(message.html)}
        case Document(number, filename):
            return {"kind": "Document", "number": number, "filename": filename}
        case _:
            return {"kind": type(outgoing).__name__, **asdict(outgoing)}


def _is_empty(outgoing: Outgoing) -> bool:
    return isinstance(outgoing, Document) and not outgoing.text


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
