"""Whom to ask, and how to choose?"""

from bot.questions import Kind, Question, Section

SPECIALIST = Section(
    "specialist",
    (
        Question("specialist.now", Kind.ONE, ("ms-neurologist", "neurologist", "other-doctor", "nobody")),
        Question("specialist.life", Kind.ONE, ("pregnancy", "older-age", "other-condition", "no")),
        Question("specialist.practical", Kind.SEVERAL, ("cost", "distance", "records", "nothing"), alone=("nothing",)),
        Question("specialist.format", Kind.ONE, ("in-writing", "by-video", "in-person", "no-preference")),
        Question("specialist.trials", Kind.ONE, ("yes", "no", "not-sure")),
    ),
)
