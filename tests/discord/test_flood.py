"""One person tries to flood the others with everything that makes messages; nobody gets more than three an hour."""

from __future__ import annotations

from typing import Any

from bot.limits.table import INVITES, MESSAGES, SIGN_UPS
from tests.discord.test_groups import dms
from tests.discord.world import World, buttons_of, read

VICTIMS = tuple(f"victim {n}" for n in range(24))


async def cycle(world: World, mallory: Any, victims: list[Any]) -> str:
    """Sign up with four people and disband again. Return the first answer."""
    opened = await world.slash(mallory, "signup-group")
    form = {"title": "T", "idea": "I", "people": [victim.user for victim in victims]}
    answer = read(await mallory.submit_modal(opened, form))
    asked = await world.slash(mallory, "group disband")
    if "Disband" in buttons_of(asked.response):
        await mallory.click(asked.response, label="Disband")
    return answer


async def test_a_flood_ends_in_refusals_and_no_victim_gets_more_than_three_messages(
    world: World,
) -> None:
    mallory = world.person("mallory")
    victims = [world.person(name) for name in VICTIMS]
    answers = [
        await cycle(world, mallory, victims[4 * (n % 6) : 4 * (n % 6) + 4]) for n in range(12)
    ]
    assert sum(answer.startswith("### ✅") for answer in answers) == SIGN_UPS.most
    assert answers[-1].startswith("**That's more than 6 sign-ups of a group a day")
    got = [len(dms(victim)) for victim in victims]
    assert max(got) <= MESSAGES.most and sum(got) <= INVITES.most


async def test_inviting_and_withdrawing_again_and_again_ends_after_three(world: World) -> None:
    mallory, bo = world.person("mallory"), world.person("bo")
    await mallory.submit_modal(
        await world.slash(mallory, "signup-group"), {"title": "T", "idea": "I", "people": []}
    )
    answers: list[str] = []
    for _ in range(6):
        shown = await world.slash(mallory, "group invite", person=bo.user)
        answers.append(read(shown))
        group = await world.app.groups.own(world.guild.id, mallory.id)
        if group.invited:
            at = world.clock.now()
            await world.app.groups.withdraw(world.guild.id, group.number, bo.id, at, by=mallory.id)
            await world.advance(1)
    refused = [answer for answer in answers if "has had 3 messages because of you" in answer]
    assert len(refused) == 3 and len(dms(bo)) == MESSAGES.most
