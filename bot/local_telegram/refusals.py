"""The ways in which Telegram says no, as errors."""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]
"""An object as the Bot API writes it."""

_LABELS = {400: "Bad Request", 403: "Forbidden", 409: "Conflict", 429: "Too Many Requests"}
_WORDS = {
    400: "",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    413: "Request Entity Too Large",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class RefusalError(Exception):
    """A call that Telegram answers with an error."""

    def __init__(self, status: int, words: str = "", parameters: JSON | None = None) -> None:
        label = _LABELS.get(status, "")
        if not words:
            words = _WORDS.get(status, label)
        elif label and not words.startswith(label):
            words = f"{label}: {words}"
        super().__init__(words)
        self.status, self.words, self.parameters = status, words, parameters

    def answer(self) -> JSON:
        """Give the answer's body."""
        body: JSON = {"ok": False, "error_code": self.status, "description": self.words}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(words: str) -> RefusalError:
    """Refuse what is wrong with the call itself."""
    return RefusalError(400, words)


def forbidden(words: str) -> RefusalError:
    """Refuse what the bot may not do."""
    return RefusalError(403, words)


def conflict(words: str) -> RefusalError:
    """Refuse what collides with another receiver of updates."""
    return RefusalError(409, words)


def too_many_requests(seconds: int) -> RefusalError:
    """Refuse until some seconds have passed."""
    return RefusalError(429, f"retry after {seconds}", {"retry_after": seconds})


def migrated(chat_id: int) -> RefusalError:
    """Refuse a group that has become a supergroup."""
    words = "group chat was upgraded to a supergroup chat"
    return RefusalError(400, words, {"migrate_to_chat_id": chat_id})
