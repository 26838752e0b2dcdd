"""What somebody may have done to groups, rights, workflows and pages since the site was provisioned."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from editorial import roles
from editorial.models import DeskTask
from home.models import GuidePage
from profiles.models import Profession, ProfileIndexPage
from tests.factories.pages import standard_page
from tests.support.people import permission


def workflow(name: str) -> Workflow:
    return Workflow.objects.get(name=name)


def page_right(group: str, page: Page, action: str) -> GroupPagePermission:
    return GroupPagePermission.objects.get_or_create(
        group=Group.objects.get(name=group), page=page, permission=permission(f"{action}_page")
    )[0]


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


# What somebody did → the words that tell it.
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
