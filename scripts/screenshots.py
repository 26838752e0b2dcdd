"""Takes every kind of page of a running demo, light and dark, on a phone and on a desk, into var/screenshots.

    .venv/bin/python scripts/screenshots.py [URL] [--only home,post] [--widths 320,1280] [--out FOLDER] [--print]

They are for eyes, beside each other; nothing is compared by a machine. ``--print`` takes them as on paper.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from home.demo.accounts import PASSWORD, address  # noqa: E402
from tests.support.chromium import find_chromium  # noqa: E402

WIDTHS = (390, 1280)
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
VISITOR, MEMBER, DESK = "", "socia", "redazione"
# name → (address, who looks at it)
PAGES = {
    "home": ("/", VISITOR),
    "blog": ("/blog/", VISITOR),
    "blog-empty": ("/blog/?categoria=nessuna", VISITOR),
    "post": ("/blog/disegnare-un-muro-con-la-terza-b/", VISITOR),
    "directory": ("/soci/", VISITOR),
    "directory-filtered": ("/soci/?q=musica", VISITOR),
    "directory-empty": ("/soci/?q=palombaro", VISITOR),
    "showcase": ("/soci/renzo-pagella/", VISITOR),
    "showcase-tile": ("/soci/studio-tanaro/", VISITOR),
    "showcase-owner": ("/soci/elisa-robotti/", MEMBER),
    "radio": ("/radio/", VISITOR),
    "episode": ("/radio/la-busta-delle-fatture/", VISITOR),
    "pillole": ("/pillole/", VISITOR),
    "pillola": ("/pillole/fund-raising/", VISITOR),
    "note": ("/pillole/fund-raising/quanto-costa-davvero-un-progetto/", VISITOR),
    "standard": ("/il-centro/", VISITOR),
    "search": ("/cerca/?q=musica", VISITOR),
    "search-empty": ("/cerca/?q=palombaro", VISITOR),
    "login": ("/accedi/", VISITOR),
    "password": ("/password/reimposta/", VISITOR),
    "invitation": ("/password/invito/scaduto/", VISITOR),
    "area": ("/area-soci/", MEMBER),
    "area-contacts": ("/area-soci/contatti/", MEMBER),
    "area-desk": ("/area-soci/", DESK),
    "guide": ("/bussola/", MEMBER),
    "style": ("/stile/", DESK),
    "403": ("/area-soci/soci/", MEMBER),
    "404": ("/nessuna-finestra/", VISITOR),
    "500": ("/stile/500/", DESK),
}


@contextmanager
def person(browser: Browser, url: str, who: str) -> Iterator[BrowserContext]:
    """A browser of their own, logged in by the form as everybody does."""
    context = browser.new_context(locale="it-IT", base_url=url, reduced_motion="reduce")
    if who:
        tab = context.new_page()
        tab.goto("/accedi/")
        tab.get_by_label("E-mail", exact=True).fill(address(who))
        tab.get_by_label("Password", exact=True).fill(PASSWORD)
        tab.get_by_role("button", name="Entra", exact=True).click()
        tab.wait_for_url(re.compile("/area-soci/"))
        tab.close()
    yield context
    context.close()


def take(tab: Page, path: str, file: Path) -> None:
    tab.goto(path)
    # A picture below the fold is not asked for before somebody goes there.
    tab.evaluate("""async () => {
        for (const image of document.images) image.loading = "eager";
        await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
        await document.fonts.ready;
    }""")
    tab.screenshot(path=file, full_page=True)


def take_all(browser: Browser, options: argparse.Namespace) -> int:
    names = [name for name in PAGES if not options.only or name in options.only]
    for who in dict.fromkeys(PAGES[name][1] for name in names):
        with person(browser, options.url, who) as context:
            tab = context.new_page()
            for width in options.widths:
                tab.set_viewport_size({"width": width, "height": 844 if width < 600 else 800})
                for scheme in SCHEMES[:1] if options.print else SCHEMES:
                    tab.emulate_media(color_scheme=scheme, media="print" if options.print else "screen")
                    for name in names:
                        if PAGES[name][1] == who:
                            kind = "print" if options.print else scheme
                            take(tab, PAGES[name][0], options.out / f"{name}-{width}-{kind}.png")
    return len(names) * len(options.widths) * (1 if options.print else len(SCHEMES))


def listed(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", nargs="?", default="http://127.0.0.1:8000", help="a running demo")
    parser.add_argument("--only", type=listed, default=[], help=f"some of: {', '.join(PAGES)}")
    parser.add_argument("--widths", type=lambda text: [int(part) for part in listed(text)], default=WIDTHS)
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "screenshots")
    parser.add_argument("--print", action="store_true", help="as on paper")
    options = parser.parse_args()
    chromium = find_chromium()
    if not chromium:
        sys.stdout.write("Non trovo Chromium: installalo (Debian: apt install chromium) o indica CHROMIUM=/percorso.\n")
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        count = take_all(browser, options)
        browser.close()
    sys.stdout.write(f"{count} immagini in {options.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
