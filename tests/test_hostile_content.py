"""What a maintainer's content or a person's text may try, and what becomes of it."""

from __future__ import annotations

import ast
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given, strategies
from jinja2 import TemplateSyntaxError
from running_bot import running_bot

from bot.content import ContentError, load_content
from bot.content.templates import LONGEST, compiled, is_surely_sound, parsed, render
from bot.flows import QUESTIONS
from bot.listening.alarm import load_listening
from bot.listening.phrases import PhraseError
from bot.questions import Kind

ROOT = Path(__file__).parent.parent

HOSTILE = (
    "{% for i in range(10**9) %}x{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
    "{{ 'x' * 10**9 }}",
    "{{ 10 ** 10 ** 8 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '{:1000000000}'.format(1) }}",
    "{{ you|center(1000000000) }}",
    "{{ you.__class__.__mro__ }}",
    "{{ you['__class__'] }}",
    "{{ you|attr('__class__') }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{% set x = 1 %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% include 'facts.yaml' %}",
    "{% import 'os' as os %}",
    "{{ range(10) }}",
    "{{ chosen.__globals__ }}",
    "{{ missing('x')[0] }}",
    "{{ chosen('x', x='y', x='z') }}",
    "{" + "{ you }" * LONGEST,
)


@pytest.mark.fault(86)
@pytest.mark.fault(87)
@pytest.mark.parametrize("source", HOSTILE)
def test_template_that_does_more_than_words_is_refused_before_it_runs(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        compiled(source)
    with pytest.raises(TemplateSyntaxError):
        render(source, {"you": "you"})


@given(
    strategies.lists(
        strategies.sampled_from(
            ["{{ you }}", "{{ not }}", "{{ if }}", "{{ not you }}", "{{ true }}", "{{you}}", "{# ", "{%", "}}", "text"]
        )
    )
)
def test_what_is_sound_at_a_glance_is_sound(parts: list[str]) -> None:
    source = "".join(parts)
    if is_surely_sound(source):
        parsed(source)


@pytest.mark.fault(87)
def test_hostile_content_is_named_with_file_and_line_and_the_start_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    words = tmp_path / "content" / "en" / "reasons.yaml"
    text = words.read_text(encoding="utf-8")
    words.write_text(
        text.replace("title: ", "title: '{% for i in range(10**9) %}x{% endfor %}' #", 1), encoding="utf-8"
    )
    began = time.perf_counter()
    with pytest.raises(ContentError, match=r"reasons\.yaml:\d+: title: has a broken template \(for is not allowed\)"):
        load_content(tmp_path / "content")
    assert time.perf_counter() - began < 5


BOMB = "\n".join(("a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))))


@pytest.mark.fault(93)
@pytest.mark.parametrize("name", ["facts.yaml", "medicines.yaml", "en/safety.yaml", "en/shared.yaml"])
def test_yaml_bomb_is_named_and_not_blown_up(tmp_path: Path, name: str) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / "content" / name).write_text(BOMB, encoding="utf-8")
    with pytest.raises(ContentError, match=rf"{name}:\d+: uses an alias"):
        load_content(tmp_path / "content")


@pytest.mark.fault(93)
def test_yaml_bomb_among_the_commands_is_named_and_not_blown_up(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / "content" / "en" / "listening.yaml").write_text(BOMB, encoding="utf-8")
    with pytest.raises(PhraseError, match=r"listening.yaml:\d+: uses an alias"):
        _ = load_listening(tmp_path / "content").listener


@pytest.mark.fault(93)
def test_yaml_tags_make_nothing(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    planted = tmp_path / "planted"
    tag = f"title: !!python/object/apply:os.mkdir ['{planted}']\n"
    (tmp_path / "content" / "en" / "visit_pack.yaml").write_text(tag, encoding="utf-8")
    with pytest.raises(ContentError):
        load_content(tmp_path / "content")
    assert not planted.exists()


@pytest.mark.fault(93)
def test_nothing_that_runs_code_from_data_is_used() -> None:
    forbidden = {"pickle", "shelve", "marshal", "dill", "cloudpickle", "joblib", "jsonpickle"}
    unsafe = {"load", "load_all", "full_load", "unsafe_load", "UnsafeLoader", "FullLoader", "Loader", "CLoader"}
    found = []
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: set[str] = set()
            if isinstance(node, ast.Import):
                names = {alias.name.partition(".")[0] for alias in node.names} & forbidden
            elif isinstance(node, ast.ImportFrom):
                names = {(node.module or "").partition(".")[0]} & forbidden
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "yaml":
                names = {node.attr} & unsafe
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names = {node.func.id} & {"eval", "exec", "compile", "__import__"}
            found += [f"{path.name}:{node.lineno} {name}" for name in names]  # type: ignore[attr-defined]
    assert found == []


@pytest.mark.fault(86)
async def test_text_of_a_person_is_never_a_template(tmp_path: Path) -> None:
    typed = "{{ 7 * 7 }} {% for i in range(10**9) %} {{ days }} <b>x</b> </a>"
    free = next(one.id for one in QUESTIONS.values() if one.kind is Kind.ENTRIES)
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        bot.patient.tap_data(f"change:{free}", bot.patient.messages[-1].id)
        await bot.settle()
        shown = await bot.say(typed)
        assert "{{ 7 * 7 }} {% for i in range(10**9) %}" in shown.text
        shown = await bot.say("/answers")
        assert "{{ 7 * 7 }}" in shown.text


@pytest.mark.fault(92)
async def test_text_of_a_person_is_never_sql_or_a_line_of_the_log(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    typed = "2019 scan'); DELETE FROM session; --\nlevel=error event=forged \x1b[31m"
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        bot.patient.tap_data("change:preparation.timeline", bot.patient.messages[-1].id)
        await bot.settle()
        await bot.say(typed)
        record = await bot.record()
        assert record.session
        (kept,) = record.session.entries("preparation.timeline").values()
        assert kept.startswith("2019 scan'); DELETE FROM session; --")
        assert await bot.count() == 1
    said = capfd.readouterr()
    assert "forged" not in said.out + said.err


@pytest.mark.fault(85)
async def test_forged_taps_stay_within_their_own_chat(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.tap("For me")
        mallory = bot.patient.__class__(bot.telegram, name="Mallory")
        mallory.start()
        anna = await bot.record()
        forged = [
            *(button.data for seen in bot.patient.messages for button in seen.all_buttons if button.data),
            "yes:forget",
            "yes:restart_sure",
            "yes:withdraw",
            "export",
            f"r~{'show:forget'}",
            f"pick:opening.who:{bot.patient.chat.id}",
            "remove:preparation.timeline:1",
            "x" * 64,
            "show:read:reasons:999999999999999999999",
            "show:read:reasons:²",
            "show:answers:-1",
            "show:page:__class__",
            "show:more:__class__",
        ]
        for data in forged:
            mallory.tap_data(data, 1)
            await bot.telegram.drained()
            await bot.app.delivery.idle()
        after = await bot.record()
        assert after == anna
        assert not any("For me" in seen.text.partition("Your answer")[2] for seen in mallory.messages)
        assert (
            bot.app.metrics.registry.get_sample_value("second_opinion_failures_total", {"error": "ValueError"}) is None
        )


@pytest.mark.fault(85)
async def test_destruction_needs_the_page_that_asks_for_it(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.tap("For me")
        for data in ("yes:forget", "yes:restart_sure", "yes:withdraw", "w~yes:forget", "r~yes:withdraw"):
            bot.patient.tap_data(data, 1)
            await bot.settle()
        record = await bot.record()
        assert record.session
        assert record.session.chosen("opening.who") == ("me",)


@pytest.mark.fault(85)
@pytest.mark.parametrize("payload", ["monitoring", "forget", "../../etc", "yes:forget", "A" * 64, "opening", "{{7*7}}"])
async def test_deep_link_opens_a_topic_or_nothing(tmp_path: Path, payload: str) -> None:
    async with running_bot(tmp_path) as bot:
        bot.patient.start(payload)
        await bot.settle()
        assert await bot.count() == 0
        record = await bot.record()
        assert record.session
        assert record.session.wanted == ("monitoring" if payload == "monitoring" else "")
