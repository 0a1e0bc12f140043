"""The six sections as tables: which questions, which choices, what follows under which condition."""

from bot.flows.decision import DECISION
from bot.flows.monitoring import MONITORING
from bot.flows.opening import OPENING
from bot.flows.preparation import PREPARATION
from bot.flows.reasons import REASONS
from bot.flows.specialist import SPECIALIST
from bot.flows.treatment import TREATMENT
from bot.questions import Question

SECTIONS = (REASONS, TREATMENT, MONITORING, SPECIALIST, PREPARATION, DECISION)

IN_ORDER = tuple(section.name for section in SECTIONS)

ORDERS = {
    "thinking": IN_ORDER,
    "not-sure": IN_ORDER,
    "want-one": ("specialist", "reasons", "treatment", "monitoring", "preparation", "decision"),
    "had-one": ("decision", "treatment", "monitoring", "reasons", "specialist", "preparation"),
}
"""The order of the sections by the answer to ``opening.stage``."""

QUESTIONS: dict[str, Question] = {question.id: question for section in (OPENING, *SECTIONS) for question in section}

__all__ = ["IN_ORDER", "OPENING", "ORDERS", "QUESTIONS", "SECTIONS"]
