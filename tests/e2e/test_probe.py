import pytest
from tests.helpers import *
from django.conf import settings as s
from editorial import approvals
from tests.e2e.browsing import *
@pytest.mark.browser
def test_probe(visits):
    ensure_house()
    u = make_member("Ada Prova")
    u.set_password("p"); u.save()
    from wagtail.rich_text import RichText
    page = u.member.showcase
    page.bio=[("heading",{"text":"Bottega"}),("paragraph", RichText("<p>Uno.</p>"))]
    page.save_revision(user=u)
    tab = visits.log_in("ada@example.org","p")
    print(tab.url, tab.locator("main").inner_text())
    press(tab, "Modifica")
    e = Editor(tab)
    pv = e.open_preview()
    e.write("In una riga", "Ciao a tutti")
    e.write_paragraph(0, "Due, tre.")
    e.saved()
    print(tab.locator("footer").evaluate("e=>e.outerHTML"))
    from playwright.sync_api import expect
    expect(pv.locator("main")).to_contain_text("Due, tre.")
    print(e.buttons())
    tab.screenshot(path="/tmp/w/e2e_scratch/a.png")
    print(visits.faults)
