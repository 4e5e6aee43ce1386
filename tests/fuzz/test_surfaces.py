"""Whatever people use, in whatever way: everybody is answered in words, within Discord's limits, naming nobody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import nullcontext, suppress
from random import Random
from typing import Any, get_args

import discord
import pytest
from discord import AppCommandOptionType as Option
from discord import ui
from hypothesis import given
from hypothesis import strategies as st
from simcord.backend.errors import BackendError, OptionError, SetupError

from bot.client.access import capability_of
from bot.client.surfaces import Persistent
from tests.assignments.samples import docx, notebook, pdf
from tests.discord.kinds import ANYONE
from tests.discord.surfaces import kinds_of, menus
from tests.discord.world import World, newest, raw_components, read
from tests.fuzz.cases import fuzzed, typed_by
from tests.fuzz.living import (
    Living,
    Scene,
    an_earlier_form_of_the_commands,
    texts_in,
    walk,
)

SERVER = "77777"
REFUSED_BY_DISCORD = (SetupError, OptionError, BackendError, UnicodeEncodeError)
FOLLOWED = 3
"""Presses and forms that one case goes through after its first step."""
NUMBERS = (0, 1, 2, 3, 4, 7, -1, 10**6, 2**31, 2**53 - 1, -(2**53) + 1)
WILD_NUMBERS = (*NUMBERS, 2**63, -(2**63) - 1, 2**70, 10**30)
FLOATS = (0.0, 0.25, 1.0, 1.5, 336.0, -1.0, 1e-300, 9.007e15)
SENSIBLE = (
    "lab1", "lab2", "review", "slides", "final-project", "lab1-competition", "today", "number", "shuffled", "2, 1, 3",
    "in 2 hours", "tomorrow 9am", "as asked", "https://docs.google.com/presentation/d/1", "when is lab 2 due?",
)  # fmt: skip
"""What people type who mean it: it leads on."""
FILES = (b"", b"x", pdf(1), notebook(), docx(), b"MZ" + b"\0" * 99, b"%PDF-1.7\n%%EOF")
PRESSED = sorted(kinds_of(Persistent), key=lambda kind: kind.__name__)


@pytest.fixture(scope="module")
def living() -> Iterator[Living]:
    alive = Living()
    yield alive
    alive.end()


def lived(sample: int, share: float, **drawn: st.SearchStrategy[Any]) -> Any:
    """Let a case happen so often, each in the world that the ones before it have left.

    What it does follows from a random seed, since it depends on what it meets; `drawn` is drawn beside it.
    """

    def test_of(case: Callable[..., Awaitable[None]]) -> Any:
        def test(living: Living) -> None:
            @fuzzed(sample, share)
            @given(st.randoms(use_true_random=True), st.fixed_dictionaries(drawn))
            def each(chance: Random, given: dict[str, Any]) -> None:
                async def tried(scene: Scene) -> None:
                    with suppress(*REFUSED_BY_DISCORD):
                        await case(chance, scene, **given)

                living.happens(tried)

            each()
            living.assert_all_well()

        return test

    return test_of


@lived(60, 0.5)
async def test_commands(chance: Random, scene: Scene) -> None:
    actor, place = somebody(chance, scene)
    commands = [c for c in scene.world.bot.slash_commands() if offered(c, actor)]
    command = chance.choice(commands)
    if capability_of(command) not in ANYONE and chance.random() < 0.7:
        actor, place = scene.world.person("sam"), (scene.world.general,)
    early = chance.randint(0, 7) == 0
    options = {
        p.display_name: value_of(chance, scene, p, early)
        for p in command.parameters
        if p.required or chance.random() < 0.5
    }
    with an_earlier_form_of_the_commands() if early else nullcontext():
        scene.note(actor.name, place and "in #general", command.qualified_name, options)
        answer = await actor.slash(*place, command.qualified_name, **options)
    await follow(chance, scene, actor, answer)


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("staff announce", {"text": "x" * 6000}),
        ("staff group extend", {"hours": 9e15, "reason": "asked"}),
        ("staff group log", {"number": 2**70}),
        ("staff pitch plan", {"seed": -1}),
        ("ask", {"question": ""}),
        ("staff reminders", {"show": "everything"}),
    ],
)
async def test_an_option_that_a_command_no_longer_takes_is_answered_in_words(
    world: World, command: str, options: dict[str, Any]
) -> None:
    with an_earlier_form_of_the_commands():
        answer = await world.slash(world.person("sam", "staff"), command, **options)
    assert read(answer).startswith("**This command has just changed.**")
    assert "x" * 100 not in read(answer)


@lived(10, 0.05)
async def test_suggestions(chance: Random, scene: Scene) -> None:
    actor, place = somebody(chance, scene)
    choices = [
        (c.qualified_name, name)
        for c in scene.world.bot.slash_commands()
        if offered(c, actor)
        for name, parameter in c._params.items()
        if callable(parameter.autocomplete)
    ]
    command, option = chance.choice(choices)
    typed = typed_by(chance)
    scene.note(actor.name, command, option, typed)
    await actor.autocomplete(*place, command, option, typed)


def addresses(kind: Any) -> st.SearchStrategy[tuple[Any, str]]:
    """A surface and an id that it takes, of things that are there or aren't; its server is still open."""
    template = kind.__discord_ui_compiled_template__.pattern.replace(r"(?P<guild>\d+)", SERVER)
    pattern = template.replace(r"\d+", r"([0-3]|\d{1,22})")
    ascii = st.characters(min_codepoint=33, max_codepoint=126)
    return st.tuples(st.just(kind), st.from_regex(pattern, fullmatch=True, alphabet=ascii))


@lived(40, 0.25, address=st.sampled_from(PRESSED).flatmap(addresses))
async def test_buttons_and_selects_of_any_age(
    chance: Random, scene: Scene, address: tuple[Any, str]
) -> None:
    actor, place = somebody(chance, scene)
    kind, template = address
    here = str(scene.world.guild.id)
    servers = [here] * 6 + [str(scene.world.guild.id + 1), "1", "9" * 19, "9" * 30]
    custom_id = template.replace(SERVER, chance.choice(servers))
    if len(custom_id) > 100:
        return
    part, chosen = part_of(chance, scene, kind, custom_id)
    view = ui.LayoutView(timeout=None).add_item(ui.ActionRow(part))
    view.stop()
    channel = place[0] if place else actor.dm_channel
    there: Any = scene.world.bot.get_channel(channel.id)
    there = there or await scene.world.bot.fetch_user(actor.id)
    await there.send(view=view)
    await scene.env.settle()
    scene.seen = len(scene.env.http_requests)
    message = newest(channel)
    scene.note(actor.name, place and "in #general", custom_id, chosen)
    if chosen is None:
        answer = await actor.click(message, custom_id=custom_id)
    else:
        answer = await actor.select(message, chosen, custom_id=custom_id)
    await follow(chance, scene, actor, answer)


@lived(15, 0.2)
async def test_messages(chance: Random, scene: Scene) -> None:
    person = chance.choice(scene.people)
    typed = typed_by(chance, 2000)
    how = chance.choice(["dm", "mention", "menu"])
    scene.note(person.name, how, typed)
    if how == "dm":
        before = len(scene.env.http_requests)
        await person.user.send_dm(typed)
        await scene.settle()
        if typed.strip() and not person.user.bot:
            assert len(scene.env.http_requests) > before, "nobody writes to it for nothing"
        return
    name = f"<@{scene.world.bot.user.id}>" if how == "mention" else ""
    message = await person.send(scene.world.general, f"{name} {typed}"[:2000])
    if how == "menu":
        menu = chance.choice(menus(scene.world))
        answer = await person.context_menu(scene.world.general, menu.name, message)
        await follow(chance, scene, person, answer)


def somebody(chance: Random, scene: Scene) -> tuple[Any, tuple[Any, ...]]:
    """Somebody, in #general or in a direct message."""
    person = chance.choice(scene.people)
    in_dm = chance.randint(0, 5) == 0
    return (person.user, ()) if in_dm else (person, (scene.world.general,))


def offered(command: Any, actor: Any) -> bool:
    in_server = hasattr(actor, "guild")
    return in_server or not (command.root_parent or command).guild_only


def value_of(chance: Random, scene: Scene, option: Any, early: bool) -> Any:
    """A value for an option of a command."""
    if option.choices:
        return chance.choice([choice.value for choice in option.choices])
    if option.type is Option.string:
        if chance.random() < 0.4:
            return chance.choice(SENSIBLE)
        if early:
            return typed_by(chance)
        shortest, longest = option.min_value or 0, option.max_value or 6000
        return typed_by(chance, int(longest), int(shortest))
    if option.type in (Option.integer, Option.number):
        numbers = FLOATS if option.type is Option.number else WILD_NUMBERS if early else NUMBERS
        inside = [n for n in numbers if early or within(n, option)]
        return chance.choice(inside or [option.min_value])
    if option.type is Option.boolean:
        return chance.random() < 0.5
    if option.type is Option.user:
        return chance.choice(scene.targets)
    if option.type is Option.attachment:
        return file_of(chance)
    assert option.type is Option.channel, option.type
    return chance.choice(list(scene.world.channels.values()))


def within(number: float, option: Any) -> bool:
    least, most = option.min_value, option.max_value
    return (least is None or number >= least) and (most is None or number <= most)


def file_of(chance: Random) -> tuple[str, bytes]:
    stem = typed_by(chance, 120, 1)
    ending = chance.choice(["", ".pdf", ".ipynb", ".docx", ".exe", ".pdf.exe", "."])
    return f"{stem}{ending}", chance.choice(FILES)


def part_of(chance: Random, scene: Scene, kind: Any, custom_id: str) -> tuple[Any, Any]:
    """A button or select, and what is chosen in it."""
    base = get_args(kind.__orig_bases__[0])[0].__origin__
    if base is ui.Button:
        return base(label="Press", custom_id=custom_id), None
    if base is ui.Select:
        value = chance.choice(["0", "1", "2", typed_by(chance, 100, 1)])
        return base(custom_id=custom_id, options=[discord.SelectOption(label="a", value=value)]), [
            value
        ]
    if base is ui.ChannelSelect:
        channel = chance.choice(list(scene.world.channels.values()))
        return base(custom_id=custom_id, min_values=0), chance.choice([[], [channel]])
    if base is ui.RoleSelect:
        role = chance.choice(list(scene.world.roles.values()))
        return base(custom_id=custom_id, min_values=0), chance.choice([[], [role]])
    target = chance.choice(scene.targets)
    return base(custom_id=custom_id, min_values=0), chance.choice([[], [target]])


async def follow(chance: Random, scene: Scene, actor: Any, answer: Any) -> None:
    """See that somebody is answered, and go on from the answer: fill its form, press one of its buttons."""
    for _ in range(FOLLOWED):
        await scene.settle()
        scene.check()
        assert_answered(scene, answer)
        message = answer.followups[-1] if answer.followups else answer.response
        if answer.modal is not None:
            values = filling(chance, scene, answer.modal)
            scene.note(actor.name, answer.modal["custom_id"], values)
            answer = await actor.submit_modal(answer, values)
            continue
        pressable = [p for p in parts_of(message) if p["type"] == 2 and p.get("custom_id")]
        pressable = [p for p in pressable if not p.get("disabled")]
        if not pressable:
            return
        button = chance.choice(pressable)
        scene.note(actor.name, "presses", button["custom_id"])
        answer = await actor.click(message, custom_id=button["custom_id"])
    await scene.settle()
    assert_answered(scene, answer)


def parts_of(message: Any) -> list[dict[str, Any]]:
    return list(walk(raw_components(message))) if message is not None else []


def assert_answered(scene: Scene, answer: Any) -> None:
    assert answer.acknowledged, answer
    if answer.modal is not None:
        return
    if answer._interaction.source_message_id is not None:
        return  # its message has changed, or it is gone
    messages = [answer.response, *answer.followups] if answer.response else answer.followups
    assert any(m.content.strip() or texts_in(raw_components(m)) for m in messages), answer


def filling(chance: Random, scene: Scene, form: dict[str, Any]) -> dict[str, Any]:
    """What somebody fills into a form."""
    values: dict[str, Any] = {}
    for field in walk(form["components"]):
        if "custom_id" not in field:
            continue
        kind, id = field["type"], field["custom_id"]
        if not field.get("required", True) and chance.random() < 0.5:
            continue
        if kind == 4:
            longest, shortest = field.get("max_length") or 4000, field.get("min_length") or 1
            values[id] = typed_by(chance, longest, shortest)
        elif kind in (3, 22):
            offered = [option["value"] for option in field["options"]]
            most = min(field.get("max_values") or 1, len(offered))
            values[id] = chance.sample(offered, chance.randint(1, most))
        elif kind == 21:
            values[id] = chance.choice([o["value"] for o in field["options"]])
        elif kind == 5:
            most = min(field.get("max_values") or 1, 4)
            values[id] = list({t.id: t for t in chance.choices(scene.targets, k=most)}.values())
        elif kind == 19:
            most = min(field.get("max_values") or 1, 2)
            values[id] = [file_of(chance) for _ in range(chance.randint(1, most))]
        elif kind == 23:
            values[id] = chance.random() < 0.5
        else:
            raise AssertionError(f"a kind of field that isn't filled yet: {kind}")
    return values
