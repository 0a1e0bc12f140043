"""Two languages: which one is spoken, changing it anywhere, and a whole talk in either."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from talking import Talk, shipped
from test_content import faults
from test_turn import TURNS, after, at, said, take

from bot.consent import VERSION
from bot.dialogue import PLACES
from bot.events import Command, Tap, Text
from bot.flows import QUESTIONS
from bot.questions import Kind
from bot.rendering.public import public_words
from bot.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from bot.reply import Button

LANGUAGES = tuple(shipped().languages)
VIEWS = ("", "guidance", "menu", "answers:0", "paused", "recap", "summary", "restart", "page:privacy", "page:language")


def in_spanish(place: str, **changes: object) -> Session:
    return at(place, language="es", **changes)


def buttons(session: Session) -> tuple[Button, ...]:
    return TURNS.renderer.message(session).buttons


@pytest.mark.parametrize(("told", "hello"), [("es", "Hola"), ("en", "Hello"), ("fr", "Hello"), ("xx", "Hello")])
def test_the_app_of_someone_new_says_which_language_to_speak(told: str, hello: str) -> None:
    assert said(TURNS.take(after(TURNS.take(None, Command("start"), 0, told)), Command("repeat"), 0)).startswith(hello)


@pytest.mark.parametrize("place", PLACES)
def test_the_language_is_changed_anywhere_and_nothing_else(place: str) -> None:
    answers = {"preparation.timeline": {"1": "2019"}, "reasons.health": ("worse",)}
    before = at(place, answers=answers, ticked=("worse",) if place == "reasons.health" else None)
    for view in VIEWS:
        turn = take(replace(before, view=view), Tap("language:es"))
        there = after(turn)
        assert (there.language, there.place, there.ticked, there.path) == ("es", place, before.ticked, before.path)
        assert there.answers == before.answers
        assert "escribo en español" in said(turn)
        assert buttons(there)
        back = after(take(there, Tap("language:en")))
        assert (back.language, back.place, back.answers) == ("en", place, before.answers)


def test_each_language_is_offered_under_its_own_name() -> None:
    page = after(take(at("treatment.type"), Command("language")))
    assert [one.words for one in buttons(page)[:2]] == ["English", "Español"]
    assert after(take(page, Text("2"))).language == "es"
    assert after(take(page, Text("espanol"))).language == "es"
    assert after(take(page, Tap("go"))).language == "en"


@pytest.mark.parametrize(
    ("spoken", "text", "wanted"),
    [
        ("en", "in Spanish please", "es"),
        ("en", "en español, por favor", "es"),
        ("en", "EN ESPANOL", "es"),
        ("en", "could we speak spanish please", "es"),
        ("en", "auf Spanisch bitte", "es"),
        ("es", "English", "en"),
        ("es", "¿puede hablar en inglés?", "en"),
        ("es", "cambiar a ingles por favor", "en"),
        ("es", "en español", "es"),
    ],
)
@pytest.mark.parametrize("place", ["treatment.type", "reasons.end", "summary"])
def test_the_language_is_asked_for_in_words(spoken: str, text: str, wanted: str, place: str) -> None:
    there = after(take(at(place, language=spoken), Text(text)))
    assert (there.language, there.place) == (wanted, place)


@pytest.mark.parametrize("text", ["in Spanish please", "español", "en español, por favor"])
def test_asking_for_a_language_is_no_answer_where_any_words_are_taken(text: str) -> None:
    there = after(take(at("preparation.timeline"), Text(text)))
    assert there.language == "es"
    assert "preparation.timeline" not in there.answers


@pytest.mark.parametrize("ask", [Command("language", "español"), Command("language", "es"), Tap("language:es")])
def test_the_command_may_name_the_language(ask: Command | Tap) -> None:
    assert after(take(at("treatment.type"), ask)).language == "es"


@pytest.mark.parametrize("ask", [Command("language", "klingon"), Text("could you speak german please")])
def test_a_language_that_is_not_there_leads_to_those_that_are(ask: Command | Text) -> None:
    assert after(take(at("treatment.type"), ask)).view == "page:language"
    assert after(take(at("treatment.type"), Tap("language:xx"))).language == "en"


def test_the_welcome_is_said_whole_in_the_language_just_chosen() -> None:
    turn = take(Session(open=1, messages=1), Tap("pick:opening.welcome:language"), Tap("language:es"))
    assert "esclerosis múltiple" in said(turn)
    assert "112" in said(turn)


def test_who_must_consent_anew_can_read_it_in_another_language_first() -> None:
    turn = take(at("treatment.type", consent=VERSION - 1), Tap("language:es"))
    assert after(turn).language == "es"


def test_the_words_for_help_are_said_again_in_the_language_asked_for() -> None:
    turn = take(at("treatment.type"), Text("I cannot breathe"), Text("en español"))
    assert "112" in said(turn)
    assert "Seguir cuando esté a salvo" in [one.words for one in buttons(after(turn))]


async def test_a_visitor_keeps_the_language_when_the_program_starts_anew(tmp_path: Path) -> None:
    async with Talk(tmp_path, language_code="en") as talk:
        await talk.say("/start")
        await talk.walk("Language", "Español")
        await talk.restart()
        await talk.tap("Empezar")
        assert "¿Puedo recordar sus respuestas?" in talk.last.text
        assert (await talk.record()).row is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_can_be_typed_also_without_accents(language: str) -> None:
    for question in QUESTIONS.values():
        if question.kind is not Kind.ONE or question.id in {"opening.welcome", "opening.consent"}:
            continue
        for choice in question.choices:
            before = at(question.id, language=language)
            label = next(one.words for one in buttons(before) if one.data == f"pick:{question.id}:{choice}")
            plain = "".join(one for one in unicodedata.normalize("NFKD", label) if not unicodedata.combining(one))
            for typed in (label, plain.upper()):
                assert after(take(before, Text(typed))).answers[question.id] == choice, typed


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_bot_offers_to_be_typed_rings_no_alarm(language: str) -> None:
    words = shipped().language(language)
    rang = []
    for question in QUESTIONS.values():
        before, asked = at(question.id, language=language), words.question(question.id)
        offered = [*asked.choices.values(), *(one for ones in asked.typed.values() for one in ones)]
        rang += [one for one in offered if TURNS.take(before, Text(one), 0).alarm]
    commands = [one for ones in words.shared.typed_commands.values() for one in ones]
    before = at("treatment.type", language=language)
    rang += [one for one in commands if TURNS.take(before, Text(one), 0).alarm]
    assert rang == []


@pytest.mark.parametrize(
    ("place", "text", "answer"),
    [
        ("opening.who", "mi mama", "someone"),
        ("treatment.type", "EMRR", "relapsing"),
        ("treatment.type", "no sé", "not-sure"),
        ("treatment.type", "recurente (con brotes)", "relapsing"),
        ("treatment.route", "comprimidos", "tablets"),
        ("treatment.route", "opción 2", "tablets"),
        ("treatment.route", "la segunda", "tablets"),
        ("specialist.format", "videollamada", "by-video"),
        ("decision.followup", "claro", "yes"),
        ("decision.followup", "aún no", "not-yet"),
    ],
)
def test_other_words_for_a_choice_choose_it_in_spanish(place: str, text: str, answer: str) -> None:
    assert after(take(in_spanish(place), Text(text))).answers[place] == answer


@pytest.mark.parametrize(
    ("text", "view"),
    [("atras", ""), ("estoy cansada", "paused"), ("mis respuestas", "answers:0"), ("borrar mis datos", "forget")],
)
def test_commands_are_typed_in_spanish(text: str, view: str) -> None:
    assert after(take(in_spanish("treatment.type", path=("reasons.life",)), Text(text))).view == view


def test_several_numbers_and_the_end_of_a_list_are_typed_in_spanish() -> None:
    assert after(take(in_spanish("reasons.health"), Text("1 y 3"))).ticked == ("new-diagnosis", "worse")
    assert after(take(in_spanish("preparation.timeline"), Text("eso es todo"))).place == "preparation.medicines"


@pytest.mark.parametrize(
    ("place", "mine", "theirs"),
    [
        ("reasons.health", "preocupe, en su salud?", "preocupe, en la salud de la persona con EM?"),
        ("reasons.outcome", "¿Qué quiere hacer?", "¿Qué quiere hacer la persona con EM?"),
        ("preparation.help", "¿Cómo va a recordar lo", "¿Cómo va a recordar la persona con EM lo"),
        ("decision.tell", "para su médico habitual?", "para el médico habitual de la persona con EM?"),
    ],
)
def test_a_companion_is_asked_about_the_person_with_ms(place: str, mine: str, theirs: str) -> None:
    assert mine in said(take(in_spanish(place), Command("repeat")))
    assert theirs in said(take(in_spanish(place, answers={"opening.who": "someone"}), Command("repeat")))


def test_both_ways_to_speak_of_the_person_need_the_same_names(tmp_path: Path) -> None:
    found = faults(tmp_path, "es/shared.yaml", "    en_mi_caso: en este caso\n", "")
    assert any("person" in one and "only one of me and someone has en_mi_caso" in one for one in found)


def test_a_question_for_the_doctor_has_the_same_name_in_every_language() -> None:
    first, *others = (list(words.doctor_questions) for words in shipped().languages.values())
    assert all(one == first for one in others)


@pytest.mark.parametrize(
    ("asked", "piece"),
    [("resonancia", "monitoring.match"), ("embarazo", "specialist.life"), ("vacunas", "preparation")],
)
def test_inline_answers_are_found_in_spanish(asked: str, piece: str) -> None:
    assert any(one.id.startswith(piece) for one in public_words(shipped().language("es")).find(asked))


def test_counts_agree_with_their_words() -> None:
    for count, words in ((3, "3 respuestas."), (4, "4 respuestas.")):
        answers = {"treatment.type": "relapsing"} if count > 3 else {}
        assert words in said(take(in_spanish("treatment.route", answers=answers), Command("restart")))
    one = Session(language="es", place="opening.who", answers={"opening.consent": "remember"}, open=1, messages=1)
    assert "1 respuesta." in said(take(one, Command("restart")))
