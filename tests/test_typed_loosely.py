"""What people type around an answer, a part of one, a place for a button, and wishes in a sentence."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from test_turn import after, at, said, take

from bot.events import Command, Tap, Text


@pytest.mark.parametrize(
    ("place", "text", "answer"),
    [
        ("opening.who", "for me pls", "me"),
        ("opening.who", "I am a carer", "someone"),
        ("treatment.type", "i think it's relapsng", "relapsing"),
        ("treatment.route", "I take tablets, thanks", "tablets"),
        ("specialist.format", "maybe 2", "by-video"),
        ("monitoring.match", "scan unchanged", "feel-worse"),
        ("decision.result", "different", "different"),
    ],
)
def test_words_around_an_answer_do_not_hide_it_and_a_part_of_it_is_enough(place: str, text: str, answer: str) -> None:
    had_one = {"opening.stage": "had-one"} if place == "decision.result" else {}
    assert after(take(at(place, answers=had_one), Text(text))).answers[place] == answer


@pytest.mark.parametrize(
    ("place", "text", "answer"),
    [
        ("specialist.now", "a general neurologist at the hospital", "neurologist"),
        ("specialist.format", "video call probaly", "by-video"),
        ("opening.stage", "still thinking about it tbh", "thinking"),
        ("opening.who", "it is for my husband", "someone"),
        ("opening.who", "my grandma has had ms for ten years", "someone"),
        ("opening.stage", "I have one next week", "want-one"),
        ("opening.stage", "it's booked for Friday", "want-one"),
        ("opening.stage", "hmm we want to get one", "want-one"),
        ("monitoring.labs", "bloods fine i think", "no"),
        ("treatment.route", "not on anything yet", "none-now"),
        ("treatment.change", "stopping it cos of her age", "stopping"),
        ("opening.stage", "i had one in March", "had-one"),
        ("treatment.route", "tablets, I've had them for years", "tablets"),
        ("treatment.type", "my neurologist says relapsing", "relapsing"),
    ],
)
def test_a_choice_is_found_in_a_sentence(place: str, text: str, answer: str) -> None:
    assert after(take(at(place, answers={}), Text(text))).answers[place] == answer


@pytest.mark.parametrize(
    ("who", "place", "text", "is_answer"),
    [
        ("me", "treatment.type", "my brother has ppms", False),
        ("me", "treatment.type", "I have rrms, my brother has ppms", False),
        ("me", "treatment.route", "my sister takes tablets", False),
        ("me", "treatment.route", "it was on tablets", False),
        ("me", "treatment.route", "i think it was on infusion until it ended", False),
        ("someone", "treatment.type", "my brother has ppms", True),
        ("me", "reasons.life", "my husband wants children", True),
    ],
)
def test_what_is_over_or_somebody_elses_is_no_answer(who: str, place: str, text: str, is_answer: bool) -> None:  # noqa: FBT001 - filled in above
    turn = take(at(place, answers={"opening.who": who}), Text(text))
    assert (place in after(turn).answers or after(turn).ticked is not None) is is_answer


@pytest.mark.parametrize(
    ("text", "ticked"),
    [
        ("i was just diagnosed last month", ("new-diagnosis",)),
        ("sideeffects and getting worse", ("side-effects", "worse")),
        ("i got 3 relapses since may and side effects", ("worse", "side-effects")),
        ("i do not feel worse", None),
        ("do i get worse?", None),
    ],
)
def test_several_choices_are_found_in_a_sentence_that_denies_and_asks_nothing(
    text: str, ticked: tuple[str, ...] | None
) -> None:
    assert after(take(at("reasons.health", answers={}), Text(text))).ticked == ticked


def test_a_choice_that_is_named_once_more_stays_ticked() -> None:
    worse = take(at("reasons.health", answers={}), Text("i am walking worse"), Text("worse"), Text("side effects"))
    assert after(worse).ticked == ("worse", "side-effects")
    again = take(after(worse), Text("its worse and side effects"))
    assert (after(again).ticked, after(again).view) == (("worse", "side-effects"), "")
    assert after(take(after(again), Text("1"))).ticked != after(again).ticked


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("decision.followup", "agreed"),
        ("specialist.now", "no one explained"),
        ("reasons.health", "treated"),
        ("specialist.now", "neurologist"),
        ("opening.stage", "needed"),
    ],
)
def test_a_part_that_could_be_its_opposite_or_another_choice_is_asked_about(place: str, text: str) -> None:
    session = at(place)
    turn = take(session, Text(text))
    assert (after(turn).place, after(turn).ticked) == (place, None)
    assert after(turn).answers == session.answers


@pytest.mark.parametrize(("language", "text"), [("en", "yes"), ("es", "si"), ("es", "Sí, por favor")])
def test_a_plain_yes_is_consent(language: str, text: str) -> None:
    turn = take(None, Command("start"), Tap(f"language:{language}"), Tap("pick:opening.welcome:start"), Text(text))
    assert after(turn).answers["opening.consent"] == "remember"


@pytest.mark.parametrize("text", ["keep nothing", "no", "me", "ok then"])
def test_what_is_no_plain_yes_is_no_consent(text: str) -> None:
    turn = take(None, Command("start"), Tap("pick:opening.welcome:start"), Text(text))
    assert "opening.consent" not in after(turn).answers


def test_where_buttons_have_no_numbers_their_place_can_be_typed() -> None:
    assert after(take(at("reasons.end"), Text("2"))).view == "menu"
    assert after(take(at("reasons.life"), Tap("show:paused"), Text("2"))).view == "answers:0"
    assert after(take(at("reasons.end"), Text("9"))).place == "reasons.end"


def test_yes_at_the_end_of_a_topic_goes_on_to_the_next() -> None:
    assert after(take(at("reasons.end", finished=("reasons",)), Text("yes please"))).place == "treatment.type"


@pytest.mark.parametrize(
    ("language", "text", "answer"),
    [("en", "I want one", "want-one"), ("en", "i have one", "had-one"), ("es", "quiero una", "want-one")],
)
def test_one_in_a_sentence_is_no_number(language: str, text: str, answer: str) -> None:
    turn = take(at("opening.stage", language=language), Text(text))
    assert after(turn).answers["opening.stage"] == answer
    plain = at("specialist.format", language=language)
    assert "specialist.format" not in after(take(plain, Text(text))).answers


def test_a_stray_number_deletes_nothing() -> None:
    turn = take(at("reasons.life"), Command("forget"), Text("1"))
    assert after(turn).view == "forget"


def test_a_number_at_a_list_is_not_the_place_of_a_button() -> None:
    turn = take(at("preparation.timeline"), Text("2019 first signs"), Text("1"))
    assert after(turn).place == "preparation.timeline"
    assert after(turn).view == ""


def test_going_on_at_a_question_asks_it_again_without_a_reproach() -> None:
    assert "Type" not in said(take(at("treatment.type"), Text("go on")))
    assert "Which type of MS" in said(take(at("treatment.type"), Text("continue")))


@pytest.mark.parametrize(
    ("language", "text", "meaning"),
    [
        ("en", "what is a relapse?", "New or returning symptoms"),
        ("en", "what does rebound mean", "flares up strongly"),
        ("es", "que es un brote", "Síntomas"),
    ],
)
def test_asking_what_a_word_means_shows_its_meaning(language: str, text: str, meaning: str) -> None:
    assert meaning in said(take(at("treatment.type", language=language), Text(text)))


@pytest.mark.parametrize(
    ("language", "text", "note"),
    [
        ("en", "remind me tomorrow", "tomorrow"),
        ("en", "Remind me to call the nurse on 12 March", "to call the nurse on 12 March"),
        ("es", "recuérdeme el 12 de marzo", "el 12 de marzo"),
    ],
)
def test_a_reminder_asked_for_in_a_sentence_is_offered(language: str, text: str, note: str) -> None:
    turn = take(at("treatment.type", language=language), Text(text))
    draft = after(turn).draft
    assert after(turn).view == "reminder_offer"
    assert draft
    assert draft.note == note


def test_at_a_list_only_what_names_a_day_is_a_reminder() -> None:
    session = at("preparation.own-questions", answers={"preparation.questions": ("own",)})
    assert after(take(session, Text("remind me tomorrow"))).view == "reminder_offer"
    kept = after(take(session, Text("remind me of the results, please")))
    assert kept.answers["preparation.own-questions"] == {"1": "remind me of the results, please"}


def test_where_a_day_is_asked_for_a_wish_to_be_reminded_is_the_answer() -> None:
    turn = take(at("reasons.review-date", answers={"reasons.outcome": "later"}), Text("remind me in spring"))
    assert after(turn).answers["reasons.review-date"] == "remind me in spring"


@pytest.mark.parametrize(("language", "text"), [("en", "12 march"), ("es", "mañana"), ("en", "in two weeks")])
def test_a_day_typed_on_the_page_about_dates_is_a_new_date(language: str, text: str) -> None:
    turn = take(at("treatment.type", language=language), Command("remind"), Text(text))
    assert after(turn).view == "reminder_offer"


@pytest.mark.parametrize("text", ["yes", "1", "remind me"])
def test_saying_yes_to_a_date_sets_the_reminder(text: str) -> None:
    turn = take(at("treatment.type", zone="Europe/Madrid"), Command("remind", "12 march 1975 call"), Text("12 march"))
    turn = take(after(turn), Text(text))
    assert [one.at for one in after(turn).reminders] == ["1970-03-12T09:00"]


def test_a_word_that_is_no_date_does_not_lose_the_date_named_before() -> None:
    turn = take(at("treatment.type"), Command("remind", "12 march"), Text("hm what now"))
    assert after(turn).view == "reminder_offer"
    assert "Thursday 12 March" in said(turn)


def test_the_list_of_medical_words_is_in_the_order_of_the_alphabet() -> None:
    listed = [
        line for line in said(take(at("treatment.type", language="es"), Command("words"))).splitlines() if "•" in line
    ]
    assert listed.index("• alta eficacia") < listed.index("• brote") < listed.index("• resonancia")


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("recuérdame el martes a las 5 de la tarde", "martes 19 de enero de 2027, 17:00"),
        ("recuerdame mañana a las 10", "sábado 16 de enero de 2027, 10:00"),
        ("recuérdame el 20 a las 9", "miércoles 20 de enero de 2027, 09:00"),
    ],
)
def test_the_hour_behind_a_day_is_no_second_day_in_spanish(text: str, understood: str) -> None:
    session = at("treatment.type", language="es", zone="Europe/Madrid")
    assert understood in said(take(session, Text(text), now=1_800_000_000))


@pytest.mark.parametrize(("place", "written"), [("preparation.timeline", False), ("preparation.own-questions", True)])
def test_a_word_asked_for_at_a_list_is_explained_unless_questions_are_listed(place: str, *, written: bool) -> None:
    turn = take(at(place), Text("what is a relapse?"))
    assert bool(after(turn).entries(place)) is written


def test_a_question_whether_to_delete_everything_stays_until_it_is_answered() -> None:
    assert after(take(at("treatment.type"), Command("forget"), Text("what"))).view == "forget"


@pytest.mark.parametrize(
    ("language", "text", "ticked"),
    [
        ("en", "my doctors dont agree and i am worried about the risk", ("disagree", "risks")),
        ("es", "los doctores no están de acuerdo", ("disagree",)),
        ("es", "no me preocupan los riesgos", None),
    ],
)
def test_a_choice_may_have_a_no_in_its_own_words(language: str, text: str, ticked: tuple[str, ...] | None) -> None:
    assert after(take(at("reasons.advice", language=language), Text(text))).ticked == ticked


@pytest.mark.parametrize(
    ("place", "language", "text", "answer"),
    [
        ("treatment.type", "en", "rrms since 2012", "relapsing"),
        ("treatment.type", "en", "rrms i think but my mum says its progressive now", None),
        ("treatment.route", "en", "kesimpta", "injection"),
        ("treatment.route", "es", "tecfidera", "tablets"),
        ("opening.who", "es", "para mi hijo, tiene 24 años y EM", "someone"),
        ("reasons.outcome", "en", "ask my nurse first", "own-team"),
        ("monitoring.before", "en", "he did it partly, quickly", "partly"),
    ],
)
def test_the_one_choice_that_a_sentence_names_is_taken(
    place: str, language: str, text: str, answer: str | None
) -> None:
    session = at(place, language=language)
    session = replace(session, answers={name: one for name, one in session.answers.items() if name != place})
    assert after(take(session, Text(text))).answers.get(place) == answer


def test_a_named_answer_is_opened_to_be_changed() -> None:
    session = at("treatment.route", answers={"treatment.type": "relapsing"})
    assert after(take(session, Text("change my answer about type of ms"))).place == "treatment.type"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "dont delete everything"),
        ("en", "no delete it all"),
        ("en", "yes do not"),
        ("en", "sure?"),
        ("en", "im ok"),
        ("es", "no borra todo"),
        ("es", "no bórralo todo"),
    ],
)
def test_nothing_like_the_words_for_it_deletes_anything(language: str, text: str) -> None:
    session = after(take(at("treatment.type", language=language), Command("forget")))
    kept = take(session, Text(text)).session
    assert kept
    assert kept.answers == session.answers


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "do you remember me"),
        ("en", "can you remember"),
        ("en", "i have trouble to remember"),
        ("es", "no guárdalo"),
    ],
)
def test_nothing_like_a_yes_is_consent(language: str, text: str) -> None:
    turn = take(None, Command("start"), Tap(f"language:{language}"), Tap("pick:opening.welcome:start"), Text(text))
    assert "opening.consent" not in after(turn).answers


@pytest.mark.parametrize(
    ("place", "language", "text"),
    [
        ("opening.who", "es", "no tengo em"),
        ("treatment.type", "es", "sin brotes"),
        ("treatment.change", "es", "no quiero dejarlo"),
        ("monitoring.match", "es", "me siento mejor"),
        ("monitoring.before", "en", "no one"),
        ("specialist.now", "en", "no neurologist"),
        ("reasons.outcome", "en", "no second opinion"),
    ],
)
def test_the_opposite_is_no_misspelling(place: str, language: str, text: str) -> None:
    session = at(place, language=language)
    session = replace(session, answers={name: one for name, one in session.answers.items() if name != place})
    assert place not in after(take(session, Text(text))).answers


@pytest.mark.parametrize(
    ("place", "language", "text"),
    [
        ("reasons.health", "en", "no side effects"),
        ("reasons.health", "en", "isnt worse"),
        ("reasons.health", "es", "sin efectos secundarios"),
        ("reasons.health", "es", "voy a mejor"),
        ("reasons.advice", "es", "los medicos coinciden"),
        ("specialist.practical", "en", "not expensive"),
    ],
)
def test_what_is_denied_is_not_ticked(place: str, language: str, text: str) -> None:
    assert not after(take(at(place, language=language), Text(text))).ticked


def test_a_sentence_takes_nothing_back_that_is_ticked() -> None:
    session = after(take(at("reasons.health"), Tap("pick:reasons.health:side-effects")))
    assert after(take(session, Text("the side effects are really bad"))).ticked == ("side-effects",)
