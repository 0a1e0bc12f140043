"""How do treatment options bear on it?"""

from bot.questions import Chosen, Kind, Question, Section

TREATMENT = Section(
    "treatment",
    (
        Question("treatment.type", Kind.ONE, ("relapsing", "progressive", "not-sure")),
        Question("treatment.route", Kind.ONE, ("injection", "tablets", "infusion", "none-now", "not-sure")),
        Question(
            "treatment.change",
            Kind.ONE,
            ("starting", "switching", "stopping", "staying", "nothing-yet"),
            careful=("switching", "stopping"),
        ),
        Question(
            "treatment.approach",
            Kind.ONE,
            ("strong-first", "step-by-step", "doctors-differ", "not-explained"),
            only_if=Chosen("treatment.type", ("relapsing",)),
        ),
    ),
)
