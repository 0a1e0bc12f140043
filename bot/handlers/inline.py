"""Inline mode: the public words, for whoever writes the bot's name and a word in any chat."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.handlers.incoming import language_of
from bot.links import HELLO, link
from bot.rendering.public import public_words

if TYPE_CHECKING:
    from telegram import InlineQuery

    from bot.content import Content
    from bot.rendering.public import Article

KEPT = 300
"""Seconds for which Telegram may answer the same question itself.

The words are the same for everyone and change only with a release, so they may be kept. They are kept for the one who
asked (``is_personal``) because their language depends on that person's app, and so that no answer to what someone
typed is ever served to someone else.
"""


class Inline:
    """Offers the public words; knows nothing of anyone and stores nothing.

    Args:
        content: The words.
    """

    def __init__(self, content: Content) -> None:
        self._content = content

    def prepare(self) -> None:
        """Have ready what takes longer to make than a question may wait for."""
        self._content.prepare()
        for words in self._content.languages.values():
            public_words(words)

    async def answer(self, query: InlineQuery) -> None:
        """Offer what fits; a question that has grown too old meanwhile is let go."""
        words = self._content.language(language_of(query.from_user))
        found = [] if query.offset else public_words(words).find(query.query)
        label, bot_name = words.sharing.inline.button, query.get_bot().username
        with suppress(TelegramError):
            await query.answer(
                results=[_result(article, label, bot_name) for article in found],
                cache_time=KEPT,
                is_personal=True,
                button=InlineQueryResultsButton(text=words.sharing.inline.open, start_parameter=HELLO),
            )


def _result(article: Article, label: str, bot_name: str) -> InlineQueryResultArticle:
    button = InlineKeyboardButton(text=label, url=link(bot_name, article.section))
    return InlineQueryResultArticle(
        id=article.id,
        title=article.title,
        description=article.description,
        input_message_content=InputTextMessageContent(
            message_text=article.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=InlineKeyboardMarkup([[button]]),
    )
