"""What axe finds wrong with a page, in light and dark, on a phone and at a desk."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page as Tab

# The policy would stop the styles that axe lays on the page to measure it; colours on their way are no colours.
MEASURED = {"bypass_csp": True, "reduced_motion": "reduce"}
# Nor does it fetch the style sheets by itself: it would ask for their imports at the wrong addresses.
OPTIONS = {"resultTypes": ["violations"], "preload": False}
SCHEMES = ("light", "dark")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
# What depends on the colours alone is measured in all four; the rest once at each width.
COLOURS = {**OPTIONS, "runOnly": ["color-contrast", "link-in-text-block"]}
LOOKS = (("light", PHONE, OPTIONS), ("dark", PHONE, COLOURS), ("dark", DESK, OPTIONS), ("light", DESK, COLOURS))


def messages_of(found: list, where: str) -> list[str]:
    return [f"{where}: {one['id']} {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def looks(tab: Tab) -> Iterator[str]:
    """Shows a tab opened with MEASURED light and dark, on a phone and at a desk, one after the other."""
    for scheme in SCHEMES:
        for size in (PHONE, DESK):
            tab.set_viewport_size(size)
            tab.emulate_media(color_scheme=scheme)
            yield f"{scheme}, {size['width']}"


def violations(tab: Tab, path: str) -> list[str]:
    """As the tab is."""
    tab.goto(path)
    return messages_of(Axe().run(tab, options=OPTIONS).response["violations"], path)


def violations_in_every_look(tab: Tab, path: str) -> list[str]:
    """Of a tab opened with MEASURED."""
    tab.set_viewport_size(PHONE)
    tab.emulate_media(color_scheme="light")
    tab.goto(path)
    tab.evaluate(Axe().axe_script)
    found = []
    for scheme, size, options in LOOKS:
        tab.set_viewport_size(size)
        tab.emulate_media(color_scheme=scheme)
        result = tab.evaluate("options => axe.run(document, options)", options)
        found += messages_of(result["violations"], f"{path} ({scheme}, {size['width']})")
    return found
