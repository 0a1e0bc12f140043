"""Reads free text first, before state, consent or storage: emergency, crisis, urgent, advice."""

from __future__ import annotations

from itertools import pairwise
from math import exp, log
from typing import TYPE_CHECKING, Any

from bot.listening.files import flat, languages, medicines, words_of
from bot.listening.hunch import Hunch
from bot.listening.phrases import Notation, Phrase, PhraseError
from bot.listening.vocabulary import Vocabulary
from bot.listening.watchlist import Watchlist
from bot.safety_replies import SafetyReplies
from bot.signs import TOGETHER, Level, Sign, answered, levels_of, loudest_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bot.listening.matching import Hearing

_DENIED_WORDS = 3
_PAST_WORDS = 12
_FEW_WORDS = 4
_FEW_BEFORE, _FEW_BEHIND = 3, 2  # so many words at least stand before and behind a "today" that is heard apart
_TODAYS, _CLAUSES = 3, 6  # the last so many of a text are heard apart
_SURELY, _VERY_SURELY = 0.35, 4.0  # how loud a part of a text must be when a phrase is in it, and when none is
_EACH_WORD_FEWER = 2.0
_PLAIN_WORDS = 5  # "I have chest pain": so few words say no more than the phrase that is in them
_PLAINLY_COUNTS = 4.0
_CLEARLY = 1.0
_WORDS_TO_TELL = 60  # more words are not needed to tell a language
_CONTEXTS = ("look_alikes", "other_sense", "general", "denials", "denial_ends", "past", "now", "today", "slow", "alone")


_PHRASE_COUNTS = {Level.EMERGENCY: 1.0, Level.CRISIS: 1.0, Level.URGENT: 0.5, Level.ADVICE: 0.5}


class SafetyNet:
    """Hears signs in every supported language at once, whatever the language of the chat."""

    def __init__(self, contents: dict[str, Any], vocabulary: Vocabulary, content_dir: Path) -> None:
        self.vocabulary = vocabulary
        self._replies = SafetyReplies.load(content_dir)
        self._hunch = Hunch.load(content_dir / "hunches" / "alarms.tsv")
        self._languages = Hunch.load(content_dir / "hunches" / "languages.tsv")
        known = medicines(content_dir, vocabulary)
        signs: list[tuple[Phrase, Sign]] = []
        contexts: dict[str, list[tuple[Phrase, None]]] = {name: [] for name in _CONTEXTS}
        problems: list[str] = []
        for language, content in contents.items():
            try:
                notation = Notation(vocabulary, known)
                for name, entries in content["lists"].items():
                    notation.add_list(name, flat(entries))
                for name, phrases in contexts.items():
                    phrases += [(phrase, None) for phrase in notation.phrases(content[name])]
                signs += _signs(language, content, notation)
            except PhraseError as problem:
                problems.append(f"content/{language}/safety.yaml: {problem}")
        if problems:
            raise PhraseError("\n".join(problems))
        self._signs = Watchlist(signs)
        self._contexts = {name: Watchlist(phrases) for name, phrases in contexts.items()}

    @classmethod
    def load(cls, content_dir: Path) -> SafetyNet:
        """Read safety.yaml of every language."""
        contents = {language: words_of(content_dir, language, "safety") for language in languages(content_dir)}
        shorthand = {short: full for content in contents.values() for short, full in content["shorthand"].items()}
        ordinary = [word for content in contents.values() for word in flat(content["ordinary"])]
        return cls(contents, Vocabulary(shorthand, ordinary), content_dir)

    def prepare(self) -> None:
        """Make what is made once, which would make the first text wait."""
        self._hunch.prepare()
        self._languages.prepare()
        self.vocabulary.prepare()
        self._signs.prepare()
        for context in self._contexts.values():
            context.prepare()

    def hear(self, text: str) -> Level | None:
        """The level at which the text is answered, the most serious of several, or None."""
        levels = self.levels(text)
        return levels[0] if levels else None

    def levels(self, text: str) -> tuple[Level, ...]:
        """The levels at which the text is answered, most serious first."""
        hearing = self.vocabulary.hear(text)
        return levels_of(self.signs(hearing))

    def signs(self, hearing: Hearing) -> list[Sign]:
        """What is there and neither denied nor over, the loudest first; talk of suicide counts even when it is over.

        What happens today, and each clause, is also heard apart from what is told beside it and would drown it.
        """
        heard = self._signs_in(hearing)
        if heard and heard[0].level in TOGETHER:
            return heard
        apart = [(part, signs) for part in self._parts(hearing) if (signs := self._signs_in(part))]
        danger = [sign for part, signs in apart if self._is_danger_now(part, signs[0]) for sign in signs]
        return sorted(dict.fromkeys(danger), key=lambda sign: TOGETHER.index(sign.level)) or heard

    def _is_danger_now(self, part: Hearing, loudest: Sign) -> bool:
        """Say whether a part of a text is surely danger: a clause alone is often a quotation, a joke or long ago."""
        is_now = self._contexts["now"].places(part) | self._contexts["today"].places(part)
        if loudest.level not in TOGETHER or not (is_now or loudest.level is Level.CRISIS):
            return False
        surely = _SURELY if loudest.phrase else _VERY_SURELY
        return self._hunch.odds(part.weighed, apart=True)[loudest.level.value] > surely

    def _parts(self, hearing: Hearing) -> list[Hearing]:
        """What stands behind each "today", and each clause: the last ones of a text that has several."""
        today = self._contexts["today"].words(hearing)
        behind = [place for place in range(_FEW_BEFORE, hearing.size - _FEW_BEHIND) if today >> place & 1][-_TODAYS:]
        breaks = hearing.pauses | hearing.ends | self._contexts["denial_ends"].words(hearing)
        stops = [place for place in range(1, hearing.size) if breaks >> place & 1]
        clauses = pairwise((0, *stops, hearing.size)) if stops else ()
        cuts = [*((place, hearing.size) for place in behind), *list(clauses)[-_CLAUSES:]]
        return [hearing.between(start, end) for start, end in cuts if end - start >= _FEW_BEHIND]

    def _signs_in(self, hearing: Hearing) -> list[Sign]:
        meant = self._deaf(hearing, "look_alikes")
        literal = self._deaf(meant, "other_sense")
        denied = self._denied(literal)
        affirmed = literal.without(denied) if denied else literal
        heard_for = {
            Level.EMERGENCY: (literal, affirmed),
            Level.CRISIS: (meant, meant.without(denied) if denied else meant),
            Level.URGENT: (literal, affirmed),
            Level.ADVICE: (self._deaf(hearing, "general"),) * 2,
        }
        whole = ((1 << hearing.size) - 1) & ~hearing.ends
        past = slow = -1
        found: list[Sign] = []
        for phrase, sign in self._signs.candidates(hearing):
            if places := heard_for[sign.level][sign.deniable].find(phrase):
                if past < 0:
                    now = self._near(hearing, "now")
                    past, slow = self._near(hearing, "past") & ~now, self._near(hearing, "slow") & ~now
                if places & ~past or sign.level is Level.CRISIS:
                    came_slowly = sign.slowly_urgent and not places & ~slow
                    found.append(sign._replace(level=Level.URGENT) if came_slowly else sign)
                    if sign.perhaps_meant:
                        found.append(sign._replace(level=Level.CRISIS))
        if any(not whole & ~places for places, _ in self._contexts["alone"].found(hearing)):
            return [Sign(Level.EMERGENCY, "alone", "", "", deniable=False)]
        return self._weighed(hearing, found)

    def _weighed(self, hearing: Hearing, found: list[Sign]) -> list[Sign]:
        """What phrases and hunch say together; either is enough unless the other is sure of nothing."""
        odds = {Level(kind): value for kind, value in self._hunch.odds(hearing.weighed, apart=bool(found)).items()}
        named, words = {sign.level for sign in found}, sum(map(bool, hearing.spellings))
        for level in named:
            is_plain = level is Level.EMERGENCY and words <= _PLAIN_WORDS
            odds[level] = odds.get(level, 0.0) + (_PLAINLY_COUNTS if is_plain else _PHRASE_COUNTS[level])
        threshold = max(self._hunch.thresholds.values(), default=0.0)
        if not found:  # so few words are for the phrases, unless they are very clear
            threshold += _EACH_WORD_FEWER * max(0, _FEW_WORDS - words)
        if not odds or log(sum(map(exp, odds.values()))) < threshold:
            return []
        loudest = loudest_of(odds, named)
        heard = answered(loudest, odds, found)
        signs = [sign for sign in found if sign.level in heard]
        missing = heard - {sign.level for sign in signs}
        signs += [Sign(level, "hunch", "", "", deniable=False) for level in missing]
        return sorted(signs, key=lambda sign: sign.level is not loudest)

    def language(self, hearing: Hearing, preferred: str = "en") -> str:
        """The language of a text; the preferred one unless another is clearly more likely."""
        odds = self._languages.odds(hearing.weighed[:_WORDS_TO_TELL])
        likeliest = max(odds, key=odds.__getitem__, default=preferred)
        return likeliest if odds.get(likeliest, 0.0) > odds.get(preferred, 0.0) + _CLEARLY else preferred

    def reply(self, levels: Sequence[Level], language: str, country: str | None = None) -> str:
        """The fixed words for these levels, with the numbers of the country or, if it is not known, the main ones."""
        return self._replies.reply([level.value for level in levels], language, country)

    @property
    def numbers(self) -> Mapping[str, Mapping[str, str]]:
        """The numbers to call in each country."""
        return self._replies.numbers

    def safety_line(self, language: str) -> str:
        """One line for every reply to a text that was not understood."""
        return self._replies.safety_line(language)

    def _deaf(self, hearing: Hearing, context: str) -> Hearing:
        """The text without the very words of a look-alike; what stands between them is still heard."""
        places = self._contexts[context].words(hearing)
        return hearing.without(places) if places else hearing

    def _denied(self, hearing: Hearing) -> int:
        """The words that a "no" covers, up to a pause, a "but" or the end of the sentence."""
        reached = self._contexts["denials"].places(hearing)
        if not reached:
            return 0
        stops = hearing.pauses | hearing.ends | self._contexts["denial_ends"].places(hearing)
        covered = 0
        for _ in range(_DENIED_WORDS):
            reached = (reached << 1) & ~stops
            covered |= reached
        return covered

    def _near(self, hearing: Hearing, context: str) -> int:
        """The words of the sentence near a year and the like ("past") or a "today" and the like ("now")."""
        near = self._contexts[context].places(hearing)
        for _ in range(_PAST_WORDS if near else 0):
            near |= ((near << 1) | (near >> 1)) & ~hearing.ends
        return near


def _signs(language: str, content: dict[str, Any], notation: Notation) -> list[tuple[Phrase, Sign]]:
    """Every phrase with its sign; one that says "not" itself ("cannot breathe") cannot be denied by a "not"."""
    negative, slow, meant = set(content["negative"]), set(content["slowly_urgent"]), set(content["perhaps_meant"])
    return [
        (
            phrase,
            Sign(
                Level(level),
                name,
                phrase.source,
                language,
                deniable=not phrase.spellings & negative,
                slowly_urgent=name in slow,
                perhaps_meant=name in meant,
            ),
        )
        for level, names in content["signs"].items()
        for name, lines in names.items()
        for phrase in notation.phrases(lines)
    ]
