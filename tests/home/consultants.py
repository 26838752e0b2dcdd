"""Who gives consultations, who keeps their list, who does neither; and the addresses that they go to."""

import re

from django.contrib.auth.models import Group

from editorial import roles
from pillole.models import Topic
from tests.factories import pages as make
from tests.support.http import with_client
from tests.support.people import join, make_member, make_user
from tests.support.worlds import World

AREA = "/area-soci/"
MINE, NEW, LIST, ADD = (f"{AREA}pillole/{last}" for last in ("", "nuova/", "consulenti/", "consulenti/aggiungi/"))
TITLE = "Farsi trovare"


def group(name: str) -> Group:
    return Group.objects.get(name=name)


def consultant(name: str, **fields):
    return with_client(make.consultant(name, **fields).member.user)


def make_people():
    return {
        "consultant": consultant("Ada Prova"),
        "stopped": consultant("Bea Smessa", active=False),
        "desk": make_user("desk", group(roles.PILLOLE_DESK)),
        "chief": make_user("chief", group(roles.CHIEF)),
        "both": both(),
        "member": make_member("Cia Socia"),
        "another desk": make_user("vetrine", group(roles.PROFILES_DESK)),
        "office": make_user("office", group(roles.OFFICE)),
        "superuser": make_user("su", superuser=True),
        "nobody": make_user("nobody"),
    }


PEOPLE = World(make_people)


def both():
    user = consultant("Dea Doppia")
    join(user, group(roles.PILLOLE_DESK))
    return user


def topic(slug: str = "marketing") -> int:
    return Topic.objects.get(slug=slug).pk


def main(response) -> str:
    assert response.status_code == 200
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def names(html: str) -> list[str]:
    """Choices of the select called ``member``."""
    select = re.search(r'<select name="member".*?</select>', html, re.S)
    return re.findall(r'<option value="\d+"[^>]*>([^<]+)<', select[0]) if select else []


def author(page) -> str:
    return f"/area-soci/pagine/{page.pk}/"
