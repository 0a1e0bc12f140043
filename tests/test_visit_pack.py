"""The visit pack on paper and in the chat: what is on it, in which order, and that nothing typed comes alive in it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]
import pytest
from fontTools.ttLib import TTFont
from msgspec.structs import replace
from running_bot import running_bot
from talking import BEGINNING, shipped
from typer.testing import CliRunner

from bot.__main__ import command_line
from bot.delivery import LEASE
from bot.flows import IN_ORDER
from bot.paper.inert import inert
from bot.paper.printable import FONTS, MISSING, printable
from bot.paper.typesetting import Paper
from bot.rendering import Renderer
from bot.rendering.summary import LONGEST, summary_parts
from bot.session import Session
from bot.telegram_html import to_plain, utf16_length
from bot.visit_pack.gathering import visit_pack
from bot.visit_pack.samples import samples
from bot.visit_pack.sheet import sheet

if TYPE_CHECKING:
    from pathlib import Path

    from bot.rendering import Voice
    from bot.visit_pack import VisitPack

LANGUAGES = tuple(shipped().languages)
ACCESSIBLE = b"<pdfuaid:part>1</pdfuaid:part>"
"""Stands in a PDF that passed the checks of PDF/UA-1; one that did not is made without it."""

TYPICAL = ("shortest", "typical", "companion", "right-to-left", "after-the-visit")
HOSTILE = (
    "<b>bold</b> <a href='tg://user?id=1'>x</a> &amp; </blockquote>",
    "{{ 7*7 }} {% raw %} {{ self.__init__.__globals__ }}",
    '#read("/etc/hostname") #panic() $ sum $ ] #let x = ( \\u{41}',
    "= heading - list / term: *bold* _em_ `raw` @ref <label> // comment",
    "x" * 4000,
    "٣" * 2000,
    "a\x00b\x07c\x1b[31md\x7fe\u009bf\udc80g",
    "one\u202etwo\u2066three\u2069four\u200efive\u200f\u061csix\ufeffseven",
    "e" + "\u0301" * 500 + "nd",
    "\u0301starts with a mark",
    "日本語 \U0001fae9 \ue000 \uffff \U000e0041",
)


def voice_of(session: Session) -> Voice:
    return Renderer(shipped(), 90).voice(session)


def pack_of(session: Session) -> VisitPack:
    return visit_pack(voice_of(session), shipped().review)


def paper_of(session: Session, paper: Paper = Paper.A4) -> bytes:
    return sheet(pack_of(session), voice_of(session).words, paper)


@cache
def sample_paper(name: str, language: str) -> bytes:
    return paper_of(samples()[name].session(language, BEGINNING))


def read(pdf: bytes) -> str:
    """Give the text in the order in which it is read aloud, in one line and without places to break a word."""
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return squeezed("".join(pages))


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").replace("\ufffe", "").split())


def chat_of(session: Session) -> list[str]:
    voice = voice_of(session)
    return [to_plain(part) for part in summary_parts(voice, visit_pack(voice, shipped().review))]


def typed(text: str, **more: object) -> Session:
    """Give a session in which this text stands wherever something can be typed."""
    entries = {"1": text, "2": "after it"}
    answers = {
        "opening.consent": "remember",
        "opening.stage": "had-one",
        "reasons.life": ("other",),
        "reasons.life-other": text,
        "preparation.timeline": entries,
        "preparation.medicines": entries,
        "preparation.questions": ("own",),
        "preparation.own-questions": {**entries, "3": "third", "4": text},
        "decision.followup": "yes",
        "decision.followup-date": text,
        "decision.unsure": "yes",
        "decision.open-question": text,
        **more,
    }
    return Session(seen=BEGINNING, answers=answers)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", samples())
def test_every_sample_is_accessible_and_named(name: str, language: str) -> None:
    pdf = sample_paper(name, language)
    assert ACCESSIBLE in pdf
    document = pypdfium2.PdfDocument(pdf)
    words = shipped().languages[language].visit_pack
    assert document.get_metadata_dict()["Title"].startswith(words.sheet.title)
    assert f"/Lang({language})".encode() in pdf
    headings = [entry.get_title() for entry in document.get_toc()]
    assert headings[0].startswith(words.sheet.title)
    assert words.headings.top in headings


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TYPICAL)
def test_a_typical_pack_has_two_pages(name: str, language: str) -> None:
    assert len(pypdfium2.PdfDocument(sample_paper(name, language))) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_is_smaller_than_twelve_points(language: str) -> None:
    sizes = set()
    for page in pypdfium2.PdfDocument(sample_paper("typical", language)):
        text = page.get_textpage()
        raw = pypdfium2.raw
        sizes |= {round(raw.FPDFText_GetFontSize(text, at), 1) for at in range(text.count_chars())}
    assert min(size for size in sizes if size > 1) >= 12


def test_the_most_important_stands_first() -> None:
    session = samples()["typical"].session("en", BEGINNING)
    pack, text = pack_of(session), read(sample_paper("typical", "en"))
    order = [squeezed(row.text) for row in pack.parts[0].rows]
    order += [squeezed(one.heading) for one in pack.parts[1:]]
    order += [squeezed(pack.safety), squeezed(pack.disclaimer), *map(squeezed, pack.ending)]
    places = [text.find(one) for one in order]
    assert -1 not in places
    assert places == sorted(places)


def test_a_pack_says_who_made_it_when_and_from_what() -> None:
    text = read(sample_paper("typical", "en"))
    for said in (
        "15 January 2027",
        "version 1",
        "28 May 2027",
        "Funding: none",
        "No clinician",
        "large language model",
    ):
        assert squeezed(said) in text
    assert squeezed("Written by a companion") in read(sample_paper("companion", "en"))
    assert squeezed("Written by a companion") not in text


def test_records_say_what_is_there_and_whom_to_ask() -> None:
    session = samples()["typical"].session("en", BEGINNING)
    records = pack_of(session).part("records")
    assert records
    assert [row.ticked for row in records.rows] == [True, True, False, False, True]
    assert "MRI images: missing, from the MRI centre (not just reports)" in " ".join(chat_of(session))
    never_asked = pack_of(Session(seen=BEGINNING)).part("records")
    assert never_asked
    assert {row.ticked for row in never_asked.rows} == {None}


def test_own_questions_fill_the_top_three_and_the_rest_stay_on_the_list() -> None:
    pack = pack_of(typed("mine", **{"preparation.questions": ("decision.when-how", "own")}))
    top, others = pack.part("top"), pack.part("others")
    assert top
    assert others
    assert [row.text for row in top.rows] == [
        "When do we look again, and how do we see if it works?",
        "mine",
        "after it",
    ]
    assert [row.text for row in others.rows][:2] == ["third", "mine"]


def test_both_opinions_stand_side_by_side_after_the_visit_only() -> None:
    assert pack_of(samples()["after-the-visit"].session("en", BEGINNING)).part("opinions")
    assert not pack_of(samples()["typical"].session("en", BEGINNING)).part("opinions")


@pytest.mark.fault(73)
@pytest.mark.fault(74)
@pytest.mark.fault(88)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_was_typed_is_shown_and_does_nothing(text: str) -> None:
    session = typed(text)
    paper = paper_of(session)
    assert ACCESSIBLE in paper
    shown = read(paper)
    if text.isascii() and text.isprintable():
        if len(text) < 1000:
            assert shown.count(squeezed(text)) == 7
        else:
            assert shown.count("x") >= 7 * len(text)
    assert shown.count("afterit") == 3
    parts = chat_of(session)
    assert all(utf16_length(part) <= LONGEST for part in parts)
    if len(text) < 1000:
        assert " ".join(parts).count(inert(text)) >= 7
    for control in "\u202a\u202b\u202d\u202e\u2066\u2067\x00\x07\x1b\udc80":
        assert control not in "".join(parts)


@pytest.mark.parametrize("text", ["x" * 4000, "٣" * 3000, "क" * 2000, "👩‍👩‍👧" * 300, "W" * 60, "W" * 26])
def test_nothing_runs_over_the_edge(text: str) -> None:
    for page in pypdfium2.PdfDocument(paper_of(typed(text))):
        picture = page.render(scale=0.6).to_pil().convert("L")
        margin = round(15 * 0.6 * 72 / 25.4)
        for edge in (
            picture.crop((0, 0, margin - 3, picture.height)),
            picture.crop((picture.width - margin + 3, 0, picture.width, picture.height)),
        ):
            assert edge.getextrema()[0] == 255


def test_what_no_font_has_is_replaced_and_said_so() -> None:
    text = read(paper_of(typed("日本 then 🫩")))
    assert squeezed(f"{MISSING}then") in text
    assert squeezed(shipped().language("en").visit_pack.ending.incomplete) in text
    assert squeezed(shipped().language("en").visit_pack.ending.incomplete) not in read(sample_paper("typical", "en"))


def test_every_sign_of_many_scripts_has_a_glyph() -> None:
    known: set[int] = set()
    for path in FONTS.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            known.update(font["cmap"].getBestCmap())
    people = [samples()[name].session("en", BEGINNING) for name in ("right-to-left", "many-scripts", "longest")]
    typed_texts = "".join(str(session.answers) for session in people)
    unknown = {one for one in typed_texts if ord(one) not in known and not one.isspace()}
    assert unknown == set("日本語のメモ")
    assert (
        printable("२०२१ में, Ελλάδα, Кириллица, שלום, مرحبا 😀 → ≥ ✓")
        == "२०२१ में, Ελλάδα, Кириллица, שלום, مرحبا 😀 → ≥ ✓"
    )


def test_the_same_answers_give_the_same_bytes() -> None:
    session = samples()["longest"].session("en", BEGINNING)
    first, again = paper_of(session), paper_of(session)
    assert first == again
    assert paper_of(replace(session, seen=BEGINNING + 24 * 60 * 60)) != first


def test_letter_paper() -> None:
    page = pypdfium2.PdfDocument(paper_of(Session(seen=BEGINNING), Paper.LETTER))[0]
    assert tuple(map(round, page.get_size())) == (612, 792)


@pytest.mark.fault(41)
def test_the_text_is_split_between_paragraphs() -> None:
    parts = chat_of(samples()["longest"].session("en", BEGINNING))
    assert len(parts) > 1
    headings = shipped().language("en").visit_pack.headings.model_dump().values()
    for part in parts:
        assert part.rstrip().rpartition("\n")[2] not in headings
        assert utf16_length(part) <= LONGEST


def test_each_section_has_its_extremes_among_the_samples() -> None:
    for section in IN_ORDER:
        assert len([name for name in samples() if name.startswith(f"{section}-")]) >= 2


async def test_the_pack_comes_as_a_file_and_follows_a_changed_answer(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.tap("For me", "Thinking", "A new diagnosis", "Done")
        await bot.say("/pack")
        await bot.tap("Visit pack as a PDF")
        (first,) = [seen.document for seen in bot.patient.messages if seen.document]
        assert first.name == "visit-pack.pdf"
        assert squeezed("A new diagnosis") in read(first.content)
        await bot.tap("Change an answer", "Your health", "A new diagnosis", "Worse, although treated", "Done")
        await bot.say("/pack")
        await bot.tap("Visit pack as a PDF")
        second = [seen.document for seen in bot.patient.messages if seen.document][-1]
        assert squeezed("Worse, although treated") in read(second.content)
        assert squeezed("Anewdiagnosis") not in read(second.content)


def test_a_locked_screen_shows_nothing_of_health() -> None:
    for language in shipped().languages.values():
        shown = f"{language.visit_pack.file.name} {language.visit_pack.file.caption}".casefold()
        assert not {"ms", "em", "doctor", "médico", "medicine", "health", "salud"} & set(
            shown.replace(",", " ").split()
        )


async def test_who_only_reads_gets_an_empty_sheet_and_nothing_is_stored(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.say("/start")
        await bot.tap("Start", "I only want to read")
        await bot.say("/pack")
        await bot.tap("Visit pack as a PDF")
        (file,) = [seen.document for seen in bot.patient.messages if seen.document]
        assert squeezed(shipped().language("en").visit_pack.sheet.blank) in read(file.content)
        assert (await bot.record()).row is None


async def test_who_keeps_nothing_gets_the_file_with_the_summary(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.say("/start")
        await bot.tap("Start", "Delete after my summary", "For me", "Thinking", "A new diagnosis", "Done")
        for _ in range(60):
            if any(seen.document for seen in bot.patient.messages):
                break
            await bot.say("/skip")
            if "Go on" in str(bot.patient.newest_keyboard and bot.patient.newest_keyboard.labels):
                await bot.say("go on")
        (file,) = [seen.document for seen in bot.patient.messages if seen.document]
        assert squeezed("A new diagnosis") in read(file.content)
        record = await bot.record()
        assert record.row is None
        assert not record.pending


@pytest.mark.fault(94)
async def test_nothing_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "tmp"
    empty.mkdir()
    monkeypatch.setenv("TMPDIR", str(empty))
    monkeypatch.chdir(empty)
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.tap("For me", "Thinking", "A new diagnosis", "Done")
        bot.telegram.fail("sendDocument", 500, times=1)
        await bot.say("/pack")
        await bot.tap("Visit pack as a PDF")
        assert len((await bot.record()).pending) == 2
        await bot.later(LEASE)
        assert [seen for seen in bot.patient.messages if seen.document]
        assert (await bot.record()).pending == ()
    assert list(empty.rglob("*")) == []


def test_the_command_lists_and_makes_samples(tmp_path: Path) -> None:
    run = CliRunner()
    listed = run.invoke(command_line, ["pack", "--list"]).output.splitlines()
    assert [line.split()[0] for line in listed] == list(samples())
    file = tmp_path / "pack.pdf"
    assert (
        run.invoke(command_line, ["pack", "--sample", "companion", "--language", "es", "-o", str(file)]).exit_code == 0
    )
    assert squeezed("Escrito por quien acompaña") in read(file.read_bytes())
    text = run.invoke(command_line, ["pack", "--sample", "companion", "--text"]).output
    assert "Written by a companion" in text
    assert "1. How likely is each risk for them?" in text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--sample", "nobody", "-o", "x.pdf"], "there is no such person"),
        (["--language", "xx", "-o", "x.pdf"], "there are no words in it"),
        (["-o", "/nowhere/pack.pdf"], "cannot be written"),
        ([], "is missing"),
    ],
)
def test_a_wrong_wish_is_refused(wrong: list[str], said: str) -> None:
    refused = CliRunner().invoke(command_line, ["pack", *wrong])
    assert refused.exit_code == 2
    assert said in " ".join(refused.output.split())
