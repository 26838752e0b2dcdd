"""What our own script adds to Wagtail's editor."""

import pytest
from playwright.sync_api import Route

from tests.support.moderation import last
from tests.support.people import ensure_house, make_member

from .browsing import Editor, Visits, press

pytestmark = pytest.mark.browser


def test_what_is_typed_while_an_autosave_travels_is_kept_too(visits: Visits):
    ensure_house()
    ada = make_member("Ada Rilega")
    ada.set_password("p")
    ada.save()
    tab = visits.log_in("ada@example.org", "p")
    press(tab, "Modifica")
    editor = Editor(tab)
    held: list[Route] = []
    tab.route("**/edit/", lambda route: held.append(route), times=1)
    with tab.expect_request("**/edit/"):
        editor.write("In una riga", "Lego libri")
    editor.insert("In una riga", after="Lego libri", text=" a mano")
    held.pop().continue_()
    editor.saved()
    assert last(ada.member.showcase).content["headline"] == "Lego libri a mano"
