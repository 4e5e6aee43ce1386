"""make screenshots: the pictures of README and docs/, taken of the real sandbox in Chromium."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from bot.assignments.model import Details, Sender
from bot.assignments.requests import HandIn, Upload
from bot.library.files import load_library
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from tests.assignments import samples
from tests.sandbox.browser import (
    ask,
    browser,
    chromium,
    last_message,
    open_place,
    ready,
    slash,
)

IMAGES = Path("docs/images")
SHOTS: list[tuple[str, str, str, dict[str, str]]] = [
    ("schedule", "ana", "schedule", {"when": "today"}),
    ("next", "leo", "next", {}),
    ("deadlines", "joy", "deadlines", {}),
    ("office-hours", "kim", "office-hours", {}),
    ("setup", "sam", "setup", {}),
    ("group", "ana", "group show", {}),
    ("progress", "ana", "progress", {}),
    ("submissions", "sam", "staff submissions", {}),
    ("remind-me", "joy", "remind-me", {}),
    ("ledger", "sam", "staff reminders", {}),
]
"""(file, person, command, options)"""
DRAWN = "[...document.querySelectorAll('#channel-message-list img')].every(i => i.naturalWidth)"
PLACES = {
    "group": "office-hours",
    "progress": "announcements",
    "submissions": "staff",
    "ledger": "staff",
}
"""Where a command is used, if not in #general."""


async def shoot(folder: Path) -> None:
    """Take every picture on Tuesday Jan 26 at 1:30 PM, half an hour into the lecture."""
    from tests.instants import et

    settings = Settings(sandbox_port=0, state=folder)
    box = Sandbox(settings, load_library(Path("data/course.yaml"), Path("nowhere")), None)
    address = await box.start(et(1, 26, 8, 59))
    await box.jump(et(1, 26, 13, 30))
    try:
        async with browser(1000, 1600) as context:
            await _launcher(context, address)
            await signed_up(box)
            await _reminder(context, address)
            await _receipt(context, address, folder)
            await handed_in(box)
            for name, person, command, options in SHOTS:
                place = PLACES.get(name, "general")
                page = await open_place(context, address, person, place)
                await slash(page, command, **options)
                await take(page, f"{name}.png")
                await page.close()
            await _questions(context, address)
            await _pitch_day(context, address, box)
    finally:
        await box.stop()


async def take(page: Any, file: str) -> None:
    """Take a picture of the newest message once its own pictures are drawn, with the page scrolled to its end."""
    message = await last_message(page)
    await page.wait_for_function(DRAWN)
    await message.evaluate("message => message.scrollIntoView({block: 'end', behavior: 'instant'})")
    await message.screenshot(path=IMAGES / file)


async def signed_up(box: Sandbox) -> None:
    """Let Ana's group exist, with Leo in it and Joy invited."""
    from bot.groups.model import Person, SignUp

    assert box.world and box.world.app
    groups, guild, ids = box.world.app.groups, *box.world.ids()
    now = box.world.stage.now()
    idea = "Turning hummed melodies into line drawings, with a recurrent network that listens and draws."
    people = [Person(ids["leo"], "Leo"), Person(ids["joy"], "Joy")]
    await groups.sign_up(guild, ids["ana"], SignUp("Sketches from Sound", idea, people), now)
    await groups.accept(guild, 1, ids["leo"], now)


async def handed_in(box: Sandbox) -> None:
    """Let Ana have handed in a review and attested two labs, and Leo a lab entry."""
    assert box.world and box.world.app
    app, guild, ids = box.world.app, *box.world.ids()
    service = app.submissions
    now = box.world.stage.now()
    said = Details(paper="Attention is all you need", ticked=True)
    uploads = (_upload("review.pdf", samples.pdf()),)
    ana, leo = Sender(ids["ana"], "Ana"), Sender(ids["leo"], "Leo")
    await service.hand_in(guild, HandIn("review", ana, now, uploads, said))
    for lab in ("lab1", "lab2"):
        await app.records.attest(guild, ids["ana"], lab, True, now)
    uploads = (_upload("RL.ipynb", samples.notebook(run=False)),)
    await service.hand_in(guild, HandIn("lab3", leo, now, uploads))


def _upload(name: str, data: bytes) -> Upload:
    async def chunks() -> AsyncIterator[bytes]:
        yield data

    return Upload(name, chunks)


async def _reminder(context: Any, address: str) -> None:
    """The lecture's reminder and the board of the day."""
    page = await open_place(context, address, "kim", "announcements")
    await take(page, "reminder.png")
    await page.close()


async def _questions(context: Any, address: str) -> None:
    """An answer with a premise put right, and the board of questions after two people asked staff."""
    page = await open_place(context, address, "ana", "general")
    await ask(page, "are slides due friday?")
    await take(page, "ask.png")
    await page.close()
    for person, question in (("leo", "is there parking for us"), ("joy", "any parking for us?")):
        page = await open_place(context, address, person, "general")
        await ask(page, question)
        await page.get_by_role("button", name="Ask staff").last.click()
        await page.get_by_role("heading", name="Staff have your question").wait_for()
        await page.close()
    page = await open_place(context, address, "sam", "staff")
    await page.get_by_role("button", name="Answer 1").wait_for()
    await take(page, "questions.png")
    await page.close()


async def _receipt(context: Any, address: str, folder: Path) -> None:
    """Hand a review in through the form."""
    file = folder / "review.pdf"
    file.write_bytes(samples.pdf())
    page = await open_place(context, address, "leo", "announcements")
    await slash(page, "submit")
    await page.get_by_role("button", name="Hand in a review").click()
    await page.locator("#modal-root input[type=file]").set_input_files(file)
    await page.get_by_label("Which paper").fill("Attention is all you need")
    for box in await page.locator("#modal-root input[type=checkbox]").all():
        await box.check()
    await ready(page)
    await page.get_by_role("button", name="Submit").click()
    await page.get_by_role("heading", name="Received: paper review").wait_for()
    await take(page, "receipt.png")
    await page.close()


async def _pitch_day(context: Any, address: str, box: Sandbox) -> None:
    """A judge's card, the standings with some ballots, and the panel while somebody speaks."""
    from bot.competitions.model import BallotRequest
    from tests.instants import et

    await box.jump(et(1, 29, 13, 0))
    assert box.world and box.world.app
    app, guild, ids = box.world.app, *box.world.ids()
    now = box.world.stage.now()
    contest = app.judging.contest(guild, None)
    await app.judging.appoint(guild, contest, [ids["joy"], ids["kim"]], now, by=ids["sam"])
    await app.pitches.plan(guild, "number", 0, now, by=ids["sam"])
    judge = await open_place(context, address, "joy", "general")
    sam = await open_place(context, address, "sam", "office-hours")
    await slash(sam, "judging open")
    await slash(judge, "scores")
    await take(judge, "judge.png")
    for name, scores in (("joy", "543"), ("kim", "454")):
        await app.ballots.record(guild, contest, BallotRequest(ids[name], 1, list(scores), now))
    await slash(sam, "judging results")
    await take(sam, "results.png")
    await slash(sam, "staff pitch panel")
    await sam.get_by_role("button", name="Start group 1").click()
    await sam.get_by_role("button", name="Pause").wait_for()
    await take(sam, "panel.png")


async def _launcher(context: Any, address: str) -> None:
    page = await context.new_page()
    await page.goto(address)
    await page.locator(".place").first.wait_for()
    await page.screenshot(path=IMAGES / "sandbox.png", full_page=True)
    await page.close()


def main() -> int:
    """Take the pictures; 1 if there is no Chromium."""
    if chromium() is None:
        print("Chromium is needed for screenshots: apt-get install -y chromium", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(shoot(Path(folder)))
    print(f"Wrote {', '.join(sorted(path.name for path in IMAGES.glob('*.png')))} to {IMAGES}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
