"""Bad connections: nothing is lost, nothing comes twice, and the page says what is the matter."""

import uuid

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.journeys.steps import composer, is_now, live, texts, to_the_end, write


class Line:
    """The wire between a page's socket and the site, to be cut and mended."""

    def __init__(self, page: Page) -> None:
        self.open: list[WebSocketRoute] = []
        self.is_cut = False
        page.route_web_socket("**/ws/**", self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        if self.is_cut:
            socket.close(code=1001)
        else:
            socket.connect_to_server()
            self.open.append(socket)

    def cut(self) -> None:
        self.is_cut = True
        for socket in self.open:
            socket.close(code=1001)
        self.open.clear()


def block(page: Page, *, lookups: bool) -> None:
    """Let no look-ups of missed events through, or let them through again."""
    if lookups:
        page.unroute("**/events?**")
    else:
        page.route("**/events?**", lambda route: route.abort())


def test_a_reply_written_offline_is_kept_and_sent_once_on_return(talk, visit, member):
    discussion = talk()
    page = live(visit("amina"), discussion.path())
    page.context.set_offline(True)

    write(page, "Written in a tunnel")

    failed = page.locator(".pending .failed")
    expect(failed).to_have_attribute("role", "alert")
    expect(failed).to_contain_text("Not sent: you are offline. Your reply is saved")
    for name in ("Send now", "Edit", "Discard"):
        expect(failed.get_by_role("button", name=name)).to_be_visible()
    expect(page.locator("#connection")).to_contain_text("You are offline")
    page.context.set_offline(False)
    expect(page.locator("#post-2")).to_contain_text("Written in a tunnel", timeout=20_000)
    expect(page.locator(".pending")).to_have_count(0)
    expect(page.locator("#connection")).to_be_empty()
    assert [post["number"] for post in member("mei").posts(discussion)] == [1, 2]


def test_an_answer_that_got_lost_makes_no_second_post(talk, visit, member):
    discussion = talk()
    page = live(visit("amina"), discussion.path())
    attempts: list[str] = []

    def lose_answers(route):
        attempts.append(route.request.headers["idempotency-key"])
        if len(attempts) < 3:
            route.fetch()  # it reaches the site, the answer never comes back
            route.abort()
        else:
            route.continue_()

    page.route("**/posts?lang=en", lose_answers)
    write(page, "Say it once")

    expect(page.locator("#post-2")).to_contain_text("Say it once")
    expect(page.locator(".pending")).to_have_count(0)
    assert len(set(attempts)) == 1
    assert texts(page) == ["Post 1 says hello.", "Say it once"]
    assert [post["number"] for post in member("mei").posts(discussion)] == [1, 2]


def test_a_key_repeated_five_times_is_one_post(talk, member):
    discussion = talk()
    key = str(uuid.uuid4())

    numbers = [member("amina").post(discussion, "Again", key=key) for _ in range(5)]

    assert numbers == [2] * 5
    assert len(member("mei").posts(discussion)) == 2


def test_an_unsent_reply_survives_a_reload_and_can_be_taken_back(talk, visit, member):
    discussion = talk()
    page = live(visit("amina"), discussion.path())
    page.route("**/posts?lang=en", lambda route: route.abort())
    write(page, "Kept over a reload")
    expect(page.locator(".pending .failed")).to_contain_text("the site cannot be reached")

    page.reload()

    expect(page.locator(".pending .body")).to_have_text("Kept over a reload")
    page.locator(".pending").get_by_role("button", name="Edit").click()
    expect(composer(page)).to_have_value("Kept over a reload")
    expect(composer(page)).to_be_focused()
    expect(page.locator(".pending")).to_have_count(0)
    page.get_by_role("button", name="Post reply").click()
    page.locator(".pending").get_by_role("button", name="Discard").click()
    expect(page.locator(".pending")).to_have_count(0)
    page.reload()
    expect(page.locator("#posts > .post")).to_have_count(1)
    assert len(member("mei").posts(discussion)) == 1


def test_what_was_said_during_a_cut_comes_in_order_afterwards(talk, visit, member):
    discussion = talk()
    page = visit("amina")
    line = Line(page)
    live(page, discussion.path())
    to_the_end(page)
    block(page, lookups=False)
    line.cut()
    is_now(page, "lost")

    said = [f"During the cut, {number}" for number in range(4)]
    for text in said:
        member("mei").post(discussion, text)

    expect(page.locator("#connection")).to_contain_text("Reconnecting", timeout=10_000)
    assert page.locator("#posts > .post").count() == 1
    line.is_cut = False
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#posts > .post")).to_have_count(5, timeout=5_000)
    assert texts(page)[1:] == said
    expect(page.locator("#connection")).to_be_empty()


def test_where_sockets_are_blocked_replies_are_looked_up(talk, visit, member):
    discussion = talk()
    page = visit("amina")
    Line(page).is_cut = True
    page.goto(discussion.path())
    to_the_end(page)

    member("mei").post(discussion, "Without a socket")

    expect(page.locator("#post-2")).to_contain_text("Without a socket", timeout=25_000)
    expect(page.locator("#connection")).to_contain_text("looked up every few seconds")
    write(page, "Nor with one of mine")
    expect(page.locator("#post-3")).to_contain_text("Nor with one of mine")
    expect(page.locator(".pending")).to_have_count(0)


def test_who_signs_out_elsewhere_is_told_and_keeps_what_they_wrote(talk, visit, world):
    discussion = talk()
    page = visit()
    world.person("chidi").sign_in(page)
    live(page, discussion.path())
    composer(page).fill("Half a thought")
    elsewhere = page.context.new_page()
    elsewhere.goto("/en/accounts/logout/")
    elsewhere.locator("main form button").click()

    write(page, "Half a thought")

    expect(page.locator("#reply [data-message]")).to_contain_text("no longer signed in", timeout=10_000)
    expect(composer(page)).to_have_value("Half a thought")
