"""Failures at the desk: a recruiter reads why, and has a way on."""

import re

import pytest
from playwright.sync_api import expect

from tgsdk.testing import LocalTelegram, faults

from .conftest import OpenDesk, someone
from .test_connect import CODE
from .test_desk import FIELD, MESSAGE, OLDER, ROW, SCROLLER, TITLE, chat_of_maria, maria
from .test_desk_drafts import FAILED, WAITING
from .test_desk_news import pause

INTERNAL = faults.RpcFault(500, "INTERNAL")
FAILURE = ".desk-failure"
AGAIN = "[data-outgoing=again]"


def test_a_session_ended_from_the_phone_leads_to_the_page_that_connects_again(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    dmitry = someone(telegram, "Дмитрий").user_id
    page = open_desk(first_name="Дмитрий", locale="en-US", has_clock=True)
    page.locator(ROW).first.click()
    expect(page.locator(MESSAGE).last).to_be_in_viewport()
    telegram.end_sessions(dmitry)
    page.clock.run_for(4_000)
    expect(page.locator("body")).to_contain_text("The connection was ended from your phone")
    if page.url.endswith("/messages/"):
        page.locator(ROW).nth(1).click()
    expect(page.locator("#session-status")).to_contain_text("The connection was ended from your phone")
    page.locator("#session-status button").click()
    expect(page.locator(CODE)).to_be_visible()


def test_telegram_away_is_said_with_a_way_on_and_the_desk_recovers(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"), locale="en-US", has_clock=True)
    with telegram.commit(faults.Refuse()):
        page.locator(ROW, has_text="Команда подбора").click()
        expect(page.locator(f"#chat {FAILURE}")).to_contain_text("Telegram")
        again = page.locator(f"#chat {FAILURE}").get_by_role("link", name="Try again")
        expect(again).to_be_visible()
        assert page.locator(ROW).count() >= 50
        expect(page.locator(f"#chats {FAILURE}")).to_have_count(0)
    again.click()
    expect(page.locator(TITLE)).to_have_text("Команда подбора")
    expect(page.locator(MESSAGE).last).to_be_in_viewport()


def test_a_page_opened_while_telegram_is_away_is_made_whole_by_its_button(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk("/accounts/login/", locale="en-US")
    with telegram.commit(faults.Refuse()):
        page.goto(chat_of_maria(telegram, "Анна Смирнова"))
        expect(page.locator(f"#chats {FAILURE}")).to_be_visible()
        expect(page.locator(f"#chat {FAILURE}")).to_be_visible()
    page.locator(f"#chats {FAILURE} a").first.click()
    expect(page.locator(ROW).nth(40)).to_be_attached()
    page.locator(f"#chat {FAILURE} a").first.click()
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    expect(page.locator(MESSAGE).last).to_be_in_viewport()
    expect(page.locator(ROW, has_text="Анна Смирнова")).to_have_attribute("aria-current", "page")


def test_news_that_cannot_be_asked_for_leave_the_page_as_it_is(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"), has_clock=True)
    page.locator(FIELD).fill("набираю")
    shown = page.locator(MESSAGE).count()
    with telegram.commit(faults.Refuse()), page.expect_response(lambda each: "part=news" in each.url) as answer:
        page.clock.run_for(4_000)
        assert answer.value.status == 204
    expect(page.locator(MESSAGE)).to_have_count(shown)
    expect(page.locator(FIELD)).to_have_value("набираю")
    anna = telegram.find_chat(maria(telegram), "Анна Смирнова")
    telegram.write(maria(telegram), anna, "Связь вернулась")
    page.clock.run_for(40_000)
    expect(page.locator(MESSAGE).last).to_contain_text("Связь вернулась")


def test_a_chat_that_fails_to_open_leaves_the_list_usable(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(locale="en-US")
    with telegram.commit(INTERNAL, method="messages.GetHistory"):
        page.locator(ROW, has_text="Анна Смирнова").click()
        failure = page.locator(f"#chat {FAILURE}")
        expect(failure).to_contain_text("INTERNAL")
        expect(page.locator("#chat")).to_contain_text("try again", ignore_case=True)
        assert page.locator(ROW).count() >= 50
    page.locator(ROW, has_text="Команда подбора").click()
    expect(page.locator(TITLE)).to_have_text("Команда подбора")
    expect(failure).to_have_count(0)
    expect(page.locator(MESSAGE).last).to_be_in_viewport()


def test_older_messages_that_fail_are_asked_for_again(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Кадровый резерв"), locale="en-US")
    shown = page.locator(MESSAGE).count()
    page.locator(SCROLLER).hover()
    with telegram.commit(INTERNAL, method="messages.GetHistory"):
        page.mouse.wheel(0, -50_000)
        expect(page.locator(".more-failed")).to_be_visible()
    page.locator(".more-failed a").click()
    expect(page.locator(MESSAGE).nth(shown + 40)).to_be_attached()
    expect(page.locator(".more-failed")).to_have_count(0)
    expect(page.locator(OLDER)).to_have_count(1)


def test_a_flood_wait_counts_down_and_tries_by_itself(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(locale="en-US")
    with telegram.commit(faults.FloodWait(2), method="messages.GetHistory", times=1):
        page.locator(ROW, has_text="Анна Смирнова").click()
        expect(page.locator(f"#chat {FAILURE}")).to_contain_text("2 s")
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    expect(page.locator(MESSAGE).last).to_be_in_viewport()


def test_a_message_that_did_not_get_through_stays_in_the_chat_and_is_sent_once(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    user_id = maria(telegram)
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"), locale="en-US")
    text = "Дойдёт и отсюда"
    with telegram.commit(faults.Refuse()):
        page.locator(FIELD).fill(text)
        page.keyboard.press("Enter")
        expect(page.locator(FAILED)).to_contain_text(text)
    page.locator(AGAIN).click()
    expect(page.locator(f"{MESSAGE}.own", has_text=text)).to_have_count(1)
    assert [each.text for each in telegram.sent(user_id)].count(text) == 1


def test_an_answer_that_is_lost_after_sending_does_not_send_twice(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    """The message is with Telegram, but nobody heard so: pressed again, it goes under the same number."""
    user_id = maria(telegram)
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"), locale="en-US")
    text = "Один раз, даже если связь пропала"
    with telegram.commit(faults.Drop(), method="messages.SendMessage"):
        page.locator(FIELD).fill(text)
        page.keyboard.press("Enter")
        expect(page.locator(FAILED).or_(page.locator(f"{MESSAGE}.own", has_text=text)).first).to_be_visible()
    if page.locator(FAILED).count():
        page.locator(AGAIN).click()
    expect(page.locator(f"{MESSAGE}.own", has_text=text)).to_have_count(1)
    expect(page.locator(FIELD)).to_have_value("")
    assert [each.text for each in telegram.sent(user_id)].count(text) == 1


def test_signed_out_elsewhere_is_said_with_the_way_to_sign_in(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"), locale="en-US", has_clock=True)
    pause(page)  # else a look for news may meet it first
    page.context.clear_cookies()
    page.locator(ROW, has_text="Команда подбора").click()
    expect(page.locator("body")).to_contain_text("You are not signed in to HR Helper")
    expect(page.locator("a[href*='/accounts/login/']").first).to_have_attribute("href", re.compile("next="))


def test_no_connection_to_the_site_is_said_and_passes(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"), locale="en-US", has_clock=True)
    page.locator(FIELD).fill("не потеряется")
    page.context.set_offline(True)
    page.clock.run_for(4_000)
    expect(page.get_by_text("There is no connection.")).to_be_visible()
    expect(page.locator(FIELD)).to_have_value("не потеряется")
    page.context.set_offline(False)
    page.clock.run_for(40_000)
    expect(page.get_by_text("There is no connection.")).to_be_hidden()


@pytest.mark.parametrize("status", [200, 401, 502])
def test_what_a_proxy_answers_in_our_place_changes_nothing_on_the_page(
    open_desk: OpenDesk, telegram: LocalTelegram, status: int
) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"), locale="en-US", has_clock=True)
    text = f"Не потеряется и при {status}"
    page.locator(FIELD).fill(text)
    body = "<html><body>Welcome to the network of this hotel</body></html>"
    page.route(
        re.compile("/telegram/"), lambda route: route.fulfill(status=status, content_type="text/html", body=body)
    )
    page.locator(FIELD).press("Enter")
    expect(page.get_by_text("There is no connection.")).to_be_visible()
    page.locator(ROW, has_text="Команда подбора").click()
    page.clock.run_for(4_000)
    expect(page.get_by_text("There is no connection.")).to_be_visible()
    expect(page.get_by_text("Telegram is disconnected.")).to_be_hidden()
    expect(page.locator(WAITING)).to_contain_text(text)
    expect(page.locator("body")).not_to_contain_text("of this hotel")
    page.unroute(re.compile("/telegram/"))
    page.clock.run_for(10_000)
    expect(page.get_by_text("There is no connection.")).to_be_hidden()
    expect(page.locator(f"{MESSAGE}.own", has_text=text)).to_have_count(1)
    assert [each.text for each in telegram.sent(maria(telegram))].count(text) == 1
