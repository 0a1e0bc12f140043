"""Deciding, and what next if still unsure?"""

from bot.questions import Chosen, Kind, Question, Section

HAD_ONE = Chosen("opening.stage", ("had-one",))

DECISION = Section(
    "decision",
    (
        Question(
            "decision.result",
            Kind.ONE,
            ("same", "different", "several"),
            careful=("different", "several"),
            only_if=HAD_ONE,
        ),
        Question("decision.same", Kind.ENTRIES, tells_of_doctors=True, only_if=HAD_ONE),
        Question("decision.different", Kind.ENTRIES, tells_of_doctors=True, only_if=HAD_ONE),
        Question("decision.still-open", Kind.ENTRIES, takes_questions=True, only_if=HAD_ONE),
        Question(
            "decision.values",
            Kind.SEVERAL,
            ("fewer-relapses", "side-effects", "daily-life", "family", "visits"),
            at_most=3,
        ),
        Question("decision.followup", Kind.ONE, ("yes", "no", "not-yet")),
        Question("decision.followup-date", Kind.TEXT, only_if=Chosen("decision.followup", ("yes",))),
        Question("decision.unsure", Kind.ONE, ("no", "a-little", "yes"), careful=("a-little", "yes")),
        Question(
            "decision.open-question", Kind.TEXT, takes_questions=True, only_if=Chosen("decision.unsure", ("yes",))
        ),
        Question("decision.tell", Kind.ONE, ("asking", "telling", "both", "no")),
    ),
)
