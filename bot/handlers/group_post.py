"""Posts into a group, wherever the group or its topic has gone meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot.delivery.outcomes import Fate
from bot.handlers.outgoing import outcome_of

if TYPE_CHECKING:
    from telegram import Bot, InlineKeyboardMarkup

log = structlog.get_logger()

NO_TOPIC = ("thread not found", "topic_closed", "topic_deleted")
"""What Telegram says, in small letters, of a topic that cannot be written in."""


async def post(bot: Bot, chat: int, topic: int | None, html: str, keyboard: InlineKeyboardMarkup) -> bool:
    """Post into a group and say whether it got there.

    A group that became a supergroup is followed; in place of a topic that is closed or gone, the group itself is
    taken. Where the bot may not write, or has written too often (20 a minute), nothing is posted. What may have got
    there is taken to be there, so that a group does not get it twice.

    Raises:
        NetworkError: It surely did not get there.
    """
    try:
        await bot.send_message(
            chat_id=chat,
            message_thread_id=topic,
            text=html,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
    except ChatMigrated as moved:
        return await post(bot, moved.new_chat_id, None, html, keyboard)
    except BadRequest as refusal:
        if topic and any(words in str(refusal).casefold() for words in NO_TOPIC):
            return await post(bot, chat, None, html, keyboard)
        log.info("group.refused", reason="BadRequest")
        return False
    except (Forbidden, RetryAfter) as refusal:
        log.info("group.refused", reason=type(refusal).__name__)
        return False
    except NetworkError as error:
        if outcome_of(error).fate is not Fate.IN_DOUBT:
            raise
        log.warning("group.in_doubt", reason=type(error).__name__)
    return True
