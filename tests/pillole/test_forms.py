"""The editor's form: whose each field is, and titles that say nothing."""

import pytest
from django.contrib.auth.models import Group
from django.http import QueryDict

from editorial.roles import CHIEF, PILLOLE_DESK
from pillole.admin_forms import NO_TITLE
from pillole.models import PilloleIndexPage, Topic
from tests.factories import pages as make
from tests.support.editor_post import editor_form
from tests.support.http import url, with_client
from tests.support.moderation import fresh
from tests.support.people import make_user

NOTHING = ["", "   ", "\u00a0\u2003", " ... ", "\u200b"]


def form_of(page, user, **changes):
    page = fresh(page)
    form_class = page.get_edit_handler().get_form_class()
    data = QueryDict(mutable=True)
    for name, value in editor_form(page, user, **changes).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return form_class(data, instance=page, for_user=user, parent_page=page.get_parent())


@pytest.fixture
def desk(provisioned_site):
    return make_user("desk", Group.objects.get(name=PILLOLE_DESK))


@pytest.fixture
def ada(provisioned_site):
    return with_client(make.consultant("Ada Prova").member.user)


@pytest.mark.parametrize("title", NOTHING)
@pytest.mark.parametrize("kind", [make.pillola, make.note])
def test_a_title_that_says_nothing_is_an_error_of_the_form(desk, kind, title):
    page = kind("Un titolo")
    assert form_of(page, desk).is_valid(), form_of(page, desk).errors
    form = form_of(page, desk, title=title)
    assert not form.is_valid()
    assert list(form.errors) == ["title"]


def test_a_title_is_kept_with_single_spaces(desk):
    form = form_of(make.note(), desk, title="  Un  titolo ")
    assert form.is_valid()
    assert form.cleaned_data["title"] == "Un titolo"
    assert NO_TITLE in form_of(make.note("Due"), desk, title="...").errors["title"]


@pytest.mark.parametrize("role", [PILLOLE_DESK, CHIEF])
def test_the_desk_chooses_among_consultants_and_whom_the_page_names(provisioned_site, role):
    user = make_user("d", Group.objects.get(name=role))
    gone, zoe = make.consultant("Bea Smessa", active=False), make.consultant("Zoe Altra")
    other_gone, member = make.consultant("Cia Smessa", active=False), make.showcase("Dea Socia").member
    page = make.pillola(by=gone)
    form = form_of(page, user)
    assert list(form.fields["member"].queryset) == [gone.member, zoe.member]
    assert form_of(page, user, member=zoe.member_id).is_valid()
    for wrong in (other_gone.member_id, member.pk, 999999, "x", "\0"):
        assert list(form_of(page, user, member=wrong).errors) == ["member"]


def test_a_consultants_form_has_topic_and_duration_but_not_who_gives_it_nor_the_staffs_fields(ada):
    page = make.pillola(by=ada.member.consultant, live=False)
    fields = set(form_of(page, ada).fields)
    assert {"title", "topic", "intro", "duration", "for_whom", "how_to_prepare", "you_leave_with", "picture"} <= fields
    assert fields & {"member", "slug", "go_live_at", "expire_at", "show_in_menus", "menu_order"} == set()


def test_a_hand_made_post_names_nobody_else(ada):
    zoe = make.consultant("Zoe Altra")
    page = make.pillola("Mia", by=ada.member.consultant, live=False)
    coaching = Topic.objects.get(slug="coaching")
    data = editor_form(page, ada, topic=coaching.pk, intro="Scritta") | {
        "member": zoe.member_id,
        "owner": zoe.member.user_id,
        "known_as": "Zoe Altra",
        "slug": "di-zoe",
    }
    assert ada.client.post(url("edit", page.pk), data).status_code == 302
    for after in (fresh(page), fresh(page).get_latest_revision_as_object()):
        assert (after.intro, after.topic) == ("Scritta", coaching)
        assert (after.member, after.owner, after.known_as, after.slug) == (ada.member, ada, "Ada Prova", "mia")


@pytest.mark.parametrize(
    "changes, wrong", [({"duration": "5"}, "duration"), ({"topic": "999"}, "topic"), ({"topic": "x"}, "topic")]
)
def test_a_wrong_value_is_told_and_saves_nothing(ada, changes, wrong):
    page = make.pillola("Mia", by=ada.member.consultant, live=False)
    response = ada.client.post(url("edit", page.pk), editor_form(page, ada, intro="Scritta", **changes))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [wrong]
    assert "Scritta" in response.content.decode()
    assert fresh(page).intro == ""


def test_a_consultant_opens_their_own_pages_in_the_editor_and_no_other(ada):
    mine, theirs = (
        make.pillola("Mia", by=ada.member.consultant),
        make.pillola("Di Zoe", by=make.consultant("Zoe Altra")),
    )
    pages = {page: make.note(f"Nota di {page.slug}", below=page) for page in (mine, theirs)}
    for page, note in pages.items():
        wanted = 200 if page == mine else 403
        for address in (url("edit", page.pk), url("edit", note.pk), url("history", page.pk), url("history", note.pk)):
            assert ada.client.get(address).status_code == wanted, address
    for name in ("add_subpage", "delete", "move", "copy"):
        assert ada.client.get(url(name, mine.pk)).status_code == 403


def test_the_desk_adds_pages_by_hand_and_the_other_desks_do_not(provisioned_site, desk):
    add = url("add", "pillole", "pillolapage", PilloleIndexPage.objects.get().pk)
    note = url("add", "pillole", "notepage", make.pillola().pk)
    others = [make_user("v", provisioned_site.desk), make_user("o", provisioned_site.office)]
    assert [desk.client.get(address).status_code for address in (add, note)] == [200, 200]
    for user in others:
        assert {user.client.get(address).status_code for address in (add, note)} <= {302, 403}
