"""Using the demo's page as a visitor does: picking people, typing, tapping, turning the clock."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

WIDE = (1366, 768)
NARROW = (360, 740)


class Visitor:
    """Somebody in front of the page. What goes wrong in the page is kept in `errors`."""

    def __init__(self, browser: Browser, url: str, size: tuple[int, int] = WIDE) -> None:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce"
        )
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.errors.append(said.text) if said.type == "error" else None,
        )
        self.page.goto(url)
        expect(self.page.locator(".phone").first).to_be_visible()
        expect(self.page.locator("#next")).to_be_enabled(timeout=120_000)

    def close(self) -> None:
        self.page.context.close()

    def phone(self, full_name: str) -> Hand:
        """Take somebody's phone in hand; it stands first from then on."""
        held = self.page.locator(".phone:visible").filter(
            has=self.page.locator(".who strong", has_text=re.compile(f"^{re.escape(full_name)}"))
        )
        if not held.count():
            self.page.locator(".phone:visible .person").first.click()
            self.page.locator("#search").fill(full_name)
            self.page.locator("#people button").filter(has_text=full_name).first.click()
        expect(held.first).to_be_visible()
        return Hand(self.page, held.first)

    def go_to(self, moment: str) -> None:
        """Turn the clock forward to a moment, "2025-10-10T16:30"."""
        self.page.locator("#jump").select_option("other")
        self.page.locator("#moment").fill(moment)
        self.page.locator("#go-button").click()
        expect(self.page.locator("#now")).to_have_attribute("datetime", moment, timeout=180_000)
        expect(self.page.locator("#next")).to_be_enabled(timeout=60_000)

    def next_event(self) -> str:
        """To the next event; the moment it is then."""
        before = self.now
        self.page.locator("#next").click()
        expect(self.page.locator("#now")).not_to_have_attribute("datetime", before, timeout=60_000)
        expect(self.page.locator("#next")).to_be_enabled(timeout=60_000)
        return self.now

    @property
    def now(self) -> str:
        return self.page.locator("#now").get_attribute("datetime") or ""


class Hand:
    """One phone in a visitor's hand."""

    def __init__(self, page: Page, root: Locator) -> None:
        self._page = page
        self.root = root

    @property
    def last(self) -> Locator:
        """The newest message."""
        return self.root.locator("article").last

    def type(self, text: str) -> None:
        """Send a text, and wait until the bot has answered it."""
        same = self.root.locator("article.mine").filter(has_text=text.splitlines()[0][:60])
        before = same.count()  # at least: a phone just taken in hand may still be loading its chat
        self.root.locator("textarea").fill(text)
        self.root.locator(".send").click()
        expect(same.nth(before)).to_be_attached()
        expect(self.last).to_have_class("theirs")

    def tap(self, label: str) -> None:
        """Tap the newest button that begins with this."""
        key = self.root.locator(".key").filter(has_text=re.compile(f"^{re.escape(label)}")).last
        key.click()

    def take(self, label: str) -> None:
        """Choose what the newest message offers under this label: by finger, or as it says."""
        if self.root.get_attribute("data-channel") == "telegram":
            self.tap(label)
            return
        offered = self.root.locator("article.theirs").last
        expect(offered).to_contain_text(label)
        shown, label = offered.inner_text(), re.escape(label)
        ways = (rf"^(\d+)\. {label}", rf"^• Gõ “({label}[^”]*)”", rf"^• Gõ “([^”]+)”: {label}")
        found = [way for way in (re.search(way, shown, re.MULTILINE) for way in ways) if way]
        assert found, f"{label} cannot be typed: {shown}"
        self.type(found[0][1])

    def other_app(self) -> Hand:
        """The same person's chat in the other app, in the place of this one."""
        name = self.root.locator(".who strong").inner_text()
        channel = self.root.get_attribute("data-channel") or ""
        self.root.locator(".other").click()
        there = self._page.locator(f".phone:visible:not([data-channel={channel}])").filter(
            has=self._page.locator(".who strong", has_text=re.compile(f"^{re.escape(name)}$"))
        )
        expect(there).to_be_visible()
        return Hand(self._page, there)

    def sees(self, words: str) -> None:
        """Wait until the newest message from the bot says this."""
        expect(self.root.locator("article.theirs").last).to_contain_text(words, timeout=20_000)

    def has_seen(self, words: str) -> None:
        """Wait until any message says this."""
        expect(self.root.locator("article.theirs").filter(has_text=words).last).to_be_attached(
            timeout=20_000
        )
