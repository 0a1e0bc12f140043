"""What do scans and tests add?"""

from bot.questions import Chosen, Kind, Question, Section

MONITORING = Section(
    "monitoring",
    (
        Question("monitoring.match", Kind.ONE, ("new-spots", "feel-worse", "agree", "no-scan", "not-sure")),
        Question("monitoring.labs", Kind.ONE, ("immune", "safety", "both", "no", "not-sure")),
        Question(
            "monitoring.before",
            Kind.ONE,
            ("yes", "no", "partly"),
            careful=("no", "partly"),
            only_if=Chosen("treatment.change", ("starting", "switching", "stopping")),
        ),
    ),
)
