"""The stories of those who use the console, clicked through in Debian's Chromium.

    console_stories.py find|repair|quiet|viewer|move URL     the password on standard input

A story ends with 0, or with what was expected and did not come.
"""
import sys

from playwright.sync_api import expect, sync_playwright

from console_pages import CHROMIUM, sign_in

ORDER = "PO-2026-0001"


def find(page, url, password):
    """Support sees that something failed, takes the problem, and understands why: on a page that stays fresh by itself."""
    sign_in(page, url, "ines", password)
    need = page.get_by_role("link", name="The back end refused the document")
    need.click()
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_role("status")).to_have_text("It is yours now.")
    expect(page.locator("#stand")).to_contain_text("in work ines")
    page.get_by_role("link", name="Its documents").first.click()
    page.get_by_role("link", name="Order " + ORDER).click()
    expect(page.locator("#meaning")).to_contain_text("is NOT in legacy")
    page.get_by_role("link", name="Original and values").click()
    # A value and its input light up together.
    value = page.locator("tr", has_text="lines[1].quantity").first
    value.hover()
    expect(page.locator("pre .lit")).to_have_text("48")


def repair(page, url, password):
    """Support corrects the order, sees what the correction changes, replays it, and watches it arrive."""
    sign_in(page, url, "ines", password)
    page.get_by_role("link", name="Documents").click()
    page.get_by_label("Order number").fill(ORDER)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Order " + ORDER).click()
    page.get_by_role("link", name="Edit and replay").click()
    text = page.get_by_label("The document’s text")
    text.fill(text.input_value().replace("QTY+21:48", "QTY+21:84"))
    expect(page.get_by_role("button", name="Replay")).to_have_count(0)
    page.get_by_role("button", name="Check").click()
    expect(page.locator("ins").first).to_contain_text("QTY+21:84")
    page.get_by_label("Reason").fill("the buyer telephoned")
    page.get_by_role("button", name="Replay").click()
    expect(page.locator("#meaning")).to_contain_text("is in legacy.", timeout=20_000)


def quiet(page, url, password):
    """The same house in Polish and without scripts: an order found by its key, a hopeless document discarded."""
    page.goto(url + "/sign-in")
    expect(page.locator("h1")).to_have_text("Logowanie")
    sign_in(page, url, "ines", password)
    page.goto(url + "/orders?key=northwind%2F" + ORDER)
    expect(page.locator("#itinerary-title")).to_have_text("Kto je ma, według funkcji")
    page.goto(url + "/documents?status=failed")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="Odrzuć").click()
    page.get_by_label("Powód").fill("nadawca przyśle nowe")
    page.get_by_role("button", name="Odrzuć").click()
    expect(page.get_by_role("status")).to_contain_text("Odrzucono.")
    expect(page.locator("#meaning")).to_contain_text("odrzucone przez człowieka")


def move(page, url, password):
    """Two people move a milestone, in Dutch: one approves, two sign the check list, another one reads the plan and moves."""
    browser = page.context.browser

    def reader(name):
        other = browser.new_context(locale="nl-NL").new_page()
        other.set_default_timeout(10_000)
        sign_in(other, url, name, password)
        other.get_by_role("link", name="Mijlpalen").click()
        other.get_by_role("link", name="north-intake", exact=True).click()
        return other

    approver = reader("wim")
    expect(approver.locator("#stand")).to_contain_text("Niemand heeft de huidige definitie goedgekeurd.")
    approver.get_by_role("button", name="Goedkeuren").click()
    expect(approver.get_by_role("status")).to_have_text("Het is goedgekeurd.")
    for name in ("kim", "lee"):
        signer = reader(name)
        signer.get_by_role("button", name="Aftekenen").click()
        expect(signer.get_by_role("status")).to_have_text("Uw handtekening staat.")
    mover = reader("olga")
    mover.get_by_role("link", name="Plan: naar schaduw").click()
    expect(mover.locator("table").first).to_contain_text("voldaan")
    mover.get_by_label("Reden").fill("alles is geoefend")
    mover.get_by_role("button", name="gepland → schaduw").click()
    expect(mover.get_by_role("status")).to_have_text("De mijlpaal is verzet.")
    expect(mover.locator(".bar .now")).to_have_text("schaduw")
    expect(mover.locator("#history")).to_contain_text("alles is geoefend")


def viewer(page, url, password):
    """A viewer sees where things are, and no button that would fail; the keyboard alone leads to the content."""
    page.goto(url + "/sign-in")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("To the content")
    sign_in(page, url, "vera", password)
    page.goto(url + "/documents")
    page.locator("tbody a").first.click()
    expect(page.locator("#meaning")).to_be_visible()
    expect(page.locator(".actions a")).to_have_count(0)


if __name__ == "__main__":
    story, url = sys.argv[1:3]
    password = sys.stdin.readline().rstrip("\n")
    with sync_playwright() as p:
        browser = p.chromium.launch(**CHROMIUM)
        options = dict(java_script_enabled=False, locale="pl-PL") if story == "quiet" else dict(locale="en-GB")
        page = browser.new_context(**options).new_page()
        page.set_default_timeout(10_000)
        faults = []
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        globals()[story](page, url, password)
        browser.close()
        if faults:
            sys.exit("\n".join(faults))
