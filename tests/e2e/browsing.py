"""People with a browser: what they press, and what went wrong meanwhile."""

import re
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, expect

PATIENCE = 30_000  # milliseconds: a slow machine, not a slow site
expect.set_options(timeout=PATIENCE)
# Listens to what Wagtail's editor says about itself (its events w-unsaved:… and w-autosave:…): see Editor.
EDITOR_EARS = """
(() => {
  const busy = key => /^(csrfmiddlewaretoken|next|overwrite_revision_id|loaded_revision_|comments-)/.test(key);
  const words = data => JSON.stringify([...data].filter(([key]) => !busy(key)));
  window.heard = {ready: 0, watched: 0, previewing: false, kept: null, saves: 0, answers: 0, errors: 0};
  window.isWatching = () => heard.ready > 0 && heard.watched >= heard.ready;
  window.isKept = () => heard.saves === heard.answers && !heard.errors
    && heard.kept === words(new FormData(document.querySelector("[data-edit-form]")));
  const on = (name, act) => document.addEventListener(name, act);
  on("w-unsaved:ready", () => { heard.ready += heard.watched === 0; });
  on("w-unsaved:watch-edits", () => { heard.watched += 1; });
  on("w-preview:ready", () => { heard.previewing = true; });
  on("w-autosave:save", event => { heard.saves += 1; heard.kept = words(event.detail.formData); });
  on("w-autosave:success", () => { heard.answers += 1; });
  on("w-autosave:error", () => { heard.errors += 1; });
})();
"""
# Chromium reports what the policy stopped, in frames too; what a report-only policy would stop is said here.
POLICY_EARS = """
document.addEventListener("securitypolicyviolation", event => {
  console.error(`policy: ${event.violatedDirective} stops ${event.blockedURI || "inline"}`);
});
"""


class Visits:
    """A browser, the site, and the faults of all who looked at it."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.faults: list[str] = []
        self.contexts: list[BrowserContext] = []
        self.expected: set[int] = set()  # statuses that a test asks for on purpose

    def open(self, who: str = "visitor", path: str = "", **options: Any) -> Page:
        """A person's own browser: cookies, storage and colours apart from everybody else's."""
        context = self.browser.new_context(locale="it-IT", base_url=self.url, **options)
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        tab = context.new_page()
        tab.add_init_script(EDITOR_EARS + POLICY_EARS)
        tab.on("pageerror", lambda error: self.faults.append(f"{who}: {error}"))
        tab.on("console", lambda message: self._console(who, message))
        tab.on("response", lambda response: self._response(who, response))
        context.on("request", lambda request: self._request(who, request))
        if path:
            tab.goto(path)
        return tab

    def log_in(self, email: str, password: str, **options: Any) -> Page:
        """By the form at /accedi/, as everybody does."""
        tab = self.open(email, "/accedi/", **options)
        log_in(tab, email, password)
        return tab

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _console(self, who: str, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(
            f"the server responded with a status of {status} " in message.text for status in self.expected
        ):
            self.faults.append(f"{who}: {message.text} ({message.location.get('url')})")

    def _request(self, who: str, request: Request) -> None:
        if not request.url.startswith((f"{self.url}/", "data:", "blob:", "about:")):
            self.faults.append(f"{who}: another host is asked, {request.url}")

    def _response(self, who: str, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{who}: {response.status} {response.url}")


def log_in(tab: Page, email: str, password: str) -> None:
    tab.get_by_label("E-mail", exact=True).fill(email)
    tab.get_by_label("Password", exact=True).fill(password)
    press(tab, "Entra")
    tab.wait_for_url(lambda url: "/accedi/" not in url)


def pressable(scope: Any, name: str) -> Any:
    """The button or the link of exactly this name."""
    return scope.get_by_role("button", name=name, exact=True).or_(scope.get_by_role("link", name=name, exact=True))


def press(scope: Any, name: str) -> None:
    pressable(scope, name).click()


def shown(scope: Any, selector: str) -> list[str]:
    """The words of everything that matches, white space as a reader sees it."""
    return [" ".join(text.split()) for text in scope.locator(selector).all_inner_texts()]


class Editor:
    """Wagtail's editor, which compares the form with a snapshot it takes two seconds after the load
    (UnsavedController): what is typed before goes unnoticed, so a person's hands wait for it. It gets ready more than
    once while the page loads, and takes a snapshot each time; the last one counts."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        tab.wait_for_url("**/edit/")
        tab.wait_for_function("isWatching()")

    def write(self, label: str, text: str) -> None:
        field = self.tab.get_by_role("textbox", name=label, exact=True)
        field.fill("")
        field.press_sequentially(text)

    def insert(self, label: str, after: str, text: str) -> None:
        """Put the cursor behind some words of a line, and type."""
        field = self.tab.get_by_role("textbox", name=label, exact=True)
        field.focus()
        field.press("Home")
        for _letter in after:
            field.press("ArrowRight")
        field.press_sequentially(text)

    def write_paragraph(self, number: int, text: str) -> None:
        """All the words of the n-th rich text of the page, in Draftail, which hands them to the form a moment later."""
        words = self.tab.locator(".public-DraftEditor-content").nth(number)
        value = words.locator("xpath=ancestor::*[@data-draftail-editor-wrapper]/..//input[@type='hidden']")
        words.click()
        words.press("Control+a")
        words.press_sequentially(text)
        expect(value).to_have_value(re.compile(re.escape(text)))

    def saved(self) -> None:
        """The autosave has sent the form as it stands now, and every answer was a yes."""
        self.tab.wait_for_function("isKept()")
        expect(self.tab.locator("#w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", "saved")

    def open_preview(self) -> Any:
        """Its frame, once it shows the page as it stands: what comes after is seen to change it."""
        self.tab.locator("[data-side-panel-toggle=preview]").click()
        self.tab.wait_for_function("heard.previewing")
        return self.tab.frame_locator("#w-preview-iframe")

    def buttons(self) -> list[str]:
        """The names in the foot's menu, the first one first."""
        return shown(self.tab, "footer .actions button, footer .actions a")

    def press(self, name: str) -> None:
        """A button of the foot: the first one, or one of those behind the arrow."""
        foot = self.tab.locator("footer.footer")
        if not pressable(foot, name).is_visible():
            foot.locator("[data-w-dropdown-target=toggle]").click()
        press(foot, name)


# For every field of a comparison its name, what is added (underlined) and what is taken away (struck through):
# words that only a colour tells apart do not count.
COMPARED = """terms => terms.filter(term => !term.closest("dd")).map(term => {
  const words = (kind, line) => [...term.nextElementSibling.querySelectorAll("." + kind)]
    .filter(e => e.checkVisibility() && getComputedStyle(e).textDecorationLine === line)
    .map(e => e.textContent.trim());
  return [term.innerText.trim(), words("addition", "underline"), words("deletion", "line-through")];
})"""


def compared(scope: Any) -> list[list[Any]]:
    return scope.locator("dl > dt, dl > div > dt").evaluate_all(COMPARED)
