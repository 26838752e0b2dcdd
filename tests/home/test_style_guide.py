"""/stile/: every component is there, for whoever keeps the site."""

import re
from pathlib import Path

import pytest
from django.test import Client

from home import style_guide
from tests.support.people import make_member, make_user

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
ADDRESS = "/stile/"
ERRORS = [f"/stile/{status}/" for status in (400, 403, 404, 413, 429, 500)]


@pytest.fixture
def desk(provisioned_site):
    return make_user("desk", provisioned_site.desk)


def test_it_shows_every_component_and_block(desk):
    response = desk.client.get(ADDRESS)
    assert response.status_code == 200
    shown = {template.name for template in response.templates}
    files = {
        path.relative_to(TEMPLATES).as_posix()
        for folder in ("components", "blocks")
        for path in (TEMPLATES / folder).iterdir()
    }
    assert sorted(files - shown) == []


def test_it_shows_every_symbol_and_colour_there_is(desk):
    html = desk.client.get(ADDRESS).content.decode()
    sprite = (TEMPLATES.parent / "cms/static/icons/sprite.svg").read_text(encoding="utf-8")
    tokens = (TEMPLATES.parent / "cms/static/css/tokens.css").read_text(encoding="utf-8")
    colours = re.findall(r"^  (--[\w-]+): (?:light-dark\(#|#)", tokens, re.M)
    assert style_guide.symbols() == re.findall(r'<symbol id="([\w-]+)"', sprite)
    assert [name for name, _value in style_guide.everything()["colours"]] == colours
    assert [name for name in colours if f'fill="var({name})"' not in html] == []
    assert [name for name, _value in style_guide.named("--step-") if f'class="type{name}"' not in html] == []


def test_no_id_stands_there_twice(desk):
    ids = re.findall(r'\sid="([^"]+)"', desk.client.get(ADDRESS).content.decode())
    assert sorted({name for name in ids if ids.count(name) > 1}) == []


def test_its_forms_only_show_it_again(desk):
    response = desk.client.post(ADDRESS, {"name": "x"})
    assert response.status_code == 200
    assert "<h1>Stile</h1>" in response.content.decode()


@pytest.mark.parametrize("address", [ADDRESS, *ERRORS])
def test_it_is_for_whoever_keeps_the_site(desk, address):
    assert desk.client.get(address).status_code == 200
    assert make_user("su", superuser=True).client.get(address).status_code == 200
    assert Client().get(address).url == f"/accedi/?next={address}"
    assert make_member("Ada Prova").client.get(address).status_code == 404


def test_errors_are_shown_as_a_visitor_meets_them(desk):
    words = {
        400: "Non abbiamo capito",
        403: "Da qui non si entra",
        404: "Questa finestra è chiusa",
        500: "Qualcosa si è rotto",
    }
    for status, heading in words.items():
        assert f"<h1>{heading}</h1>" in desk.client.get(f"/stile/{status}/").content.decode()
    assert desk.client.get("/stile/200/").status_code == 404


def test_the_desk_finds_it_in_the_help_menu_and_a_member_does_not(desk):
    assert ADDRESS in desk.client.get("/admin/").content.decode()
    member = make_member("Ada Po")
    editor = member.client.get(f"/admin/pages/{member.member.showcase.pk}/edit/")
    assert editor.status_code == 200
    assert ADDRESS not in editor.content.decode()
