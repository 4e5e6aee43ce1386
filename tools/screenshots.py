"""make screenshots: the pictures of README and docs/, taken of the real sandbox in Chromium."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot.course.library import load_library
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from tests.sandbox.browser import browser, chromium, last_message, open_place, slash

IMAGES = Path("docs/images")
SHOTS: list[tuple[str, str, str, dict[str, str]]] = [
    ("schedule", "ana", "schedule", {"when": "today"}),
    ("next", "leo", "next", {}),
    ("deadlines", "joy", "deadlines", {}),
    ("office-hours", "kim", "office-hours", {}),
    ("setup", "sam", "setup", {}),
    ("group", "ana", "group show", {}),
]
"""(file, person, command, options)"""


async def shoot(folder: Path) -> None:
    """Take every picture on Tuesday Jan 26 at 1:30 PM, half an hour into the lecture."""
    from tests.instants import et

    settings = Settings(sandbox_port=0, state=folder)
    box = Sandbox(settings, load_library(Path("data/course.yaml"), Path("nowhere")), None)
    address = await box.start(et(1, 26, 13, 30))
    try:
        async with browser(1000, 1600) as context:
            await _launcher(context, address)
            await signed_up(box)
            for name, person, command, options in SHOTS:
                place = "office-hours" if name == "group" else "general"
                page = await open_place(context, address, person, place)
                await slash(page, command, **options)
                await (await last_message(page)).screenshot(path=IMAGES / f"{name}.png")
                await page.close()
    finally:
        await box.stop()


async def signed_up(box: Sandbox) -> None:
    """Let Ana's group exist, with Leo in it and Joy invited."""
    from bot.groups.service import Person

    assert box.world and box.world.app
    groups, guild, ids = box.world.app.groups, *box.world.ids()
    now = box.world.stage.now()
    idea = "Turning hummed melodies into line drawings, with a recurrent network that listens and draws."
    people = [Person(ids["leo"], "Leo"), Person(ids["joy"], "Joy")]
    await groups.sign_up(guild, ids["ana"], "Sketches from Sound", idea, people, now)
    await groups.accept(guild, 1, ids["leo"], now)


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
