"""``manage.py provision``: the database made equal to the code, and every drift told."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, PageLogEntry, Workflow

from cms import provisioning
from cms.provisioning import Changes, ensure_rows, provision
from editorial import roles
from editorial.publication.gate import LOG_PROVISIONED
from home.models import GuidePage, HomePage
from profiles.models import Area, Place, Profession, ProfileIndexPage
from tests.support.people import ensure_roots, permission

from .drifts import DRIFTS, add_page_right, delete_workflow, disable_workflow, page_right, remove_model_right, workflow

QUIET = "Tutto è già come deve essere.\n"


def run(*options: str) -> str:
    out = StringIO()
    call_command("provision", *options, stdout=out)
    return out.getvalue()


def drift() -> list[str]:
    """What ``--check`` says is to be done; [] when it passes."""
    out = StringIO()
    try:
        call_command("provision", "--check", stdout=out)
    except CommandError as error:
        assert error.returncode == 1
        return [line for line in out.getvalue().splitlines() if line.startswith("da fare: ")]
    return []


def without_numbers(lines: list[str]) -> list[str]:
    """PostgreSQL's sequences go on after a rollback: what would be created gets another number each time."""
    return sorted(re.sub(r"\d+", "n", line) for line in lines)


@pytest.mark.parametrize("somebody_did", DRIFTS, ids=lambda step: step.__name__)
def test_check_fails_after_a_drift_and_provisioning_mends_it(somebody_did, provisioned_site):
    somebody_did(provisioned_site)
    output = drift()
    assert any(DRIFTS[somebody_did] in line for line in output), output
    assert without_numbers(drift()) == without_numbers(output), "--check changed something"
    run()
    assert drift() == []


def test_check_passes_right_after_provisioning_twice(provisioned_site):
    assert run("--check") == QUIET
    assert run("--check") == QUIET


def test_a_second_run_changes_nothing(provisioned_site):
    assert provision() == Changes(done=[], unknown=[])
    assert run() == QUIET


@pytest.mark.django_db(transaction=True)
def test_the_first_run_tells_what_it_made():
    # On PostgreSQL stock begins to number rows anew: those that are put back later would meet their own numbers.
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
    ensure_roots()
    assert not HomePage.objects.exists()
    assert drift() != []
    assert not HomePage.objects.exists()
    output = run()
    assert "fatto: prima pagina creata" in output
    assert "fatto: gruppo «Soci» creato" in output
    assert drift() == []


def test_dry_run_says_what_it_would_do_and_does_nothing(provisioned_site):
    add_page_right(provisioned_site)
    disable_workflow(provisioned_site)
    rights = set(GroupPagePermission.objects.values_list("pk", flat=True))
    output = run("--dry-run").splitlines()
    assert [line.partition(":")[0] for line in output] == ["da fare", "da fare"]
    assert "percorso «Vetrine» riattivato" in output[1]
    assert set(GroupPagePermission.objects.values_list("pk", flat=True)) == rights
    assert not workflow("Vetrine").active


def test_a_group_that_the_table_does_not_name_is_told_and_left_alone(provisioned_site, django_user_model):
    friends = Group.objects.create(name="Amici")
    friends.permissions.add(permission("access_admin", "wagtailadmin"))
    page_right("Amici", provisioned_site.home, "change")
    friend = django_user_model.objects.create_user("amica@example.org")
    friend.groups.add(friends)
    assert run("--check") == "sconosciuto, non toccato: gruppo «Amici»\n" + QUIET
    run()
    assert [p.codename for p in friends.permissions.all()] == ["access_admin"]
    assert [row.permission.codename for row in friends.page_permissions.all()] == ["change_page"]
    assert list(friend.groups.all()) == [friends]


def test_people_stay_in_their_groups(provisioned_site, django_user_model):
    """Rights are made equal; who is in which group is the office's to say."""
    person = django_user_model.objects.create_user("chi@example.org")
    person.groups.set(Group.objects.filter(name__in=roles.GROUPS))
    for somebody_did in (add_page_right, remove_model_right, delete_workflow):
        somebody_did(provisioned_site)
    run()
    assert set(person.groups.values_list("name", flat=True)) == set(roles.GROUPS)


def test_a_stock_group_with_somebody_in_it_is_told_and_kept(provisioned_site, django_user_model):
    stock = Group.objects.create(name="Editors")
    django_user_model.objects.create_user("chi@example.org").groups.add(stock)
    assert run("--check") == "sconosciuto, non toccato: gruppo «Editors» di Wagtail: ha delle persone\n" + QUIET
    run()
    assert Group.objects.filter(name="Editors").exists()


def test_nobody_holds_publish_in_whatever_way(provisioned_site):
    assert not GroupPagePermission.objects.filter(permission__codename="publish_page").exists()
    assert not Group.objects.filter(permissions__codename="publish_page").exists()


def test_the_rights_are_those_of_the_table_and_no_other(provisioned_site):
    found = {
        (row.group.name, row.page.specific._meta.label, row.permission.codename)
        for row in GroupPagePermission.objects.select_related("group", "page", "permission")
    }
    wanted = {(g, label, f"{action}_page") for g, label, actions in roles.PAGE_RIGHTS for action in actions}
    assert found == wanted
    for group in roles.GROUPS:
        held = {f"{p.content_type.app_label}.{p.codename}" for p in Group.objects.get(name=group).permissions.all()}
        assert held == {label for owner, label in roles.MODEL_RIGHTS if owner == group}


def test_every_section_has_its_page_on_the_site_and_in_the_menu(provisioned_site):
    shown = Page.objects.filter(depth=3, show_in_menus=True, live=True)
    sections = shown.exclude(slug__in=("privacy", "accessibilita"))
    assert [(page.specific.menu_order, page.slug, page.title) for page in sections.order_by("path")] == [
        (10, "soci", "Soci"),
        (20, "blog", "Blog"),
        (30, "radio", "Radio"),
        (40, "pillole", "Pillole di Business"),
    ]
    for page in sections:
        actions = PageLogEntry.objects.filter(page=page.pk).order_by("pk").values_list("action", flat=True)
        assert list(actions) == ["wagtail.create", LOG_PROVISIONED]


def test_what_redazione_made_of_pages_and_snippets_stays(provisioned_site):
    HomePage.objects.update(title="Casa nostra", hero_title="Altro")
    GuidePage.objects.update(intro="Riscritta")
    ProfileIndexPage.objects.update(title="Chi siamo", slug="chi-siamo")
    first = Profession.objects.first()
    Profession.objects.filter(pk=first.pk).update(feminine="cambiata", synonyms="")
    Area.objects.filter(pk=first.area_id).update(name="Area nuova")
    Place.objects.create(name="Altrove", slug="altrove", province="ZZ")
    counts = [model.objects.count() for model in (Profession, Area, Place, Page)]
    assert run() == QUIET
    assert HomePage.objects.get().hero_title == "Altro"
    assert GuidePage.objects.get().intro == "Riscritta"
    assert ProfileIndexPage.objects.get().title == "Chi siamo"
    assert Profession.objects.get(pk=first.pk).feminine == "cambiata"
    assert Area.objects.get(pk=first.area_id).name == "Area nuova"
    assert [model.objects.count() for model in (Profession, Area, Place, Page)] == counts


def test_wagtails_own_content_is_gone_after_the_first_run(provisioned_site):
    """Its migrations made two groups, a workflow, a task and a page."""
    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()
    assert list(Workflow.objects.order_by("name").values_list("name", flat=True)) == sorted(
        name for name, _tree, _steps in roles.WORKFLOWS
    )
    assert not GroupApprovalTask.objects.exists()
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert [page.title for page in Page.objects.filter(depth=2)] == ["lab121"]


def test_a_welcome_page_that_somebody_wrote_in_stays(provisioned_site):
    page = provisioned_site.root.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="benvenuto"))
    page.save_revision()
    run()
    assert Page.objects.filter(pk=page.pk).exists()


def test_a_failing_step_leaves_nothing_half_done(provisioned_site, monkeypatch):
    add_page_right(provisioned_site)
    rights = GroupPagePermission.objects.count()

    def fails(changes):
        raise RuntimeError("interrotto")

    monkeypatch.setattr(provisioning, "_steps", [*provisioning._steps, (99, "fails", fails)])
    with pytest.raises(RuntimeError):
        provision()
    assert GroupPagePermission.objects.count() == rights


def test_the_same_step_registered_twice_runs_once(monkeypatch, db):
    monkeypatch.setattr(provisioning, "_steps", [])
    ran = []

    def step(changes):
        ran.append(changes)

    provisioning.register(step, order=1)
    provisioning.register(step, order=1)
    provision()
    assert len(ran) == 1


def test_rows_are_created_by_key_and_kept(db):
    Area.objects.create(slug="a", name="Com’era")
    changes = Changes()
    before = {area.slug: area.name for area in Area.objects.all()}
    rows = ensure_rows(Area, "slug", [{"slug": "a", "name": "Nuovo"}, {"slug": "b", "name": "Bi"}], changes)
    assert {slug: row.name for slug, row in rows.items()} == before | {"b": "Bi"}
    assert changes.done == ["area «Bi» creata"]
