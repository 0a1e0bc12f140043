"""Golden conversations: prose that a clinician can review, replayed with the bot restarted between turns."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bot_api_oracle import check_call, check_update
from talking import DAY, Talk, shipped

from bot.flows import QUESTIONS, SECTIONS

if TYPE_CHECKING:
    from bot.local_telegram.attachments import Kind
    from bot.local_telegram.seen import Seen

FOLDER = Path(__file__).parent / "conversations"
CONVERSATIONS = sorted(FOLDER.glob("*.txt"))

KINDS: dict[str, Kind] = {"a photo": "photo", "a voice message": "voice", "a sticker": "sticker", "a place": "location"}

PERSON = re.compile(r"(writes|taps|sends|comes back after) (.+)")


@pytest.mark.parametrize("path", CONVERSATIONS, ids=lambda path: path.stem)
async def test_conversation(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    written = path.read_text(encoding="utf-8")
    title, *acts = re.split(r"^PERSON ", written, flags=re.MULTILINE)
    spoken = [title]
    prefix = path.stem.partition("-")[0]
    language = prefix if prefix in shipped().languages else "en"
    async with Talk(tmp_path, language_code=language) as talk:
        for act in acts:
            line = act.splitlines()[0]
            before = [(one.id, one.text) for one in talk.patient.messages if one.author == "bot"]
            shown = await perform(talk, line)
            if talk.patient.last_update:
                check_update(talk.patient.last_update)
            spoken.append(f"PERSON {line}\n\n{transcript(shown, dict(before)).strip(chr(10))}\n\n")
            if (await talk.record()).row:
                # Of someone who has not agreed to be remembered nothing is stored that could be brought back.
                await talk.restart()
    now = "".join(spoken).rstrip() + "\n"
    for call in talk.telegram.calls:
        check_call(call.method, call.parameters)
        assert call.refusal is None, call
    if request.config.getoption("--update"):
        path.write_text(now, encoding="utf-8")
        return
    assert now == written, "the bot says something else now; if it is meant, run: make update"


async def perform(talk: Talk, line: str) -> list[Seen]:
    """Do what a line of a conversation says the person does."""
    found = PERSON.fullmatch(line)
    assert found, f"not understood: PERSON {line}"
    verb, what = found.groups()
    if verb == "writes":
        return await talk.say(what)
    if verb == "taps":
        return await talk.tap(what)
    if verb == "sends":
        mark = talk.patient.mark()
        talk.patient.send(KINDS[what])
        await talk.settled()
        return talk.patient.replies_since(mark)
    days, _, text = what.partition(" days and writes ")
    talk.time += int(days) * DAY
    return await talk.say(text)


def transcript(shown: list[Seen], before: dict[int, str]) -> str:
    """Give what the bot showed: new messages in full, of changed ones only what came to them."""
    return "\n".join(changed(one, before[one.id]) if one.id in before else new(one) for one in shown)


def changed(message: Seen, old: str) -> str:
    if message.buttons:
        return new(message, "BOT (in the same message)")
    added = message.text.removeprefix(old).strip() if message.text.startswith(old) else message.text.splitlines()[-1]
    return f"  (above: {added})\n" if added else ""


def new(message: Seen, who: str = "BOT") -> str:
    buttons = "\n".join(" ".join(f"[{button.label}]" for button in row) for row in message.buttons)
    body = f"{message.text}\n\n{buttons}".strip()
    return f"{who}\n" + "".join(f"  {line}".rstrip() + "\n" for line in body.splitlines())


def test_every_section_and_every_question_has_a_conversation() -> None:
    names = {path.stem.partition("-")[0] for path in CONVERSATIONS}
    assert {section.name for section in SECTIONS} <= names
    told = "\n".join(path.read_text(encoding="utf-8") for path in CONVERSATIONS)
    words = shipped().language("en")
    unasked = [one for one in QUESTIONS if words.question(one).ask.split("{{")[0][:30] not in told]
    assert not unasked
