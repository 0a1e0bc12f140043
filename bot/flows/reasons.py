"""When is a second opinion worth considering?"""

from bot.questions import Chosen, Kind, Question, Section

REASONS = Section(
    "reasons",
    (
        Question(
            "reasons.health",
            Kind.SEVERAL,
            ("new-diagnosis", "side-effects", "worse", "none"),
            alone=("none",),
            careful=("side-effects", "worse"),
        ),
        Question(
            "reasons.advice",
            Kind.SEVERAL,
            ("disagree", "risks", "checks", "told-to-stop", "none"),
            alone=("none",),
            careful=("told-to-stop",),
        ),
        Question("reasons.life", Kind.SEVERAL, ("family", "travel", "work", "other", "none"), alone=("none",)),
        Question("reasons.life-other", Kind.TEXT, takes_questions=True, only_if=Chosen("reasons.life", ("other",))),
        Question("reasons.outcome", Kind.ONE, ("now", "own-team", "later"), careful=("now", "own-team", "later")),
        Question("reasons.review-date", Kind.TEXT, only_if=Chosen("reasons.outcome", ("later",))),
    ),
)
