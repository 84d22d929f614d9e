"""A page of Profile Guard in Chromium, as a person uses it."""

import time
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

# An evaluated function, and no expression to poll: the page's policy forbids to evaluate text.
PAINTED = """() => new Promise((done) => new PerformanceObserver((list) => {
    const painted = list.getEntriesByName("first-contentful-paint")[0];
    if (painted) done(painted.startTime);
}).observe({ type: "paint", buffered: true }))"""


class Page:
    def __init__(self, page):
        self.page = page
        self.faults = []
        self.requests = []
        page.on("console", lambda said: self.faults.append(f"console: {said.text}") if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self, address):
        """Opens a file or a URL. Returns the seconds until the page is complete, and the milliseconds to its first picture."""
        began = time.monotonic()
        self.page.goto(address if isinstance(address, str) else address.as_uri())
        self.page.locator("html[data-ready=yes]").wait_for(state="attached")
        seconds = time.monotonic() - began
        return seconds, self.page.evaluate(PAINTED)

    def search(self, words):
        """Returns the seconds until the result is there."""
        began = time.monotonic()
        self.page.get_by_label("Search", exact=False).first.fill(words)
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
        return time.monotonic() - began

    @property
    def count(self):
        return self.page.locator("#count").inner_text()

    @property
    def cards(self):
        return self.page.get_by_role("article")

    def violations(self):
        found = Axe().run(self.page).response["violations"]
        return [f"axe {each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}" for each in found]


@contextmanager
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        try:
            yield chromium
        finally:
            chromium.close()


@contextmanager
def page(chromium, scheme):
    context = chromium.new_context(
        color_scheme=scheme, viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    try:
        yield Page(context.new_page())
    finally:
        context.close()
