"""Sessions that earlier releases stored, kept as files: each lands validly, with its answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from talking import SECRET, Talk

from bot.record import as_json
from bot.records import Records
from bot.store import Row, StoreError
from bot.store.sqlite import SqliteStore
from bot.vault import Vault

STORED = sorted(Path(__file__).parent.glob("sessions/*/*.json"))
NAMES = [f"{file.parent.name}-{file.stem}" for file in STORED]


def _content(file: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(file.read_text())
    return data


async def put(talk: Talk, data: dict[str, Any]) -> None:
    """Store data as an earlier release would have, sealed."""
    vault = Vault([SECRET])
    chat = talk.patient.chat.id
    session_id = vault.session_ids(chat)[0]
    key = vault.new_key(session_id)
    store = SqliteStore(talk.database)
    box = vault.seal(key, session_id, 1, json.dumps({**data, "chat": chat}).encode())
    await store.write(Row(session_id, key, box, 1, int(talk.time) + 1000))
    await store.close()


@pytest.mark.fault(48)
@pytest.mark.fault(98)
@pytest.mark.parametrize("file", STORED, ids=NAMES)
async def test_a_session_of_an_earlier_release_goes_on_with_its_answers(talk: Talk, file: Path) -> None:
    data = _content(file)
    await put(talk, data)
    await talk.say("/answers")
    after = (await talk.record()).session
    assert after
    assert after.place == data["session"]["place"]
    assert {name: _plain(answer) for name, answer in after.answers.items()} == data["session"]["answers"]
    await talk.say("/menu")
    assert talk.last.labels


def _plain(answer: object) -> object:
    return list(answer) if isinstance(answer, tuple) else answer


@pytest.mark.fault(48)
@pytest.mark.parametrize("file", STORED, ids=NAMES)
@pytest.mark.parametrize("place", ["reasons.gone", "gone.entirely", "gone", ""])
async def test_a_state_that_no_longer_exists_leads_to_a_valid_one(talk: Talk, file: Path, place: str) -> None:
    data = _content(file)
    data["session"] |= {"place": place, "path": [place, "opening.stage"], "changing": ""}
    await put(talk, data)
    await talk.say("/menu")
    after = (await talk.record()).session
    assert after
    assert after.place != place
    assert {name: _plain(answer) for name, answer in after.answers.items()} == data["session"]["answers"]


@pytest.mark.fault(49)
@pytest.mark.parametrize("data", ["v1:answer:3", "pick:gone.question:yes", "pick:reasons.health:gone", "", "x" * 64])
async def test_a_button_of_an_earlier_release_shows_the_present_question(talk: Talk, data: str) -> None:
    await put(talk, _content(STORED[0]))
    await talk.say("/menu")
    await talk.tap_data(data or "-")
    assert talk.last.labels


@pytest.mark.fault(50)
async def test_an_answer_that_can_no_longer_be_chosen_is_kept(talk: Talk) -> None:
    data = _content(STORED[0])
    data["session"]["answers"] |= {"treatment.type": "a-type-of-before", "gone.question": "yes"}
    await put(talk, data)
    await talk.say("/answers")
    after = (await talk.record()).session
    assert after
    assert after.answers["treatment.type"] == "a-type-of-before"
    assert after.answers["gone.question"] == "yes"


@pytest.mark.fault(51)
async def test_a_session_of_a_later_release_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    await put(talk, {**_content(STORED[0]), "format": 99})
    store = SqliteStore(talk.database)
    records = Records(store, Vault([SECRET]), 1)
    before = await store.rows(b"", 10)
    with pytest.raises(StoreError, match="later release"):
        await records.load(talk.patient.chat.id)
    with pytest.raises(StoreError, match="later release"):
        await records.prove_key()
    assert await store.rows(b"", 10) == before
    await store.close()


@pytest.mark.parametrize("odd", [{"format": 0}, {"place": 7}])
async def test_a_session_of_no_release_is_not_said_to_be_of_a_later_one(tmp_path: Path, odd: dict[str, object]) -> None:
    talk, data = Talk(tmp_path), _content(STORED[0])
    await put(talk, {**data, "session": {**data["session"], **odd}})
    store = SqliteStore(talk.database)
    with pytest.raises(StoreError, match="a form that no release wrote"):
        await Records(store, Vault([SECRET]), 1).load(talk.patient.chat.id)
    await store.close()


@pytest.mark.fault(98)
async def test_what_this_release_writes_the_one_before_can_read(talk: Talk) -> None:
    data = _content(STORED[0])
    await put(talk, data)
    await talk.say("/menu")
    written = json.loads(as_json(await talk.record()))
    assert set(data) <= set(written)
    assert data["session"].keys() <= written["session"].keys()
