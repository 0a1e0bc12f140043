"""The smallest true example of everything a person can send besides words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from bot.local_telegram.api import LocalTelegram
    from bot.local_telegram.chats import Chat
    from bot.local_telegram.refusals import JSON

Kind = Literal[
    "photo",
    "voice",
    "sticker",
    "location",
    "contact",
    "document",
    "video",
    "dice",
    "poll",
    "animation",
    "video_note",
    "audio",
    "story",
]
"""What can be sent."""

KINDS: tuple[Kind, ...] = get_args(Kind)
"""Every kind, to go through them all."""

_NAMES = {
    "photo": ("photo.jpg", "image/jpeg"),
    "voice": ("voice.ogg", "audio/ogg"),
    "sticker": ("sticker.webp", "image/webp"),
    "document": ("letter.pdf", "application/pdf"),
    "video": ("video.mp4", "video/mp4"),
    "animation": ("animation.mp4", "video/mp4"),
    "video_note": ("round.mp4", "video/mp4"),
    "audio": ("song.mp3", "audio/mpeg"),
}
_SIZE: JSON = {"width": 320, "height": 240}
_STICKER: JSON = {
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "👍",
}


def attachment(telegram: LocalTelegram, chat: Chat, kind: Kind) -> JSON:
    """Give the fields that make a message one of this kind."""
    if kind not in _NAMES:
        return _without_file(telegram, chat, kind)
    name, mime_type = _NAMES[kind]
    basics = telegram.keep_file(name, f"({kind})".encode(), mime_type).basics()
    named = basics | {"file_name": name, "mime_type": mime_type}
    moving = named | _SIZE | {"duration": 2}
    content: JSON = {
        "photo": [basics | _SIZE],
        "voice": basics | {"duration": 2, "mime_type": mime_type},
        "sticker": basics | _STICKER,
        "document": named,
        "video": moving,
        "animation": moving,
        "video_note": basics | {"length": 240, "duration": 2},
        "audio": named | {"duration": 2},
    }
    # Telegram sends an animation as a document too.
    also: JSON = {"document": named} if kind == "animation" else {}
    return also | {kind: content[kind]}


def _without_file(telegram: LocalTelegram, chat: Chat, kind: Kind) -> JSON:
    content: JSON = {
        "location": {"latitude": 41.39, "longitude": 2.17},
        "contact": {"phone_number": "+10000000000", "first_name": "Neighbour"},
        "dice": {"emoji": "🎲", "value": 4},
        "story": {"chat": chat.card(), "id": 1},
        "poll": _poll(f"poll{telegram.next_number()}"),
    }
    return {kind: content[kind]}


def _poll(poll_id: str) -> JSON:
    return {
        "id": poll_id,
        "question": "Tea or coffee?",
        "options": [
            {"persistent_id": "1", "text": "Tea", "voter_count": 0},
            {"persistent_id": "2", "text": "Coffee", "voter_count": 0},
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }
