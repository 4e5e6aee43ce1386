"""Handing in, receipts, progress: as the student, their group, staff and everybody else see it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.assignments.ui import cards, handlers
from bot.client.layout import Card, Press, lay_out
from bot.client.look import KINDS
from bot.library.library import CourseLibrary
from tests.assignments import samples
from tests.assignments.test_catalog import with_labs
from tests.discord.test_groups import dms, last_dm, sign_up
from tests.discord.world import World, buttons_of, read, text_of

LINK = "https://docs.google.com/presentation/d/1"


async def review(world: World, person: Any, data: bytes | None = None, **options: Any) -> Any:
    """Hand in through the command's own options."""
    file = ("review.pdf", data if data is not None else samples.pdf())
    said = {"subject": "Attention is all you need", "complete": True} | options
    return await world.slash(person, "submit", assignment="review", file=file, **said)


def staff_channel(world: World) -> str:
    return "\n".join(text_of(m) for m in world.channels["staff"].history())


async def test_a_review_in_one_command_gives_a_receipt_here_and_by_dm(world: World) -> None:
    ana = world.person("ana", "registered")
    result = await review(world, ana)
    receipt = read(result)
    assert receipt.startswith("### ✅ Received: paper review, version 1, on time by 2 days 13 h")
    assert "- **review.pdf** · 1 page · " in receipt
    assert "About: Attention is all you need" in receipt
    assert "SHA-256" not in receipt and "`/verify`" in receipt
    assert receipt.split("\n")[1].startswith("**It counts on Canvas: hand it in there, too.**")
    assert "⚠️" not in receipt
    assert list(buttons_of(result.response)) == ["Open Canvas", "My progress", "Details"]
    assert dms(ana) == [receipt.replace(f"\n{cards.ON_ITS_WAY}", "")]
    assert cards.ON_ITS_WAY in receipt


async def test_the_form_takes_file_paper_and_parts(world: World) -> None:
    ana = world.person("ana")
    opened = await world.slash(ana, "submit", assignment="review")
    done = await ana.submit_modal(
        opened, {"file": [("r.pdf", samples.pdf())], "subject": "P", "parts": ["1", "2"]}
    )
    assert "version 1" in read(done) and "⚠️" not in read(done)


async def test_what_was_not_said_can_be_added_without_the_file(world: World) -> None:
    ana = world.person("ana")
    result = await world.slash(ana, "submit", assignment="review", file=("r.pdf", samples.pdf()))
    assert "⚠️ You left out: which paper." in read(result)
    opened = await ana.click(result.response, label="Add what's missing")
    done = await ana.submit_modal(opened, {"subject": "P", "parts": ["1", "2"]})
    assert "version 2" in read(done) and "**r.pdf** · 1 page" in read(done)
    assert "You didn't" not in read(done)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it's empty"),
        (samples.pdf(password="x"), "it's locked with a password"),
        (samples.PNG, "its name says it's a PDF, but it's really an image"),
        (samples.pdf(script=True), "it contains a program"),
    ],
)
async def test_a_refused_file_is_explained_and_nothing_is_stored(
    world: World, data: bytes, words: str
) -> None:
    answer = read(await review(world, world.person("ana"), data))
    assert answer.startswith("**review.pdf wasn't accepted: ") and words in answer
    assert "Nothing was changed." in answer
    assert "hasn't handed in anything yet" in await staff_sees(world, "ana")


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
    answer = read(await review(world, world.person("ana")))
    assert "I couldn't store review.pdf" in answer and "I've let staff know" in answer
    assert staff_channel(world).count("Make room in the state folder") == 1
    await review(world, world.person("ana"))
    assert staff_channel(world).count("Make room in the state folder") == 1, "once an hour"


def close_dms(world: World, person: Any) -> None:
    path = f"/channels/{person.user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50007, times=None)


async def test_a_receipt_says_that_no_copy_came_where_dms_are_closed(world: World) -> None:
    ana = world.person("ana")
    close_dms(world, ana)
    await review(world, ana)
    [receipt] = [m for m in world.general.history(viewer=ana) if "Received" in text_of(m)]
    assert cards.CLOSED in text_of(receipt) and cards.ON_ITS_WAY not in text_of(receipt)
    shown = await world.slash(ana, "progress")
    kept = read(await ana.click(shown.response, label="My receipts"))
    assert "no copy sent: direct messages closed" in kept
    code = text_of(receipt).split("Receipt `")[1].split("`")[0]
    assert f"`{code}`" in kept


async def test_receipts_can_be_read_again(world: World) -> None:
    ana = world.person("ana")
    first = await world.slash(ana, "progress")
    assert "My receipts" not in buttons_of(first.response)
    await review(world, ana)
    await review(world, ana, samples.pdf(pages=2))
    shown = await world.slash(ana, "progress")
    kept = read(await ana.click(shown.response, label="My receipts"))
    assert kept.startswith("### 2 receipts\n**Paper review, version 2**, on time by")
    assert kept.count("copy sent") == 2


async def test_late_is_taken_marked_and_told_to_staff(world: World) -> None:
    ana = world.person("ana")
    await review(world, ana)
    await world.env.advance_time(2 * 86400 + 14 * 3600 + 5 * 60)
    late = read(await review(world, ana, samples.pdf(pages=2)))
    assert late.startswith("### ✅ Received: paper review, version 2, late by 5 min")
    assert "Version 1 was on time and still counts" in late
    assert f"Paper review of {ana.mention}: 5 min" in staff_channel(world)
    listed = read(await world.slash(world.person("sam", "staff"), "staff submissions", show="late"))
    assert listed.startswith("### 0 late")


async def test_a_lab_entry_is_checked_against_what_the_lab_asks_for(world: World) -> None:
    joe = world.person("joe")
    opened = await world.slash(joe, "submit", assignment="1")
    labels = [c["label"] for c in opened.modal["components"]]
    assert labels == ["Files", "Description"]
    files = [("music.ipynb", samples.notebook()), ("song.wav", samples.wav())]
    done = await joe.submit_modal(opened, {"files": files})
    assert read(done).startswith("### ✅ Received: Lab 1 entry, version 1, on time by 13 h 59 min")
    assert "**music.ipynb** (notebook)" in read(done) and "**song.wav** (recording)" in read(done)
    assert "**Still missing:** A description and/or diagram" in read(done)
    assert "no course role" in staff_channel(world)
    opened = await joe.click(done.response, label="Add what's missing")
    done = await joe.submit_modal(opened, {"text-description": "Two LSTM layers."})
    assert "version 2" in read(done) and "Still missing" not in read(done)
    assert "Description: 3 words" in read(done)


async def test_a_known_standing_is_not_flagged(world: World) -> None:
    leo = world.person("leo", "listener")
    opened = await world.slash(leo, "submit", assignment="lab2")
    await leo.submit_modal(opened, {"files": [("a.ipynb", samples.notebook())]})
    assert staff_channel(world) == ""


async def test_what_was_typed_is_handed_back_when_all_is_refused(world: World) -> None:
    ana = world.person("ana")
    opened = await world.slash(ana, "submit", assignment="review")
    done = await ana.submit_modal(
        opened, {"file": [("r.pdf", b"")], "subject": "My paper", "parts": []}
    )
    assert "it's empty" in read(done) and "My paper" in read(done)


async def test_an_unknown_lab_is_said_with_what_there_is(world: World) -> None:
    answer = await world.use("ana", "submit", assignment="9")
    assert answer.startswith("**This course has no “9” to hand in.**") and "Lab 3 entry" in answer


async def test_slides_are_the_groups(world: World) -> None:
    ana, bo = world.person("ana", "registered"), world.person("bo")
    assert "You're not in a group yet" in read(
        await world.slash(ana, "submit", assignment="slides", link=LINK)
    )
    await sign_up(world, ana, bo)
    await bo.user.click(last_dm(bo), label="Accept")
    done = await world.slash(bo, "submit", assignment="slides", link=LINK, complete=True)
    assert read(done).startswith("### ✅ Received: slides, version 1")
    assert "bo handed in your group's slides" in dms(ana)[-1]
    opened = await world.slash(ana, "submit", assignment="slides")
    changed = await ana.submit_modal(opened, {"link": "https://example.org/s", "numbered": False})
    assert "version 2" in read(changed) and "Google Slides address is expected" in read(changed)
    bad = await world.slash(ana, "submit", assignment="slides", link="my slides")
    assert "“my slides” isn't a web address" in read(bad)


async def test_anyone_can_check_a_receipt_and_its_file(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    data = samples.pdf()
    receipt = read(await review(world, ana, data))
    line = next(line for line in receipt.splitlines() if line.startswith("Receipt"))
    code = line.split("`")[1]
    answer = read(await world.slash(bo, "verify", code=code))
    assert answer.startswith("### ✅ Genuine: paper review, version 1, on time")
    same = read(await world.slash(bo, "verify", code=code, file=("x.pdf", data)))
    assert same.startswith("✅ **The attached file is review.pdf, byte for byte.**")
    other = read(await world.slash(bo, "verify", code=code, file=("x.pdf", samples.PNG)))
    assert other.startswith("❌ **The attached file isn't one of these.**")
    forged = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert read(await world.slash(bo, "verify", code=forged)).startswith("### ❌ Not genuine")
    assert "There's no receipt in “hello”" in read(await world.slash(bo, "verify", code="hello"))
    id, secret = code.split(" ")
    kept = last_dm(ana)
    for given in (
        receipt,
        line,
        id,
        secret,
        code.replace("-", ""),
        secret.replace("-", " ").lower(),
        id[2:],
    ):
        assert read(await world.slash(bo, "verify", code=given)).startswith("### ✅ Genuine"), given
    link = f"https://discord.com/channels/@me/{kept.channel.id}/{kept.id}"
    assert read(await world.slash(ana, "verify", code=link)).startswith("### ✅ Genuine")
    assert "There's no receipt in" in read(await world.slash(bo, "verify", code=link)), "it's ana's"
    posted = await ana.send(world.general, f"Here it is: {line}")
    place = f"https://discord.com/channels/{world.guild.id}/{world.general.id}"
    there = read(await world.slash(bo, "verify", code=f"{place}/{posted.id}"))
    assert there.startswith("### ✅ Genuine")
    assert "There's no receipt in" in read(await world.slash(bo, "verify", code=f"{place}/1"))
    hidden = f"https://discord.com/channels/{world.guild.id + 1}/{world.general.id}/{posted.id}"
    assert "There's no receipt in" in read(await world.slash(bo, "verify", code=hidden))


async def test_details_of_a_receipt_are_shown_to_those_whose_it_is(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await review(world, ana)
    details = await ana.user.click(last_dm(ana), label="Details")
    assert "SHA-256 `" in read(details)
    shown = world.bot.get_channel(world.general.id)
    button = buttons_of(last_dm(ana))["Details"]
    view = lay_out(Card(KINDS["hand-ins"], ("Receipt",), (Press("Details", button["custom_id"]),)))
    await shown.send(view=view)  # type: ignore[union-attr]
    await world.env.settle()
    others = await bo.click(world.general.last_message, label="Details")
    assert "SHA-256" not in read(others)


async def test_progress_is_exact_about_passing_and_prizes(world: World) -> None:
    ana = world.person("ana", "registered")
    shown = await world.slash(ana, "progress")
    text = read(shown)
    assert text.startswith("### 0 of 3 done to pass")
    assert "one of these is enough" in text and "Only for prizes, never needed to pass" in text
    assert "**Next due: lab entries**" in text
    pressed = await ana.click(shown.response, label="Mark done: Lab 1")
    assert "✅ Lab 1 · ▫️ Lab 2" in text_of(pressed.response)
    for label in (
        "Mark done: Lab 2",
        "Mark done: Lab 3",
        "Mark done: Attend or watch the lectures",
    ):
        pressed = await ana.click(pressed.response, label=label)
    await review(world, ana)
    assert read(await world.slash(ana, "progress")).startswith("### 3 of 3 done to pass")
    pressed = await ana.click(pressed.response, label="Lab 2: done ✓")
    assert text_of(pressed.response).startswith("### 2 of 3 done to pass")


async def test_a_listener_is_not_told_what_passing_takes(world: World) -> None:
    text = read(await world.slash(world.person("leo", "listener"), "progress"))
    assert text.startswith("### What you've handed in") and "to pass\n" not in text
    assert "Only for prizes" in text


async def test_a_switch_of_another_course_answers_kindly(world: World, semester: Any) -> None:
    ana = world.person("ana")
    shown = await world.slash(ana, "progress")
    world.app.courses.__dict__.update(CourseLibrary(semester).__dict__)
    answer = read(await ana.click(shown.response, label="Mark done: Lab 1"))
    assert "no longer in the course" in answer
    assert "❔ **Pass the final exam**" in read(await world.slash(ana, "progress"))


async def test_staff_see_who_handed_in_and_who_has_not(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    sam = world.person("sam", "staff")
    await review(world, ana, samples.pdf(pages=2))
    await sign_up(world, bo)
    listed = await world.slash(sam, "staff submissions", assignment="review")
    assert read(listed).startswith("### 1 handed in · paper review\n- ⚠️ " + ana.mention)
    pressed = await sam.click(listed.response, label="Not handed in")
    assert text_of(pressed.response).startswith(
        "### 1 not handed in · paper review\n- " + bo.mention
    )
    missing = read(await world.slash(sam, "staff submissions", assignment="slides", show="missing"))
    assert missing.startswith("### 1 not handed in · slides\n- group 1")
    warned = read(await world.slash(sam, "staff submissions", show="warnings"))
    assert warned.startswith("### 1 with warnings")


async def test_staff_open_one_and_get_its_files(world: World) -> None:
    ana, sam = world.person("ana"), world.person("sam", "staff")
    data = samples.pdf()
    await review(world, ana, data)
    opened = await world.slash(sam, "staff submissions", person=ana.user)
    assert read(opened).startswith("### ana: 1 submission\n**Paper review, version 1**, on time")
    sent = await sam.click(opened.response, label="Files of paper review v1")
    [file] = sent.followups[-1].attachments
    assert file.filename == "review.pdf" and file.size == len(data)
    vault = world.app.submissions.vault
    next(vault.folder.glob("??/*")).write_bytes(b"altered")
    sent = await sam.click(opened.response, label="Files of paper review v1")
    assert "missing or altered on the disk" in read(sent)


async def test_the_buttons_of_staff_are_theirs_alone(world: World) -> None:
    ana = world.person("ana")
    receipt = read(await review(world, ana)).split("Receipt `")[1].split(" ")[0]
    press = (Press("Files", f"hand-in-files:{receipt}"), Press("All", "hand-ins:any:all:0"))
    channel = world.bot.get_channel(world.general.id)
    await channel.send(view=lay_out(Card(KINDS["staff"], ("Hello",), press)))
    await world.env.settle()
    for label in ("Files", "All"):
        refused = await ana.click(world.general.last_message, label=label)
        assert "This is for staff" in read(refused)


async def test_an_extension_is_granted_told_and_shown(world: World) -> None:
    ana, sam = world.person("ana"), world.person("sam", "staff")
    given = {"assignment": "review", "hours": 24.0, "reason": "was ill"}
    done = read(await world.slash(sam, "staff extend", **given, person=ana.user))
    assert done.startswith(
        f"### ✅ {ana.mention} may hand in the paper review until <t:1611982799:F>"
    )
    assert "this is 24 h" not in done and "this is 1 day after that" in done
    assert "Reason: was ill" in done and f"Told by direct message: {ana.mention}" in done
    assert "You have more time for the paper review" in dms(ana)[-1]
    await world.env.advance_time(2 * 86400 + 15 * 3600)
    receipt = read(await review(world, ana))
    assert "on time by" in receipt and "with the extension that staff gave" in receipt
    assert "with your extension" in read(await world.slash(ana, "progress"))
    nobody = read(await world.slash(sam, "staff extend", **given))
    assert "say who it's for" in nobody
    slides = given | {"assignment": "slides"}
    assert "goes to a group" in read(
        await world.slash(sam, "staff extend", **slides, person=ana.user)
    )
    assert "There's no group 5" in read(await world.slash(sam, "staff extend", **slides, group=5))


async def test_a_groups_extension_reaches_its_members(world: World) -> None:
    ana, sam = world.person("ana"), world.person("sam", "staff")
    await sign_up(world, ana)
    given = {"assignment": "slides", "hours": 2.0, "reason": "no network"}
    done = read(await world.slash(sam, "staff extend", **given, group=1))
    assert done.startswith("### ✅ Group 1 may hand in the slides until")
    assert "Your group has more time for the slides" in dms(ana)[-1]


async def test_an_extension_counts_from_now_once_the_deadline_has_passed_and_says_so(
    world: World,
) -> None:
    ana, sam = world.person("ana"), world.person("sam", "staff")
    await world.advance(4 * 86400)
    given = {"assignment": "review", "hours": 5.0, "reason": "was ill"}
    done = read(await world.slash(sam, "staff extend", **given, person=ana.user))
    assert "this is 5 h from now, since that has passed" in done


async def test_a_shorter_extension_says_what_it_replaces(world: World) -> None:
    ana, sam = world.person("ana"), world.person("sam", "staff")
    given = {"assignment": "review", "reason": "was ill"}
    await world.slash(sam, "staff extend", hours=48.0, **given, person=ana.user)
    done = read(await world.slash(sam, "staff extend", hours=24.0, **given, person=ana.user))
    assert "⚠️ This replaces their extension until <t:1612069199:F>" in done
    news = dms(ana)[-1]
    assert news.startswith("### You have until <t:1611982799:F> for the paper review")
    assert "It replaces the one until <t:1612069199:F>." in news


async def test_staff_are_told_who_cant_be_told_of_an_extension(world: World) -> None:
    ana, bo, sam = world.person("ana"), world.person("bo"), world.person("sam", "staff")
    await sign_up(world, ana, bo)
    await bo.user.click(last_dm(bo), label="Accept")
    close_dms(world, bo)
    given = {"assignment": "slides", "hours": 2.0, "reason": "no network"}
    done = read(await world.slash(sam, "staff extend", **given, group=1))
    assert f"Told by direct message: {ana.mention}" in done
    assert f"Direct messages are closed, so please tell: {bo.mention}" in done


async def test_staff_see_everybodys_progress(world: World) -> None:
    ana, sam = world.person("ana"), world.person("sam", "staff")
    nobody = read(await world.slash(sam, "staff progress"))
    assert nobody.startswith("### Nobody to show yet\nNobody is in a group, has handed anything in")
    assert "doesn't say what" not in nobody and "- Complete each software lab" in nobody
    await review(world, ana)
    result = await world.slash(sam, "staff progress")
    text = text_of(result.response)
    assert text.startswith("### 0 of 1 person has all it takes to pass")
    assert "a written paper review: **1** of 1" in text
    assert result.followups[-1].attachments[0].filename == "progress.csv"


async def test_the_pickers_offer_papers_labs_and_tasks(world: World) -> None:
    ana, sam = world.person("ana"), world.person("sam", "staff")
    given = {"assignment": "review"}
    papers = await ana.autocomplete(world.general, "submit", "subject", "", **given)
    assert len(papers) == 8
    own = await ana.autocomplete(world.general, "submit", "subject", "My own paper", **given)
    assert own[0]["value"] == "My own paper"
    assert await ana.autocomplete(world.general, "submit", "subject", "", assignment="lab1") == []
    labs = await ana.autocomplete(world.general, "submit", "assignment", "lab")
    assert [c["value"] for c in labs] == ["lab1", "lab2", "lab3"]
    tasks = await sam.autocomplete(world.general, "staff submissions", "assignment", "sl")
    assert [c["value"] for c in tasks] == ["slides"]
    assert await sam.autocomplete(world.general, "staff extend", "assignment", "zzz") == []


async def test_names_are_stored_as_they_are_and_escaped_where_they_are_shown(world: World) -> None:
    ana, bo = world.person("ana_b", "registered"), world.person("bo")
    await sign_up(world, ana, bo)
    await bo.user.click(last_dm(bo), label="Accept")
    await world.slash(ana, "submit", assignment="slides", link=LINK, complete=True)
    [version] = await world.app.submissions.versions(world.guild.id, ana.id)
    assert version.by_name == "ana_b"
    assert dms(bo)[-1].startswith("### ana\\_b handed in your group's slides")


async def test_receipts_survive_a_restart(world: World) -> None:
    ana = world.person("ana")
    await review(world, ana)
    await world.restart()
    pressed = await ana.user.click(last_dm(ana), label="My progress")
    assert "✅ Paper review handed in" in read(pressed)


def change_course(world: World, *labs: str) -> None:
    """Let the course's labs have other ids."""
    course = world.app.courses.timeline(world.guild.id).course
    library = CourseLibrary(with_labs(course, *labs))
    world.app.courses.__dict__.update(library.__dict__)


async def test_a_lab_with_a_hyphen_in_its_id_is_handed_in_by_word_picker_and_button(
    world: World,
) -> None:
    change_course(world, "intro-lab")
    joe = world.person("joe")
    offered = await joe.autocomplete(world.general, "submit", "assignment", "intro")
    assert [choice["value"] for choice in offered] == ["intro-lab"]
    notebook = {"files": [("music.ipynb", samples.notebook())]}
    for typed in ("intro-lab", "Intro Lab"):
        opened = await world.slash(joe, "submit", assignment=typed)
        done = await joe.submit_modal(opened, notebook)
        assert read(done).startswith("### ✅ Received: intro-lab entry")
    opened = await joe.click(done.response, label="Add what's missing")
    done = await joe.submit_modal(opened, {"text-description": "Two LSTM layers."})
    assert read(done).startswith("### ✅ Received: intro-lab entry, version 3")


async def test_what_is_to_be_handed_in_is_listed_with_a_button_each(world: World) -> None:
    ana = world.person("ana")
    await review(world, ana)
    shown = await world.slash(ana, "submit")
    text = read(shown)
    assert text.startswith("### What are you handing in?\n- **Lab 1 entry** due <t:")
    assert "- **Paper review** due <t:1611896399:F> (<t:1611896399:R>) · ✅ version 1, on" in text
    assert list(buttons_of(shown.response)) == [
        "Hand in Lab 1", "Hand in Lab 2", "Hand in Lab 3", "Hand in slides", "Hand in a review",
        "My progress",
    ]  # fmt: skip
    opened = await ana.click(shown.response, label="Hand in Lab 3")
    assert opened.modal["title"] == "Hand in: Lab 3 entry"
    await world.advance(3 * 86400)
    assert read(await world.slash(ana, "submit")).startswith(
        "### What are you handing in?\n- **Slides** due <t:1611896399:F>, passed"
    )


async def test_a_file_without_its_assignment_is_kept_until_its_person_says_what_it_is(
    world: World,
) -> None:
    ana, bo = world.person("ana", "registered"), world.person("bo")
    asked = await world.slash(ana, "submit", file=("review.pdf", samples.pdf()), subject="A paper")
    assert read(asked).startswith(
        "### review.pdf: what is it?\nI have it, but nothing is handed in"
    )
    assert "As my paper review" in buttons_of(asked.response)
    assert "As my slides" not in buttons_of(asked.response), "slides are an address"
    assert await world.app.submissions.versions(world.guild.id, ana.id) == []
    done = await ana.click(asked.response, label="As my paper review")
    assert read(done).startswith("### ✅ Received: paper review, version 1")
    assert "About: A paper" in read(done) and "**review.pdf**" in read(done)
    of_link = await world.slash(bo, "submit", link=LINK)
    assert list(buttons_of(of_link.response)) == ["As my slides"]
    late = await world.slash(bo, "submit", file=("r.pdf", samples.pdf()))
    await world.advance(16 * 60)
    gone = await bo.click(late.response, label="As my paper review")
    assert read(gone).startswith("**I no longer have what you sent, so nothing was handed in.**")


async def test_a_receipt_s_warnings_come_after_its_code_in_one_line(world: World) -> None:
    ana = world.person("ana", "registered")
    done = await world.slash(ana, "submit", assignment="review", file=("r.pdf", samples.pdf()))
    proof, warned = read(done).split("\n")[-3], read(done).split("\n")[-1]
    assert proof.startswith("Receipt `")
    assert warned == ("⚠️ You left out: which paper. You didn't check that it includes both parts.")


async def test_slides_take_no_file(world: World) -> None:
    ana = world.person("ana", "registered")
    await sign_up(world, ana)
    file = ("slides.pdf", samples.pdf())
    refused = read(await world.slash(ana, "submit", assignment="slides", file=file))
    assert refused.startswith(
        "**You can't hand in a file for this (slides), so nothing was handed in.**"
    )
    assert "Address of your slides" in refused


async def test_a_lab_called_any_is_listed_alone(world: World) -> None:
    change_course(world, "any")
    sam = world.person("sam", "staff")
    await review(world, world.person("ana"))
    listed = await world.slash(sam, "staff submissions", assignment="any")
    pressed = await sam.click(listed.response, label="Late")
    assert text_of(pressed.response).startswith("### 0 late · any entry")


async def test_a_button_whose_assignment_is_gone_answers_kindly(world: World) -> None:
    ana = world.person("ana")
    opened = await world.slash(ana, "submit", assignment="lab1")
    done = await ana.submit_modal(opened, {"files": [("a.ipynb", samples.notebook())]})
    opened = await world.slash(ana, "submit", assignment="lab1")
    change_course(world, "other")
    pressed = read(await ana.click(done.response, label="Add what's missing"))
    assert pressed.startswith("**The course no longer asks for this, so nothing was handed in.**")
    text = {"text-description": "Two LSTM layers."}
    refused = read(await ana.submit_modal(opened, text))
    assert "no longer asks for this" in refused and "Two LSTM layers." in refused


async def unsent(world: World, action: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Have something done by a bot that sends nothing of it, as if it ended right after the commit."""
    monkeypatch.setattr(handlers, "A_MOMENT_S", 0.0)
    monkeypatch.setattr("bot.assignments.ui.more_time.A_MOMENT_S", 0.0)
    monkeypatch.setattr(world.app.outbox, "wake", lambda _due: None)
    return await action


async def test_what_a_stored_version_says_arrives_once_after_a_crash(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, bo = world.person("ana", "registered"), world.person("bo")
    await sign_up(world, ana, bo)
    await bo.user.click(last_dm(bo), label="Accept")
    await world.env.advance_time(2 * 86400 + 14 * 3600 + 5 * 60)  # too late by 5 minutes
    before = len(dms(ana)), len(dms(bo))
    link = world.slash(ana, "submit", assignment="slides", link=LINK, complete=True)
    shown = read(await unsent(world, link, monkeypatch))
    assert cards.ON_ITS_WAY in shown
    assert (len(dms(ana)), len(dms(bo))) == before and "slides" not in staff_channel(world).lower()
    await world.restart()
    await world.advance(1)
    assert [text for text in dms(ana)[before[0] :] if text.startswith("### ✅ Received: slides")]
    [news] = dms(bo)[before[1] :]
    assert news.startswith("### ana handed in your group's slides\nVersion 1, late by 5 min")
    assert staff_channel(world).count(f"Slides of {ana.mention}: 5 min") == 1
    await world.restart()
    await world.advance(60)
    assert len(dms(ana)) == before[0] + 1 and len(dms(bo)) == before[1] + 1


async def test_who_has_left_the_group_meanwhile_gets_no_news_of_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, bo = world.person("ana", "registered"), world.person("bo")
    await sign_up(world, ana, bo)
    await bo.user.click(last_dm(bo), label="Accept")
    count = len(dms(bo))
    link = world.slash(ana, "submit", assignment="slides", link=LINK, complete=True)
    await unsent(world, link, monkeypatch)
    await world.app.groups.leave(world.guild.id, 1, bo.id, world.clock.now())
    await world.restart()
    await world.advance(1)
    assert not [text for text in dms(bo)[count:] if "handed in" in text]


async def test_an_extension_replaced_before_it_was_told_is_not_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, sam = world.person("ana"), world.person("sam", "staff")
    given = {"assignment": "review", "reason": "was ill", "person": ana.user}
    first = world.slash(sam, "staff extend", hours=24.0, **given)
    assert "A direct message is on its way to" in read(await unsent(world, first, monkeypatch))
    await world.slash(sam, "staff extend", hours=48.0, **given)
    await world.restart()
    await world.advance(1)
    [news] = [text for text in dms(ana) if "more time" in text]
    assert "until <t:1612069199:F>" in news


async def test_what_a_crash_left_half_received_goes_at_the_next_start(world: World) -> None:
    vault = world.app.submissions.vault
    (vault.folder / "incoming").mkdir(parents=True)
    (vault.folder / "incoming" / "left").write_bytes(b"%PDF")
    await world.restart()
    assert vault.unfinished() == []


async def test_more_time_is_taken_back_by_one_press_and_given_again(world: World) -> None:
    ana, sam = world.person("ana"), world.person("sam", "staff")
    review = {"assignment": "review", "reason": "was ill", "person": ana.user}
    stated, day_later = 1611896399, 1611982799

    async def due() -> int:
        of = await world.app.submissions.due(world.guild.id, ana.id)
        return int(of["review"].at.timestamp())

    async def told() -> str:
        await world.env.settle()
        return dms(ana)[-1]

    shown = await world.slash(sam, "staff extend", hours=24.0, **review)
    given = shown.followups[-1] if shown.followups else shown.response
    assert "On the course's clock: Fri Jan 29, 11:59:59 PM ET" in text_of(given)
    back = await sam.click(given, label="Undo")
    assert "### ↩️ Taken back" in text_of(back.response)
    assert f"<t:{day_later}:F> → <t:{stated}:F>" in text_of(back.response)
    assert await due() == stated
    assert (await told()).startswith(f"### The paper review: due <t:{stated}:F> for you again")
    await world.advance(1)
    again = await sam.click(back.response, label="Redo")
    assert "### ✅ Given again" in text_of(again.response) and await due() == day_later
    assert "You have more time for the paper review" in await told()

    shown = await world.slash(sam, "staff extend", hours=48.0, **review)
    longer = shown.followups[-1] if shown.followups else shown.response
    refused = await sam.click(again.response, label="Undo")
    assert "They've been given another time since" in read(refused)
    await world.advance(1)
    await sam.click(longer, label="Undo")
    assert await due() == day_later
    assert (await told()).startswith(f"### You have until <t:{day_later}:F> for the paper review")
