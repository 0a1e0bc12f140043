"""What Telegram refuses, in its own words, and what it just allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bot_api_oracle import check_result

from bot.local_telegram.patient import Patient

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.local_telegram.api import LocalTelegram
    from bot.local_telegram.refusals import JSON

    Refusal = Callable[..., Awaitable[tuple[int, str]]]


def keyboard(*buttons: JSON) -> JSON:
    return {"inline_keyboard": [list(buttons)]}


TAP = {"text": "Tap", "callback_data": "t"}
LINK = {"text": "x", "url": "https://example.org"}
NO_LABEL = {"text": " ", "callback_data": "x"}
TEXT_REFUSALS: list[tuple[JSON, str]] = [
    ({"text": ""}, "Bad Request: message text is empty"),
    ({"text": " \n"}, "Bad Request: message text is empty"),
    ({"text": "<b></b>", "parse_mode": "HTML"}, "Bad Request: message text is empty"),
    ({}, "Bad Request: message text is empty"),
    ({"text": "x" * 4097}, "Bad Request: message is too long"),
    ({"text": "😀" * 2049}, "Bad Request: message is too long"),
    ({"text": "\ud800"}, "Bad Request: strings must be encoded in UTF-8"),
    (
        {"text": "<b>x", "parse_mode": "HTML"},
        "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    ({"text": "x", "parse_mode": "Markdown"}, "Bad Request: unsupported parse_mode 'Markdown'"),
    ({"text": "x", "reply_markup": keyboard({"text": "x", "callback_data": ""})}, "Bad Request: BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": keyboard({"text": "x", "callback_data": "é" * 33})}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": keyboard({"text": "x", "copy_text": {"text": ""}})}, "BUTTON_COPY_TEXT_INVALID"),
    ({"text": "x", "reply_markup": keyboard({"text": "x", "copy_text": {"text": "x" * 257}})}, "COPY_TEXT_INVALID"),
    ({"text": "x", "reply_markup": keyboard({"text": "x", "url": "javascript:x"})}, "BUTTON_URL_INVALID"),
    ({"text": "x", "reply_markup": keyboard(NO_LABEL)}, "text must be non-empty"),
    ({"text": "x", "reply_markup": keyboard({"callback_data": "x"})}, 'Can\'t find field "text"'),
    ({"text": "x", "reply_markup": keyboard({"text": "x"})}, "Text buttons are unallowed in the inline keyboard"),
    ({"text": "x", "reply_markup": keyboard(TAP | LINK)}, "exactly one action"),
    ({"text": "x", "reply_markup": keyboard(TAP | {"style": "loud"})}, "invalid button style"),
    ({"text": "x", "reply_markup": keyboard(TAP | {"colour": "red"})}, 'unknown field "colour"'),
    ({"text": "x", "reply_markup": keyboard(*[TAP] * 101)}, "reply markup is too long"),
    ({"text": "x", "reply_markup": {"inline_keyboard": [TAP]}}, "must be an Array of Arrays"),
    ({"text": "x", "reply_markup": [TAP]}, "object expected as reply markup"),
    ({"text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
    ({"text": "x", "reply_to": 1}, 'Bad Request: unknown parameter "reply_to"'),
    ({"text": "x", "reply_parameters": {"message_id": 99}}, "Bad Request: message to be replied not found"),
    ({"text": "x", "message_thread_id": 5}, "Bad Request: message thread not found"),
    ({"text": "x", "entities": [{"type": "bold"}]}, "can't parse MessageEntity"),
]


@pytest.mark.parametrize(("given", "words"), TEXT_REFUSALS)
async def test_texts_and_keyboards_are_refused(refusal: Refusal, anna: Patient, given: JSON, words: str) -> None:
    anna.start()
    status, said = await refusal("sendMessage", chat_id=anna.chat.id, **given)
    assert status == 400
    assert words in said
    assert len(anna.messages) == 1


async def test_the_limits_themselves_are_allowed(telegram: LocalTelegram, anna: Patient) -> None:
    anna.start()
    fitting = keyboard({"text": "x", "callback_data": "x" * 64}, {"text": "y", "copy_text": {"text": "y" * 256}})
    given = {"chat_id": anna.chat.id, "text": f"<b>{'😀' * 2048}</b>", "parse_mode": "html", "reply_markup": fitting}
    sent = await telegram.call("sendMessage", given)
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]
    assert sent["reply_markup"] == fitting
    check_result("sendMessage", sent)


async def test_a_text_is_trimmed_with_its_entities(telegram: LocalTelegram, anna: Patient) -> None:
    anna.start()
    given = {"chat_id": anna.chat.id, "text": " <b> a</b> /help \n", "parse_mode": "HTML"}
    sent = await telegram.call("sendMessage", given)
    assert sent["text"] == "a /help"
    assert sent["entities"] == [
        {"type": "bold", "offset": 0, "length": 1},
        {"type": "bot_command", "offset": 2, "length": 5},
    ]


@pytest.mark.parametrize(
    ("method", "given", "words"),
    [
        ("sendMessage", {"text": "x"}, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 404, "text": "x"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": "@nowhere", "text": "x"}, "Bad Request: chat not found"),
        ("sendRichMessage", {}, "Not Found"),
        ("editMessageText", {"chat_id": 1, "text": "x"}, "Bad Request: message identifier is not specified"),
        ("sendChatAction", {"chat_id": 5, "action": "typin"}, "Bad Request: wrong parameter action in request"),
        ("sendDocument", {"chat_id": 5}, "Bad Request: there is no document in the request"),
        ("sendDocument", {"chat_id": 5, "document": "nofile"}, "wrong file identifier"),
        ("sendDocument", {"chat_id": 5, "document": "f", "caption": "x" * 1025}, "message caption is too long"),
        ("deleteMessage", {"chat_id": 5, "message_id": 99}, "Bad Request: message to delete not found"),
        ("editMessageText", {"chat_id": 5, "message_id": 99, "text": "x"}, "message to edit not found"),
        ("answerCallbackQuery", {"callback_query_id": "7"}, "Bad Request: query is too old and response timeout"),
        ("getFile", {"file_id": "x"}, "invalid file_id"),
        ("getChatMember", {"chat_id": 5, "user_id": 6}, "PARTICIPANT_ID_INVALID"),
        ("leaveChat", {"chat_id": 5}, "private chats"),
        ("setMyName", {"name": "x" * 65}, "bot name is too long"),
        ("setMyDescription", {"description": "x" * 513}, "bot description is too long"),
        ("setMyShortDescription", {"short_description": "x" * 121}, "bot short description is too long"),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "x", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{"command": "x", "description": "x" * 257}]}, "DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{"command": "x", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [], "scope": {"type": "chats"}}, "BotCommandScope"),
        ("setMyCommands", {"commands": [], "language_code": "english"}, "invalid language code"),
    ],
)
async def test_wrong_calls_are_refused(
    refusal: Refusal, telegram: LocalTelegram, method: str, given: JSON, words: str
) -> None:
    Patient(telegram, user_id=5).start()
    status, said = await refusal(method, **given)
    assert status == (404 if words == "Not Found" else 400)
    assert words in said


async def test_edits_are_strict(refusal: Refusal, telegram: LocalTelegram, anna: Patient) -> None:
    anna.start()
    question = {"chat_id": anna.chat.id, "text": "Well?", "reply_markup": keyboard(TAP)}
    number = (await telegram.call("sendMessage", question))["message_id"]
    there = {"chat_id": anna.chat.id, "message_id": number}
    same = await refusal("editMessageText", **there, text="Well?", reply_markup=keyboard(TAP))
    assert same[1].startswith("Bad Request: message is not modified: specified new message content and reply markup")
    edited = await telegram.call("editMessageText", there | {"text": "Well?"})
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= edited["date"]
    assert "not modified" in (await refusal("editMessageReplyMarkup", **there))[1]
    mine = anna.messages[0].id
    refused = await refusal("editMessageText", chat_id=anna.chat.id, message_id=mine, text="x")
    assert refused == (400, "Bad Request: message can't be edited")


async def test_a_bot_may_delete_for_two_days(refusal: Refusal, telegram: LocalTelegram, anna: Patient) -> None:
    anna.start()
    sent = await telegram.call("sendMessage", {"chat_id": anna.chat.id, "text": "Old"})
    telegram.advance(49 * 3600)
    gone = {"chat_id": anna.chat.id, "message_id": sent["message_id"]}
    assert "can't be deleted for everyone" in (await refusal("deleteMessage", **gone))[1]


async def test_a_tap_is_answered_once_and_in_time(refusal: Refusal, telegram: LocalTelegram, anna: Patient) -> None:
    def tapped() -> str:
        return str(anna.tap_data("x", 1)["callback_query"]["id"])

    number = tapped()
    assert "MESSAGE_TOO_LONG" in (await refusal("answerCallbackQuery", callback_query_id=number, text="x" * 201))[1]
    await telegram.call("answerCallbackQuery", {"callback_query_id": number, "text": "x" * 200, "show_alert": True})
    assert anna.toasts[0].alert
    old = "query is too old and response timeout expired or query ID is invalid"
    assert old in (await refusal("answerCallbackQuery", callback_query_id=number))[1]
    number = tapped()
    telegram.advance(151)
    assert old in (await refusal("answerCallbackQuery", callback_query_id=number))[1]


async def test_the_bot_writes_only_where_it_may(refusal: Refusal, telegram: LocalTelegram, anna: Patient) -> None:
    async def said(patient: Patient) -> tuple[int, str]:
        return await refusal("sendMessage", chat_id=patient.chat.id, text="x")

    assert await said(anna) == (403, "Forbidden: bot can't initiate conversation with a user")
    anna.start()
    anna.block()
    assert await said(anna) == (403, "Forbidden: bot was blocked by the user")
    group = Patient(telegram, chat_type="supergroup")
    group.place_bot("restricted")
    assert await said(group) == (400, "Bad Request: not enough rights to send text messages to the chat")
    group.place_bot("kicked")
    assert await said(group) == (403, "Forbidden: bot was kicked from the supergroup chat")
    other = Patient(telegram, chat_type="group")
    await telegram.call("leaveChat", {"chat_id": other.chat.id})
    assert await said(other) == (403, "Forbidden: bot is not a member of the group chat")


async def test_an_inline_question_is_answered_with_checked_results(
    refusal: Refusal, telegram: LocalTelegram, anna: Patient
) -> None:
    query = anna.ask_inline("mri")["inline_query"]["id"]
    article = {"type": "article", "id": "1", "title": "MRI", "input_message_content": {"message_text": "An <b>MRI</b>"}}
    for results, words in [
        ([article, article], "RESULT_ID_DUPLICATE"),
        ([article | {"title": ""}], "ARTICLE_TITLE_EMPTY"),
        ([article | {"input_message_content": {"message_text": "<b>", "parse_mode": "HTML"}}], "can't parse entities"),
        ([article] * 51, "RESULTS_TOO_MUCH"),
    ]:
        assert words in (await refusal("answerInlineQuery", inline_query_id=query, results=results))[1]
    await telegram.call("answerInlineQuery", {"inline_query_id": query, "results": [article], "cache_time": 0})
    assert anna.inline_results == [article]
    assert "too old" in (await refusal("answerInlineQuery", inline_query_id=query, results=[]))[1]
