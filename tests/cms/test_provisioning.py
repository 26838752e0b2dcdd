"""``manage.py provision``: the database made equal to the code, and every drift told."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageLogEntry,
    PageViewRestriction,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms import provisioning
from cms.provisioning import Changes, ensure_rows, provision
from editorial import roles
from editorial.models import DeskTask
from editorial.publication.gate import LOG_PROVISIONED
from home.models import GuidePage, HomePage
from profiles.models import Area, Place, Profession, ProfileIndexPage
from tests.factories.pages import standard_page
from tests.support.people import ensure_roots, permission

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


def workflow(name: str) -> Workflow:
    return Workflow.objects.get(name=name)


def page_right(group: str, page: Page, action: str) -> GroupPagePermission:
    return GroupPagePermission.objects.get_or_create(
        group=Group.objects.get(name=group), page=page, permission=permission(f"{action}_page")
    )[0]


# Each is (what somebody did, the words that tell it) -------------------------------------------------------


def delete_group(provisioned_site):
    Group.objects.get(name=roles.OFFICE).delete()


def add_page_right(provisioned_site):
    page_right(roles.MEMBERS, provisioned_site.home, "change")


def remove_page_right(provisioned_site):
    GroupPagePermission.objects.get(
        group=provisioned_site.desk, page=ProfileIndexPage.objects.get(), permission=permission("change_page")
    ).delete()


def give_publish_to_a_desk(provisioned_site):
    page_right(roles.CHIEF, provisioned_site.home, "publish")


def give_publish_to_an_unknown_group(provisioned_site):
    group = Group.objects.create(name="Amici")
    page_right(group.name, provisioned_site.home, "publish")


def give_publish_as_a_model_permission(provisioned_site):
    Group.objects.create(name="Amici").permissions.add(permission("publish_page"))


def add_model_right(provisioned_site):
    provisioned_site.members.permissions.add(Permission.objects.get(codename="delete_profession"))


def remove_model_right(provisioned_site):
    provisioned_site.chief.permissions.remove(permission("access_admin", "wagtailadmin"))


def add_collection_right(provisioned_site):
    GroupCollectionPermission.objects.create(
        group=provisioned_site.members,
        collection=Collection.objects.get(name=roles.SHARED_FILES),
        permission=permission("change_image", "wagtailimages"),
    )


def remove_collection_right(provisioned_site):
    GroupCollectionPermission.objects.filter(
        group=provisioned_site.members, collection__name=roles.MEMBERS_FILES, permission__codename="add_document"
    ).delete()


def delete_collection(provisioned_site):
    Collection.objects.get(name=roles.CHIEF_FILES).delete()


def delete_workflow(provisioned_site):
    workflow("Vetrine").delete()


def disable_workflow(provisioned_site):
    Workflow.objects.filter(name="Vetrine").update(active=False)


def disable_task(provisioned_site):
    DeskTask.objects.filter(name="Lettura Vetrine").update(active=False)


def let_members_read(provisioned_site):
    DeskTask.objects.get(name="Lettura Vetrine").groups.add(provisioned_site.members)


def let_nobody_read(provisioned_site):
    DeskTask.objects.get(name="Lettura Redazione").groups.clear()


def add_a_step(provisioned_site):
    extra = GroupApprovalTask.objects.create(name="Un altro passo")
    WorkflowTask.objects.create(workflow=workflow("Vetrine"), task=extra, sort_order=1)


def replace_the_step(provisioned_site):
    other = DeskTask.objects.get(name="Lettura Redazione")
    WorkflowTask.objects.filter(workflow=workflow("Vetrine")).update(task=other)


def remove_the_step(provisioned_site):
    WorkflowTask.objects.filter(workflow=workflow("Redazione")).delete()


def take_the_workflow_off_its_page(provisioned_site):
    WorkflowPage.objects.filter(workflow=workflow("Vetrine")).delete()


def swap_workflows(provisioned_site):
    WorkflowPage.objects.filter(workflow=workflow("Vetrine")).update(workflow=workflow("Redazione"))


def put_a_workflow_on_another_page(provisioned_site):
    WorkflowPage.objects.create(workflow=workflow("Vetrine"), page=standard_page())


def move_the_site(provisioned_site):
    Site.objects.update(root_page=ProfileIndexPage.objects.get())


def delete_the_site(provisioned_site):
    Site.objects.all().delete()


def rename_the_host(provisioned_site):
    Site.objects.update(hostname="altrove.example")


def open_the_guide(provisioned_site):
    PageViewRestriction.objects.all().delete()


def delete_the_guide(provisioned_site):
    GuidePage.objects.get().delete()


def bring_a_stock_group_back(provisioned_site):
    Group.objects.create(name="Moderators")


def bring_the_stock_workflow_back(provisioned_site):
    task = GroupApprovalTask.objects.create(name="Moderators approval")
    stock = Workflow.objects.create(name="Moderators approval")
    WorkflowTask.objects.create(workflow=stock, task=task, sort_order=0)


def bring_the_welcome_page_back(provisioned_site):
    provisioned_site.root.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="benvenuto"))


def delete_a_profession(provisioned_site):
    Profession.objects.filter(profile_links=None).first().delete()


DRIFTS = {
    delete_group: "gruppo «Segreteria» creato",
    add_page_right: "permesso di pagina in più tolto: «Soci», change_page su «lab121»",
    remove_page_right: "permesso di pagina aggiunto: «Redazione Vetrine», change_page su «Soci»",
    give_publish_to_a_desk: "permesso di pagina in più tolto",
    give_publish_to_an_unknown_group: "permesso di pubblicare tolto al gruppo «Amici»",
    give_publish_as_a_model_permission: "permesso di pubblicare tolto al gruppo «Amici»",
    add_model_right: "permessi di «Soci» resi uguali: ['delete_profession']",
    remove_model_right: "permessi di «Redazione» resi uguali: ['access_admin']",
    add_collection_right: "permesso di raccolta in più tolto",
    remove_collection_right: "permesso di raccolta aggiunto",
    delete_collection: "raccolta «Redazione» creata",
    delete_workflow: "percorso «Vetrine» creato",
    disable_workflow: "percorso «Vetrine» riattivato",
    disable_task: "passo «Lettura Vetrine» riattivato",
    let_members_read: "chi legge «Lettura Vetrine» reso uguale",
    let_nobody_read: "chi legge «Lettura Redazione» reso uguale",
    add_a_step: "passi di «Vetrine» resi uguali",
    replace_the_step: "passi di «Vetrine» resi uguali",
    remove_the_step: "passi di «Redazione» resi uguali",
    take_the_workflow_off_its_page: "percorso «Vetrine» dato a «Soci»",
    swap_workflows: "percorso «Vetrine» dato a «Soci»",
    put_a_workflow_on_another_page: "percorso «Vetrine» tolto da una pagina in più",
    move_the_site: "sito su http://testserver",
    delete_the_site: "sito su http://testserver",
    rename_the_host: "sito su http://testserver",
    open_the_guide: "la guida è solo per chi entra",
    delete_the_guide: "pagina «Bussola del socio» creata",
    bring_a_stock_group_back: "gruppo «Moderators» di Wagtail tolto",
    bring_the_stock_workflow_back: "percorso di Wagtail tolto",
    bring_the_welcome_page_back: "pagina di benvenuto di Wagtail tolta",
    delete_a_profession: "professione «",
}


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
