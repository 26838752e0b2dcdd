from django.core.checks import run_checks
from wagtail.models import Task, WorkflowPage

from editorial import checks
from editorial.checks import every_page_type_is_moderated, every_tree_has_a_desk, one_locale
from tests.pages.models import Article, Interview, Section, Story, Timed
from tests.support.people import make_workflow


def ids(found) -> list[str]:
    return [message.id for message in found]


def test_this_site_passes(newsroom):
    ours = [m for m in run_checks(databases=["default"]) if m.id and m.id.startswith("editorial")]
    assert ours == []


def test_a_page_type_without_the_base(monkeypatch):
    monkeypatch.setattr(checks, "ModeratedPage", type("Other", (), {}))
    found = every_page_type_is_moderated()
    assert set(ids(found)) == {"editorial.E001"}
    of_the_suite = {message.obj for message in found if message.obj._meta.app_label == "testpages"}
    assert of_the_suite == {Section, Article, Interview, Timed, Story}
    assert "wagtailcore.Page" not in str(found)


def test_one_locale(settings):
    assert one_locale() == []
    settings.WAGTAIL_I18N_ENABLED = True
    assert ids(one_locale()) == ["editorial.E002"]


def test_a_tree_without_a_desk(newsroom):
    assert every_tree_has_a_desk(databases=["default"]) == []
    make_workflow("Nessuno", newsroom.bare)
    Task.objects.filter(pk=newsroom.blog_desk.pk).update(active=False)
    found = every_tree_has_a_desk(databases=["default"])
    assert ids(found) == ["editorial.W003"] * 2
    assert {"Blog" in str(message) for message in found} == {True, False}
    assert every_tree_has_a_desk() == []  # without a database named, tables may be missing
    WorkflowPage.objects.filter(page__in=[newsroom.bare.pk, newsroom.blog.pk]).delete()
    assert every_tree_has_a_desk(databases=["default"]) == []
