"""How to prepare, and what to ask?"""

from bot.questions import Chosen, EntryPart, Kind, Question, Section

PREPARATION = Section(
    "preparation",
    (
        Question(
            "preparation.records",
            Kind.SEVERAL,
            ("notes", "mri-reports", "mri-images", "lab-results", "medicines-list"),
            may_be_empty=True,
        ),
        Question("preparation.timeline", Kind.ENTRIES, parts=(EntryPart.WHEN,)),
        Question("preparation.medicines", Kind.ENTRIES, parts=(EntryPart.WHEN, EntryPart.SIDE_EFFECTS)),
        Question("preparation.questions", Kind.SEVERAL, ("own",), at_most=3, fitting=True),
        Question("preparation.own-questions", Kind.ENTRIES, only_if=Chosen("preparation.questions", ("own",))),
        Question("preparation.help", Kind.ONE, ("companion", "record", "both", "not-yet")),
    ),
)
