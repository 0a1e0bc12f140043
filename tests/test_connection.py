"""What Telegram wrote is read quickly, and what cannot be read so is read all the same."""

from __future__ import annotations

import json

import pytest
from telegram.error import TelegramError

from bot.handlers.connection import QuickReader


@pytest.mark.parametrize(
    "payload",
    [
        b'{"ok": true, "result": {"message_id": 7, "text": "caf\xc3\xa9 \xf0\x9f\x98\x80"}}',
        rb'{"ok": true, "result": [{"message": {"text": "half a face: \ud83d"}}]}',
        b'{"ok": true, "result": 12345678901234567890123}',
        b'{"ok": true, "result": NaN}',
    ],
)
def test_what_the_standard_library_reads_is_read_the_same(payload: bytes) -> None:
    assert repr(QuickReader.parse_json_payload(payload)) == repr(json.loads(payload))


def test_broken_letters_are_replaced_and_the_rest_is_read() -> None:
    assert QuickReader.parse_json_payload(b'{"description": "bad \xff letter"}') == {"description": "bad \ufffd letter"}


def test_what_is_no_json_is_an_error_of_telegram() -> None:
    with pytest.raises(TelegramError):
        QuickReader.parse_json_payload(b"<html>502 Bad Gateway</html>")
