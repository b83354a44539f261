"""Reads the console as people do, in Debian's Chromium.

    console_pages.py pictures URL NAME FOLDER   pictures of every page at two widths, light and dark; the password on standard input
    console_pages.py axe URL NAME               axe-core on every page, light and dark: prints each violation, exits with 1 for any

Pages are found by what a reader finds: the menu, the first document of each status, its original, its actions.
"""
import sys

from playwright.sync_api import sync_playwright

CHROMIUM = dict(executable_path="/usr/bin/chromium", args=["--no-sandbox"])


def sign_in(page, url, name, password):
    page.goto(url + "/sign-in")
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("main button")
    page.wait_for_url(url + "/")


def pages(page, url):
    """The paths of all pages by a name for each."""
    found = {"overview": "/"}
    page.goto(url + "/")
    for link in page.query_selector_all(".menu a"):
        path = link.get_attribute("href")
        found[path.strip("/") or "overview"] = path
    found["documents-none"] = "/documents?orderNumber=nothing-of-this-name"
    found["documents-fault"] = "/documents?from=yesterday"
    found["fault"] = "/documents/nothing"
    for status in ("failed", "delivered", "held", "unknown"):
        page.goto(url + "/documents?status=" + status)
        first = page.query_selector("tbody a")
        if not first:
            continue
        path = first.get_attribute("href")
        found["document-" + status] = path
        found["original-" + status] = path + "/original"
        page.goto(url + path)
        for action in page.query_selector_all(".actions a"):
            target = action.get_attribute("href")
            name = target.rsplit("/", 1)[-1]
            if name != "original":
                found.setdefault("action-" + name, target)
    for section in ("problems", "milestones"):
        if "/" + section in found.values():
            page.goto(url + "/" + section)
            first = page.query_selector("main a[href^='/" + section + "/']")
            if first:
                found["one-" + section] = first.get_attribute("href")
    if "one-milestones" in found:
        page.goto(url + found["one-milestones"])
        plan = page.query_selector("a[href*='/plan?to=']")
        if plan:
            found["plan"] = plan.get_attribute("href")
    if "document-delivered" in found or "document-failed" in found:
        page.goto(url + (found.get("document-delivered") or found["document-failed"]))
        order = page.query_selector("a[href^='/orders?key=']")
        if order:
            found["one-orders"] = order.get_attribute("href")
    return found


def pictures(url, name, password, folder):
    with sync_playwright() as p:
        browser = p.chromium.launch(**CHROMIUM)
        for scheme in ("light", "dark"):
            context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
            page = context.new_page()
            page.goto(url + "/sign-in")
            sizes = (1280, 390)
            for width in sizes:
                page.set_viewport_size({"width": width, "height": 900})
                page.screenshot(path=f"{folder}/sign-in-{scheme}-{width}.png", full_page=True)
            sign_in(page, url, name, password)
            for title, path in pages(page, url).items():
                page.goto(url + path)
                for width in sizes:
                    page.set_viewport_size({"width": width, "height": 900})
                    page.screenshot(path=f"{folder}/{title}-{scheme}-{width}.png", full_page=True)
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    if wide > width:
                        print(f"{title} is {wide} wide at {width}")
            context.close()
        browser.close()


def axe(url, name, password):
    from axe_playwright_python.sync_playwright import Axe

    checker, bad, count = Axe(), 0, 0
    with sync_playwright() as p:
        browser = p.chromium.launch(**CHROMIUM)
        # axe-core is injected as a script, which the pages' own policy rightly refuses.
        for scheme in ("light", "dark"):
            context = browser.new_context(
                color_scheme=scheme, bypass_csp=True, viewport={"width": 1280, "height": 900})
            page = context.new_page()
            page.goto(url + "/sign-in")
            found = {"sign-in": None}
            for title, path in list(found.items()):
                bad += report(checker.run(page), title, scheme)
            sign_in(page, url, name, password)
            for title, path in pages(page, url).items():
                page.goto(url + path)
                count += 1
                bad += report(checker.run(page), title, scheme)
            context.close()
        browser.close()
    print(f"{count} pages, {bad} violations")
    return bad


def report(results, title, scheme):
    wanted = {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"}
    bad = [v for v in results.response["violations"] if wanted & set(v["tags"])]
    for violation in bad:
        for node in violation["nodes"][:3]:
            print(f"{title} ({scheme}): {violation['id']}: {node['html'][:160]}")
    return len(bad)


if __name__ == "__main__":
    what, url, name = sys.argv[1:4]
    password = sys.stdin.readline().rstrip("\n")
    if what == "pictures":
        pictures(url, name, password, sys.argv[4])
    else:
        sys.exit(1 if axe(url, name, password) else 0)
