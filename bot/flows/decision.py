"""Deciding, and what next if still unsure?"""

from bot.questions import Chosen, Kind, Question, Section

DECISION = Section(
    "decision",
    (
        Question(
            "decision.result",
            Kind.ONE,
            ("same", "different", "several"),
            careful=("different", "several"),
            only_if=Chosen("opening.stage", ("had-one",)),
        ),
        Question(
            "decision.values",
            Kind.SEVERAL,
            ("fewer-relapses", "side-effects", "daily-life", "family", "visits"),
            at_most=3,
        ),
        Question("decision.followup", Kind.ONE, ("yes", "no", "not-yet")),
        Question("decision.followup-date", Kind.TEXT, only_if=Chosen("decision.followup", ("yes",))),
        Question("decision.unsure", Kind.ONE, ("no", "a-little", "yes"), careful=("a-little", "yes")),
        Question("decision.open-question", Kind.TEXT, only_if=Chosen("decision.unsure", ("yes",))),
        Question("decision.tell", Kind.ONE, ("asking", "telling", "both", "no")),
    ),
)
