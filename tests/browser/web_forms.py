"""A form of ours in ODK Web Forms, as a reader of it besides ours: served to a browser with lists from the real server.

The form and its lists are fetched from the server as a phone does, with the device's secret; the address of the page is
answered by the test itself, so that nothing of the engine stands on our server. The address is one with TLS, because
the engine makes its ids with what browsers offer to such pages alone.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Route

from tests.browser.conftest import CHECKOUT, TODAY

_MODULES = CHECKOUT / "node_modules"
_ADDRESS = "https://formulir.uji"
_PAGE = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>uji</title>
<script type="importmap">{"imports": {"vue": "/vue/dist/vue.runtime.esm-browser.prod.js"}}</script></head>
<body><div id="app"></div><script type="module">
import { createApp, h } from "vue";
import { OdkWebForm, webFormsPlugin } from "/@getodk/web-forms/dist/index.js";
const formXml = await (await fetch("/form.xml")).text();
const asBase64 = (file) => new Promise((done) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.split(",")[1] || "");
  reader.readAsDataURL(file);
});
const onSubmit = async (payload) => {
  const parts = [];
  for (const data of payload.data)
    for (const [name, file] of data.entries()) parts.push([name, await asBase64(file)]);
  window.sent = { status: payload.status, parts };
};
const fetchFormAttachment = (address) => fetch("/media/" + address.href.split("/").pop());
const app = createApp({ render: () => h(OdkWebForm, { formXml, fetchFormAttachment, onSubmit }) });
app.use(webFormsPlugin);
app.mount("#app");
</script></body></html>"""
XML_PART = "xml_submission_file"
Fetch = Callable[[str], bytes]
"""Path on the server -> what it answers to the phone."""


def _beginning(label: str) -> re.Pattern[str]:
    return re.compile(rf"^{re.escape(label)}")


@dataclass(frozen=True, slots=True)
class WebForm:
    """A form that somebody fills in. Questions are named by the beginning of their label."""

    page: Page

    def question(self, label: str) -> Locator:
        """The question whose label begins so; the last one where a repeat asks it again."""
        return self.page.locator(".question-container").filter(has=self.asked(label)).last

    def type(self, label: str, text: str) -> None:
        box = self.question(label).locator("input").first
        # Key by key: boxes for numbers hear nothing else.
        box.fill("")
        box.press_sequentially(text)
        box.press("Tab")

    def choose(self, label: str, choice: str) -> None:
        self.question(label).get_by_label(choice, exact=True).check()

    def leave(self, label: str, choice: str) -> None:
        """Take back one of several choices."""
        self.question(label).get_by_label(choice, exact=True).uncheck()

    def note(self, beginning: str) -> Locator:
        return self.page.locator(".question-container").filter(has_text=beginning)

    def pick(self, label: str, choice: str) -> None:
        """One of a list that is opened by a click."""
        self.question(label).locator(".p-select, .p-autocomplete").first.click()
        self.page.get_by_role("option", name=choice).first.click()

    def asked(self, label: str) -> Locator:
        """Labels of the questions that begin so; none where the form does not ask it now."""
        return self.page.locator("label").filter(has_text=_beginning(label))

    def value(self, label: str) -> str:
        return self.question(label).locator("input").first.input_value()

    def choices(self, label: str) -> list[str]:
        """Labels of what can be chosen."""
        return self.question(label).locator(".value-option .text-content").all_inner_texts()

    def again(self) -> None:
        """One more of what repeats."""
        self.page.get_by_role("button", name="Add").click()

    def attach(self, label: str, name: str, picture: bytes) -> None:
        box = self.question(label).locator("input[type=file]").last
        box.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": picture})
        self.question(label).locator("img").first.wait_for()

    def complaint(self, label: str) -> str:
        return self.question(label).locator(".validation-message").inner_text()

    def send(self) -> dict[str, bytes] | None:
        """Press the button: the parts of the submission by name, None where the form keeps it back."""
        self.page.evaluate("window.sent = null")
        self.page.get_by_role("button", name="Send").click()
        if self.page.locator(".form-error-message").count():
            return None
        self.page.wait_for_function("window.sent !== null")
        sent: dict[str, Any] = self.page.evaluate("window.sent")
        assert sent["status"] == "ready"
        return {name: base64.b64decode(content) for name, content in sent["parts"]}


def open_form(context: BrowserContext, name: str, fetch: Fetch) -> WebForm:
    """Open a form of the server in a page of its own."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(_ADDRESS)
        if path == "/":
            route.fulfill(body=_PAGE, content_type="text/html")
        elif path == "/form.xml":
            route.fulfill(body=fetch(f"/openrosa/formulir/{name}.xml"), content_type="text/xml")
        elif path.startswith("/media/"):
            route.fulfill(body=fetch(f"/openrosa/daftar/{path.removeprefix('/media/')}"), content_type="text/csv")
        else:
            _module(route, _MODULES / path.lstrip("/"))

    page = context.new_page()
    # The form dates what is filled in by the clock of the browser.
    page.clock.set_system_time(dt.datetime.combine(TODAY, dt.time(9, 0)))
    page.route(f"{_ADDRESS}/**", answer)
    page.goto(f"{_ADDRESS}/")
    page.locator(".odk-form").wait_for()
    return WebForm(page)


def _module(route: Route, file: Path) -> None:
    if file.is_file():
        route.fulfill(path=file, content_type="text/javascript")
    else:
        route.fulfill(status=404)
