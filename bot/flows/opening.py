"""The opening: what this is, what may be remembered, for whom, and where the person stands."""

from bot.questions import Kind, Question, Section

OPENING = Section(
    "opening",
    (
        Question("opening.welcome", Kind.ONE, ("start", "topics", "privacy", "language")),
        Question("opening.consent", Kind.ONE, ("remember", "until-summary", "read-only")),
        Question("opening.who", Kind.ONE, ("me", "someone")),
        Question("opening.stage", Kind.ONE, ("thinking", "want-one", "had-one", "not-sure")),
    ),
)
