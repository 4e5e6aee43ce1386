"""Handing in, receipts, progress: as the student, their group, staff and everybody else see it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.client.layout import Card, Press, lay_out
from bot.client.look import KINDS
from bot.library.library import CourseLibrary
from tests.assignments import samples
from tests.discord.test_groups import dms, last_dm, sign_up
from tests.discord.world import World, buttons_of, read, text_of

LINK = "https://docs.google.com/presentation/d/1"


async def review(world: World, person: Any, data: bytes | None = None, **options: Any) -> Any:
    """Hand in through the command's own options."""
    file = ("review.pdf", data if data is not None else samples.pdf())
    said = {"paper": "Attention is all you need", "both-parts": True} | options
    return await world.slash(person, "submit-review", file=file, **said)


def staff_channel(world: World) -> str:
    return "\n".join(text_of(m) for m in world.channels["staff"].history())


async def test_a_review_in_one_command_gives_a_receipt_here_and_by_dm(world: World) -> None:
    ana = world.person("ana", "registered")
    result = await review(world, ana)
    receipt = read(result)
    assert receipt.startswith("### ✅ Received: paper review, version 1, on time by 2 days 13 h")
    assert "- **review.pdf** · 1 page · " in receipt
    assert "Paper: Attention is all you need" in receipt
    assert "SHA-256 `" in receipt and "`/verify`" in receipt
    assert "The official place is Canvas: hand it in there too." in receipt
    assert "⚠️" not in receipt
    assert list(buttons_of(result.response)) == ["Open Canvas", "My progress"]
    assert dms(ana) == [receipt]


async def test_the_form_takes_file_paper_and_parts(world: World) -> None:
    ana = world.person("ana")
    opened = await world.slash(ana, "submit-review")
    done = await ana.submit_modal(
        opened, {"file": [("r.pdf", samples.pdf())], "paper": "P", "parts": ["1", "2"]}
    )
    assert "version 1" in read(done) and "⚠️" not in read(done)


async def test_what_was_not_said_can_be_added_without_the_file(world: World) -> None:
    ana = world.person("ana")
    result = await world.slash(ana, "submit-review", file=("r.pdf", samples.pdf()))
    assert "⚠️ You didn't name the paper." in read(result)
    opened = await ana.click(result.response, label="Add what is missing")
    done = await ana.submit_modal(opened, {"paper": "P", "parts": ["1", "2"]})
    assert "version 2" in read(done) and "**r.pdf** · 1 page" in read(done)
    assert "You didn't" not in read(done)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it is empty"),
        (samples.pdf(password="x"), "it is locked with a password"),
        (samples.PNG, "its name says PDF, but inside it is an image"),
        (samples.pdf(script=True), "it holds a program"),
    ],
)
async def test_a_refused_file_is_explained_and_nothing_is_stored(
    world: World, data: bytes, words: str
) -> None:
    answer = read(await review(world, world.person("ana"), data))
    assert answer.startswith("**review.pdf wasn't taken: ") and words in answer
    assert "Nothing was changed." in answer
    assert "has handed in nothing yet" in await staff_sees(world, "ana")


async def staff_sees(world: World, name: str) -> str:
    sam = world.person("sam", "staff")
    return read(await world.slash(sam, "staff submissions", person=world.person(name).user))


async def test_a_download_that_fails_says_so_and_a_retry_works(world: World) -> None:
    ana = world.person("ana")
    read_file = world.bot.downloads.chunks

    async def broken(attachment: Any) -> Any:
        from bot.errors import DownloadFailed

        yield b"%PDF"
        raise DownloadFailed(attachment.filename)

    world.bot.downloads.chunks = broken  # type: ignore[method-assign]
    assert "Discord didn't give me all of review.pdf" in read(await review(world, ana))
    world.bot.downloads.chunks = read_file  # type: ignore[method-assign]
    assert "version 1" in read(await review(world, ana))


async def test_a_full_disk_is_told_to_the_person_and_to_staff(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.assignments.vault._add", full)
    assert "I couldn't store review.pdf" in read(await review(world, world.person("ana")))
    assert "Make room in the state folder" in staff_channel(world)


async def test_closed_dms_are_said_once(world: World) -> None:
    ana = world.person("ana")
    world.env.inject_error(
        "POST", f"/channels/{ana.user.dm_channel.id}/messages", status=403, code=50007, times=None
    )
    result = await review(world, ana)
    assert "Your direct messages are closed" in text_of(result.followups[-1])
    assert "Received: paper review" in text_of(result.response)


async def test_late_is_taken_marked_and_told_to_staff(world: World) -> None:
    ana = world.person("ana")
    await review(world, ana)
    await world.env.advance_time(2 * 86400 + 14 * 3600 + 5 * 60)
    late = read(await review(world, ana, samples.pdf(pages=2)))
    assert late.startswith("### ✅ Received: paper review, version 2, late by 5 min")
    assert "Version 1, which was on time, still counts" in late
    assert f"Paper review of {ana.mention}: 5 min" in staff_channel(world)
    listed = read(await world.slash(world.person("sam", "staff"), "staff submissions", show="late"))
    assert listed.startswith("### 0 late")


async def test_a_lab_entry_is_checked_against_what_the_lab_asks_for(world: World) -> None:
    joe = world.person("joe")
    opened = await world.slash(joe, "submit-lab", lab="1")
    labels = [c["label"] for c in opened.modal["components"]]
    assert labels == ["Files", "Description"]
    files = [("music.ipynb", samples.notebook()), ("song.wav", samples.wav())]
    done = await joe.submit_modal(opened, {"files": files})
    assert read(done).startswith("### ✅ Received: Lab 1 entry, version 1, on time by 13 h 59 min")
    assert "**music.ipynb** (notebook)" in read(done) and "**song.wav** (recording)" in read(done)
    assert "**Still missing:** A description and/or diagram" in read(done)
    assert "standing unknown" in staff_channel(world)
    opened = await joe.click(done.response, label="Add what is missing")
    done = await joe.submit_modal(opened, {"text-description": "Two LSTM layers."})
    assert "version 2" in read(done) and "Still missing" not in read(done)
    assert "Description: 3 words" in read(done)


async def test_a_known_standing_is_not_flagged(world: World) -> None:
    leo = world.person("leo", "listener")
    opened = await world.slash(leo, "submit-lab", lab="lab2")
    await leo.submit_modal(opened, {"files": [("a.ipynb", samples.notebook())]})
    assert staff_channel(world) == ""


async def test_what_was_typed_is_handed_back_when_all_is_refused(world: World) -> None:
    ana = world.person("ana")
    opened = await world.slash(ana, "submit-review")
    done = await ana.submit_modal(
        opened, {"file": [("r.pdf", b"")], "paper": "My paper", "parts": []}
    )
    assert "it is empty" in read(done) and "My paper" in read(done)


async def test_an_unknown_lab_is_said_with_what_there_is(world: World) -> None:
    answer = await world.use("ana", "submit-lab", lab="9")
    assert answer.startswith("**This course takes no “9” here.**") and "Lab 3 entry" in answer


async def test_slides_are_the_groups(world: World) -> None:
    ana, bo = world.person("ana", "registered"), world.person("bo")
    assert "You are in no group" in read(await world.slash(ana, "submit-slides", link=LINK))
    await sign_up(world, ana, bo)
    await bo.user.click(last_dm(bo), label="Accept")
    done = await world.slash(bo, "submit-slides", link=LINK, numbered=True)
    assert read(done).startswith("### ✅ Received: slides, version 1")
    assert "bo handed in your group's slides" in dms(ana)[-1]
    opened = await world.slash(ana, "submit-slides")
    changed = await ana.submit_modal(opened, {"link": "https://example.org/s", "numbered": False})
    assert "version 2" in read(changed) and "Google Slides address is expected" in read(changed)
    bad = await world.slash(ana, "submit-slides", link="my slides")
    assert "“my slides” is no web address" in read(bad)


async def test_anyone_can_check_a_receipt_and_its_file(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    data = samples.pdf()
    receipt = read(await review(world, ana, data))
    line = next(line for line in receipt.splitlines() if line.startswith("Receipt"))
    code = " ".join(line.split("`")[1:4:2])
    answer = read(await world.slash(bo, "verify", code=code))
    assert answer.startswith("### ✅ Genuine: paper review, version 1, on time")
    same = read(await world.slash(bo, "verify", code=code, file=("x.pdf", data)))
    assert same.startswith("✅ **The attached file is review.pdf, byte for byte.**")
    other = read(await world.slash(bo, "verify", code=code, file=("x.pdf", samples.PNG)))
    assert other.startswith("❌ **The attached file is not one of these.**")
    forged = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert read(await world.slash(bo, "verify", code=forged)).startswith("### ❌ Not genuine")
    assert "is no receipt code" in read(await world.slash(bo, "verify", code="hello"))


async def test_progress_is_exact_about_passing_and_prizes(world: World) -> None:
    ana = world.person("ana", "registered")
    shown = await world.slash(ana, "progress")
    text = read(shown)
    assert text.startswith("### 0 of 3 done to pass")
    assert "one of these is enough" in text and "Only for prizes, never needed to pass" in text
    assert "**Next due: lab entries**" in text
    pressed = await ana.click(shown.response, label="Lab 1: done")
    assert "✅ Lab 1 · ▫️ Lab 2" in text_of(pressed.response)
    for label in ("Lab 2: done", "Lab 3: done", "Attend or watch the lectures: done"):
        pressed = await ana.click(pressed.response, label=label)
    await review(world, ana)
    assert read(await world.slash(ana, "progress")).startswith("### 3 of 3 done to pass")
    pressed = await ana.click(pressed.response, label="Lab 2 ✓")
    assert text_of(pressed.response).startswith("### 2 of 3 done to pass")


async def test_a_switch_of_another_course_answers_kindly(world: World, semester: Any) -> None:
    ana = world.person("ana")
    shown = await world.slash(ana, "progress")
    world.app.courses.__dict__.update(CourseLibrary(semester).__dict__)
    answer = read(await ana.click(shown.response, label="Lab 1: done"))
    assert "no longer in the course" in answer
    assert "❔ **Pass the final exam**" in read(await world.slash(ana, "progress"))


async def test_staff_see_who_handed_in_and_who_has_not(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    sam = world.person("sam", "staff")
    await review(world, ana, samples.pdf(pages=2))
    await sign_up(world, bo)
    listed = await world.slash(sam, "staff submissions", task="review")
    assert read(listed).startswith("### 1 handed in · paper review\n- ⚠️ " + ana.mention)
    pressed = await sam.click(listed.response, label="Not handed in")
    assert text_of(pressed.response).startswith(
        "### 1 not handed in · paper review\n- " + bo.mention
    )
    missing = read(await world.slash(sam, "staff submissions", task="slides", show="missing"))
    assert missing.startswith("### 1 not handed in · slides\n- group 1")
    warned = read(await world.slash(sam, "staff submissions", show="warnings"))
    assert warned.startswith("### 1 with warnings")


async def test_staff_open_one_and_get_its_files(world: World) -> None:
    ana, sam = world.person("ana"), world.person("sam", "staff")
    data = samples.pdf()
    await review(world, ana, data)
    opened = await world.slash(sam, "staff submissions", person=ana.user)
    assert read(opened).startswith("### ana: 1 hand-in\n**Paper review, version 1**, on time")
    sent = await sam.click(opened.response, label="Files of paper review v1")
    [file] = sent.followups[-1].attachments
    assert file.filename == "review.pdf" and file.size == len(data)
    vault = world.app.submissions.vault
    next(vault.folder.glob("??/*")).write_bytes(b"altered")
    sent = await sam.click(opened.response, label="Files of paper review v1")
    assert "missing or altered on the disk" in read(sent)


async def test_the_buttons_of_staff_are_theirs_alone(world: World) -> None:
    ana = world.person("ana")
    receipt = read(await review(world, ana)).split("Receipt `")[1].split("`")[0]
    press = (Press("Files", f"hand-in-files:{receipt}"), Press("All", "hand-ins:any:all:0"))
    channel = world.bot.get_channel(world.general.id)
    await channel.send(view=lay_out(Card(KINDS["staff"], ("Hello",), press)))
    await world.env.settle()
    for label in ("Files", "All"):
        refused = await ana.click(world.general.last_message, label=label)
        assert "This is for staff" in read(refused)


async def test_an_extension_is_granted_told_and_shown(world: World) -> None:
    ana, sam = world.person("ana"), world.person("sam", "staff")
    given = {"task": "review", "hours": 24.0, "reason": "was ill"}
    done = read(await world.slash(sam, "staff extend", **given, person=ana.user))
    assert done.startswith(
        f"### ✅ {ana.mention} may hand in the paper review until <t:1611982799:F>"
    )
    assert "You have more time for the paper review" in dms(ana)[-1]
    await world.env.advance_time(2 * 86400 + 15 * 3600)
    receipt = read(await review(world, ana))
    assert "on time by" in receipt and "with the extension that staff granted" in receipt
    assert "with your extension" in read(await world.slash(ana, "progress"))
    nobody = read(await world.slash(sam, "staff extend", **given))
    assert "say for whom" in nobody
    slides = given | {"task": "slides"}
    assert "given to a group" in read(
        await world.slash(sam, "staff extend", **slides, person=ana.user)
    )
    assert "There is no group 5" in read(await world.slash(sam, "staff extend", **slides, group=5))


async def test_a_groups_extension_reaches_its_members(world: World) -> None:
    ana, sam = world.person("ana"), world.person("sam", "staff")
    await sign_up(world, ana)
    given = {"task": "slides", "hours": 2.0, "reason": "no network"}
    await world.slash(sam, "staff extend", **given, group=1)
    assert "Your group has more time for the slides" in dms(ana)[-1]


async def test_staff_see_everybodys_progress(world: World) -> None:
    ana, sam = world.person("ana"), world.person("sam", "staff")
    assert read(await world.slash(sam, "staff progress")).startswith("### 0 of 0 people")
    await review(world, ana)
    result = await world.slash(sam, "staff progress")
    text = text_of(result.response)
    assert text.startswith("### 0 of 1 person have all it takes to pass")
    assert "a written paper review: **1** of 1" in text
    assert result.followups[-1].attachments[0].filename == "progress.csv"


async def test_the_pickers_offer_papers_labs_and_tasks(world: World) -> None:
    ana, sam = world.person("ana"), world.person("sam", "staff")
    papers = await ana.autocomplete(world.general, "submit-review", "paper", "")
    assert len(papers) == 8
    own = await ana.autocomplete(world.general, "submit-review", "paper", "My own paper")
    assert own[0]["value"] == "My own paper"
    labs = await ana.autocomplete(world.general, "submit-lab", "lab", "")
    assert [c["value"] for c in labs] == ["lab1", "lab2", "lab3"]
    tasks = await sam.autocomplete(world.general, "staff submissions", "task", "sl")
    assert [c["value"] for c in tasks] == ["slides"]
    assert await sam.autocomplete(world.general, "staff extend", "task", "zzz") == []


async def test_receipts_survive_a_restart(world: World) -> None:
    ana = world.person("ana")
    await review(world, ana)
    await world.restart()
    pressed = await ana.user.click(last_dm(ana), label="My progress")
    assert "✅ Paper review handed in" in read(pressed)
