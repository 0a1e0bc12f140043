"""How to prepare, and what to ask?"""

from bot.questions import Chosen, EntryPart, Kind, Question, Section

OWN_QUESTIONS = "preparation.own-questions"
"""The list to which every question goes that somebody asks on the way."""

PREPARATION = Section(
    "preparation",
    (
        Question(
            "preparation.records",
            Kind.SEVERAL,
            ("notes", "mri-reports", "mri-images", "lab-results", "medicines-list"),
            may_be_empty=True,
            also_given=(("medicines-list", "preparation.medicines"),),
        ),
        Question("preparation.timeline", Kind.ENTRIES, parts=(EntryPart.WHEN,)),
        Question("preparation.medicines", Kind.ENTRIES, parts=(EntryPart.WHEN, EntryPart.SIDE_EFFECTS)),
        Question("preparation.questions", Kind.SEVERAL, ("own",), at_most=3, fitting=True),
        Question(
            OWN_QUESTIONS,
            Kind.ENTRIES,
            takes_questions=True,
            only_if=Chosen("preparation.questions", ("own",), or_entries=OWN_QUESTIONS),
        ),
        Question("preparation.help", Kind.ONE, ("companion", "record", "both", "not-yet")),
    ),
)
