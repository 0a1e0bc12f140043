"""People who tap, type and err at random: whatever they do, nothing is lost, silent or stuck."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace
from talking import Talk, shipped

from bot.dialogue import SUMMARY
from bot.events import Command, Edited, Event, Tap, Text, Unreadable
from bot.local_telegram.attachments import KINDS
from bot.reply import Close, Document, Outgoing
from bot.session import Session, from_json
from bot.telegram_html import parse, utf16_length
from bot.turn import Turns

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = tuple(shipped().language("en").shared.commands)
LANGUAGES = tuple(shipped().languages)
TYPED = ("1", "1 and 2", "1 y 2", "done", "listo", "none", "nada", "hi", "hola", "en español", "in English")
DELETING = {"restart", "restart_sure", "forget", "withdraw"}
LONGEST_MESSAGE = 4096
MOST_DATA = 64


class Walk(RuleBasedStateMachine):
    """One person, with the session stored and loaded between any two turns and the program started anew at will."""

    def __init__(self) -> None:
        super().__init__()
        self.turns = Turns(shipped(), 90)
        self.session: Session | None = None
        self.now = 0
        self.tapped: list[str] = []
        self.open: set[int] = set()

    @initialize(payload=strategies.sampled_from(["", "monitoring", "es-decision", "es", "nonsense"]))
    def start(self, payload: str) -> None:
        self.do(Command("start", payload))

    @rule(data=strategies.data())
    def tap(self, data: strategies.DataObject) -> None:
        buttons = [one.data for one in self.turns.renderer.message(self.session or Session()).buttons]
        choice = data.draw(strategies.sampled_from(buttons))
        self.tapped.append(choice)
        self.do(Tap(choice))

    @precondition(lambda self: self.tapped)
    @rule(data=strategies.data())
    def tap_something_old(self, data: strategies.DataObject) -> None:
        self.do(Tap(data.draw(strategies.sampled_from(self.tapped))))

    @rule(data=strategies.text(max_size=64))
    def forge(self, data: str) -> None:
        self.do(Tap(data))

    @rule(text=strategies.one_of(strategies.text(max_size=60), strategies.sampled_from(TYPED)))
    def type(self, text: str) -> None:
        self.do(Text(text))

    @rule(
        name=strategies.sampled_from([*COMMANDS, "nonsense"]),
        argument=strategies.sampled_from(["", "reasons", "relapse", "español"]),
    )
    def command(self, name: str, argument: str) -> None:
        self.do(Command(name, argument))

    @rule(event=strategies.sampled_from([Unreadable(), Unreadable("hello"), Edited("hello")]))
    def send_something_else(self, event: Event) -> None:
        self.do(event)

    @rule()
    def restart_the_program(self) -> None:
        self.turns = Turns(shipped(), 90)

    @rule(language=strategies.sampled_from(LANGUAGES))
    def change_the_language(self, language: str) -> None:
        place = self.session.place if self.session else ""
        self.do(Tap(f"language:{language}"))
        assert self.session
        assert not place or (self.session.place, self.session.language) == (place, language)

    @rule(days=strategies.integers(0, 30))
    def wait(self, days: int) -> None:
        self.now += days * 24 * 60 * 60

    def do(self, event: Event) -> None:
        """Take a turn, and hold it against what must be true of every turn."""
        before = from_json(json.loads(json.dumps(self.session.to_json()))) if self.session else None
        assert before == self.session
        turn = self.turns.take(before, event, self.now)
        assert turn.reply.outgoing or turn.reply.note, "silence"
        for one in turn.reply.outgoing:
            self.show(one)
        assert len(self.open) <= 1, "more than one question is open"
        if before and turn.session and before.view not in DELETING and before.place != SUMMARY and turn.session.answers:
            assert set(before.answers) <= set(turn.session.answers), "an answer is lost"
        self.session = turn.session
        if turn.session is None:
            self.open.clear()

    def show(self, one: Outgoing) -> None:
        if isinstance(one, Document):
            parse(one.caption, strict=True)
            return
        if isinstance(one, Close):
            assert one.number in self.open
            self.open.discard(one.number)
            return
        shown = parse(one.message.html, strict=True)
        assert shown.text.strip()
        assert utf16_length(shown.text) <= LONGEST_MESSAGE
        for button in one.message.buttons:
            assert button.label
            assert len(button.data.encode()) <= MOST_DATA
            assert button.data or button.link or button.copied, "a button that does nothing"
        (self.open.add if one.message.rows else self.open.discard)(one.number)

    @invariant()
    def there_is_always_something_to_tap(self) -> None:
        if self.session:
            assert self.turns.renderer.message(self.session).buttons

    def teardown(self) -> None:
        """From wherever the walk ended, going on leads to the summary."""
        session = self.session or Session()
        for _ in range(120):
            if session.place == SUMMARY:
                return
            buttons = self.turns.renderer.message(session).buttons
            on = next(
                (one.data for one in buttons if one.data.startswith(("go", "next:", "skip:"))),
                None,
            )
            if session.place == "opening.consent":
                on = "pick:opening.consent:remember"
            moved = self.turns.take(session, Tap(on or "pick:opening.welcome:start"), self.now).session
            assert moved
            session = moved
        raise AssertionError(f"the end is not reached from {session.place}")


def test_ten_thousand_random_turns() -> None:
    """Ten thousand turns: no exception, no silence, nothing that Telegram would refuse."""
    chance = random.Random(0)  # noqa: S311 - a repeatable walk
    walk = Walk()
    walk.do(Command("start"))
    for _ in range(10_000):
        buttons = [one.data for one in walk.turns.renderer.message(walk.session or Session()).buttons]
        events: list[Event] = [
            Tap(chance.choice(buttons)),
            Tap(chance.choice(buttons)),
            Tap(chance.choice((*buttons, *(f"language:{code}" for code in LANGUAGES)))),
            Text(
                chance.choice(
                    [
                        "1",
                        "2 and 3",
                        "done",
                        "saltar",
                        "skip",
                        "2019 first symptoms",
                        "<b>{{ 7*7 }}</b>",
                        "\U0001f600" * 500,
                    ]
                )
            ),
            Command(chance.choice(COMMANDS), chance.choice(["", "monitoring"])),
            Unreadable(),
        ]
        walk.do(chance.choice(events))


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)


@pytest.mark.parametrize("seed", range(2))
async def test_random_turns_on_the_strict_telegram(seed: int, tmp_path: Path) -> None:
    """Five hundred turns through the whole program: none silent, none refused."""
    await wander(seed, 500, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
async def test_ten_thousand_random_turns_on_the_strict_telegram(seed: int, tmp_path: Path) -> None:
    await wander(seed, 2000, tmp_path)


async def wander(seed: int, turns: int, folder: Path) -> None:
    """Go about at random, and hold every turn against what must be true of it."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable walk
    async with Talk(folder, language_code=LANGUAGES[seed % len(LANGUAGES)]) as talk:
        for turn in range(turns):
            mark, toasts = talk.patient.mark(), len(talk.patient.toasts)
            await one_act(talk, chance)
            await talk.settled()
            heard = talk.patient.replies_since(mark) or len(talk.patient.toasts) > toasts
            assert heard, f"silence at turn {turn}"
            assert len(talk.keyboards) <= 1
            forget_long_past(talk)
        record = await talk.record()
        assert not record.pending
    refused = [call for call in talk.telegram.calls if call.refusal]
    assert not refused, refused[0]


async def one_act(talk: Talk, chance: random.Random) -> None:
    """Do one thing that a person might do."""
    patient, keyboard = talk.patient, talk.patient.newest_keyboard
    act: Any = chance.choices(["tap", "old tap", "say", "send", "edit"], [60, 8, 25, 4, 3])[0]
    if act == "tap" and keyboard:
        # What only copies words or opens a page never reaches the bot.
        patient.tap(chance.choice([at for at, one in enumerate(keyboard.all_buttons, 1) if one.data]), keyboard)
    elif act == "old tap":
        data = ["pick:treatment.type:relapsing", "skip:reasons.health", "go", "show:menu", "back:monitoring.labs", "x"]
        patient.tap_data(chance.choice(data), chance.choice(patient.messages) if patient.messages else 1)
    elif act == "send":
        patient.send(chance.choice(sorted(KINDS)))
    elif act == "edit" and (own := [one for one in patient.messages if one.author == "person" and one.kind == "text"]):
        patient.edit(chance.choice(own), "other words")
    else:
        words = [
            "1",
            "2",
            "1 and 2",
            "done",
            "back",
            "skip",
            "saltar",
            "hi",
            "/language es",
            "/language en",
            "/menu",
            "/pack",
            "/answers",
            "/start decision",
            "<b>",
            "x" * 4096,
        ]
        patient.say(chance.choice(words))


def forget_long_past(talk: Talk) -> None:
    """Let go of the beginning of a very long chat, so that looking at the screen stays quick."""
    messages = talk.patient.chat.messages
    for number in list(messages)[:-30]:
        if "reply_markup" not in messages[number]:
            del messages[number]


def test_a_session_without_known_fields_is_read() -> None:
    assert from_json({"format": 1, "place": "treatment.type", "gone": 1}) == replace(Session(), place="treatment.type")
