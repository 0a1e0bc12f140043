"""When nothing else helps: the log has type and place, the person an apology and their place back."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from running_bot import RunningBot, running_bot

from bot.content import Content, load_content


@pytest.fixture
def faulty(tmp_path: Path) -> Content:
    """Give content in which one piece of guidance names something that is not there."""
    folder = tmp_path / "content"
    shutil.copytree(Path(__file__).parent.parent / "content", folder)
    words = folder / "en" / "opening.yaml"
    text, changed = re.subn(r"(\sme:\s+text: )", r"\1Well {{ nobody_knows_this }} ", words.read_text(encoding="utf-8"))
    assert changed == 1
    words.write_text(text, encoding="utf-8")
    return load_content(folder)


def failures(bot: RunningBot) -> float | None:
    """Count the tries that ended in the fault of the content."""
    return bot.app.metrics.registry.get_sample_value("second_opinion_failures_total", {"error": "UndefinedError"})


@pytest.mark.fault(84)
async def test_person_gets_an_apology_and_their_place_back(
    tmp_path: Path, faulty: Content, capfd: pytest.CaptureFixture[str]
) -> None:
    async with running_bot(tmp_path, content=faulty) as bot:
        await bot.agree()
        shown = await bot.tap("For me")
        assert shown.text.startswith("Something went wrong here")
        assert "Who is this for?" in shown.text
        shown = await bot.tap("For someone I care for")
        assert "Where do things stand" in shown.text
        record = await bot.record()
        assert record.session
        assert record.session.chosen("opening.who") == ("someone",)
        assert failures(bot) == 3
    assert "nobody_knows_this" not in "".join(capfd.readouterr())


async def test_update_that_failed_is_not_tried_for_ever(tmp_path: Path, faulty: Content) -> None:
    async with running_bot(tmp_path, content=faulty) as bot:
        await bot.agree()
        await bot.tap("For me")
        assert failures(bot) == 3
        bot.patient.again()
        await bot.settle()
        assert bot.new == []
