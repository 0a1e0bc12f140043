"""Words that mean a button or a command without standing on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.typed import normalised

if TYPE_CHECKING:
    from bot.content.shared_wording import SharedWords
    from bot.rendering.voice import Voice
    from bot.reply import Button


def other_words(voice: Voice, buttons: tuple[Button, ...]) -> dict[str, tuple[str, ...]]:
    """Give the words that mean one of the open buttons, by the button's data."""
    shared = voice.words.shared
    asked_twice = is_asked_twice(buttons)
    offers_reminder = any(button.data == "remind:that_day" for button in buttons)
    found = {}
    for button in buttons:
        verb, _, detail = button.data.partition(":")
        question, _, choice = detail.partition(":")
        if verb == "pick":
            of_question = voice.words.question(question).typed.get(choice, ())
            found[button.data] = (*shared.typed_choices.get(choice, ()), *of_question)
        elif button.data == "remind:that_day":
            found[button.data] = (*shared.typed_choices["yes"], *shared.typed_commands["remind"])
        elif verb in {"yes", "next"} or (
            button.data == "go" and voice.session.view != "paused" and not offers_reminder
        ):
            found[button.data] = (
                (*shared.typed_choices["no"], *shared.typed_keep)
                if asked_twice and verb == "go"
                else shared.typed_choices["yes"]
            )
    return found


def is_asked_twice(buttons: tuple[Button, ...]) -> bool:
    """Say whether something is about to be deleted, which no stray number may confirm."""
    return any(button.data.startswith("yes:") for button in buttons)


def typed_commands(shared: SharedWords, *, any_words: bool) -> dict[str, tuple[str, ...]]:
    """Give the words for commands, without those that may well be the answer where any words are taken."""
    kept = {normalised(words) for words in shared.may_be_answers} if any_words else set()
    return {
        name: tuple(one for one in words if normalised(one) not in kept)
        for name, words in shared.typed_commands.items()
    }
