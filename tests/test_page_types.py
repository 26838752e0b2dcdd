"""A page type takes five steps; a failure here says which one was forgotten."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from django.test import Client
from wagtail.models import Page

from editorial import roles
from editorial.models import DeskTask, GuestTask
from editorial.pages import ModeratedPage

from .factories.pages import SAMPLES
from .support.people import make_user

OURS = ("cms", "users", "editorial", "profiles", "blog", "radio", "pillole", "home")
TYPES = [model for model in apps.get_models() if issubclass(model, Page) and model._meta.app_label in OURS]
ids = pytest.mark.parametrize("model", TYPES, ids=lambda model: model._meta.label)

STEPS = {
    1: "step 1 of 5, a class that extends editorial.pages.ModeratedPage",
    2: "step 2 of 5, templates/<app>/<model>.html",
    3: "step 3 of 5, a named migration",
    4: "step 4 of 5, a factory and a behaviour test (tests/factories/pages.py, SAMPLES)",
    5: "step 5 of 5, a row in editorial/roles.py, then provision",
}


def forgotten(step: int, model: type[Page], why: str) -> str:
    return f"{model._meta.label} forgot {STEPS[step]}: {why}"


def test_the_house_has_the_page_types_that_the_design_names():
    assert sorted(model._meta.label for model in TYPES) == [
        "blog.BlogIndexPage",
        "blog.BlogPage",
        "home.GuidePage",
        "home.HomePage",
        "home.StandardPage",
        "pillole.NotePage",
        "pillole.PillolaPage",
        "pillole.PilloleIndexPage",
        "profiles.ProfileIndexPage",
        "profiles.ProfilePage",
        "radio.EpisodePage",
        "radio.RadioIndexPage",
    ]


@ids
def test_it_is_moderated(model):
    assert issubclass(model, ModeratedPage), forgotten(1, model, "publishing it would need nobody's yes")


@ids
def test_it_says_where_it_may_stand_and_what_below(model):
    own = [
        vars(parent) for parent in model.__mro__ if issubclass(parent, ModeratedPage) and parent is not ModeratedPage
    ]
    assert any("parent_page_types" in names for names in own), forgotten(1, model, "no parent_page_types of its own")
    if model._meta.label in (roles.HOME,):  # everything that names it as a parent
        return
    assert any("subpage_types" in names for names in own), forgotten(1, model, "no subpage_types of its own")


@ids
def test_it_speaks_italian_to_the_desk(model):
    english = {model.__name__.lower(), "page", model._meta.model_name}
    for words in (str(model._meta.verbose_name), str(model._meta.verbose_name_plural)):
        assert words.replace(" ", "") not in english, forgotten(1, model, f"verbose_name «{words}» is Django's own")
        assert "page" not in words.lower(), forgotten(1, model, f"verbose_name «{words}» is English")


@ids
def test_its_template_stands_where_it_is_looked_for(model):
    template = model.template
    found = Path(get_template(template).origin.name)
    wanted = settings.BASE_DIR / "templates" / model._meta.app_label
    assert found.parent == wanted, forgotten(2, model, f"{template} lies in {found.parent}")


@ids
def test_its_table_is_made_by_a_named_migration(model):
    folder = Path(apps.get_app_config(model._meta.app_label).path) / "migrations"
    makers = [path.stem for path in folder.glob("0*.py") if f'name="{model.__name__}"' in _text(path)]
    assert makers, forgotten(3, model, "no migration creates it")
    assert not any("_auto_" in stem for stem in makers), forgotten(3, model, f"{makers} have no name")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").replace("'", '"')


def is_below(model: type[Page], label: str) -> bool:
    """May it stand somewhere under a page of that type (or is it that type)?"""
    todo, seen = [model], set()
    while todo:
        found = todo.pop()
        if found._meta.label == label:
            return True
        seen.add(found)
        todo += [parent for parent in found.allowed_parent_page_models() if parent not in seen]
    return False


@ids
def test_a_desk_reads_it(model):
    trees = [label for _name, label, _steps in roles.WORKFLOWS]
    assert any(is_below(model, label) for label in trees), forgotten(5, model, f"no workflow of {trees} covers it")


@ids
@pytest.mark.django_db
def test_provisioning_gives_it_a_workflow_with_a_desk(model, provisioned_site):
    assert model._meta.label in SAMPLES, forgotten(4, model, "no sample")
    workflow = SAMPLES[model._meta.label]().get_workflow()
    assert workflow, forgotten(5, model, "its tree has no workflow in the database")
    first, *others = (task.specific for task in workflow.tasks)
    assert isinstance(first, DeskTask) and first.groups.exists(), forgotten(5, model, "nobody reads")
    assert all(isinstance(task, GuestTask) for task in others)


@ids
def test_it_opens(model, provisioned_site):
    """Its own template, its own title, nothing else's."""
    assert model._meta.label in SAMPLES, forgotten(4, model, "no sample")
    page = SAMPLES[model._meta.label]()
    client = make_user("chi", provisioned_site.members).client if page.get_view_restrictions() else Client()
    response = client.get(page.url)
    assert response.status_code == 200
    assert response.templates[0].name == model.template, forgotten(2, model, "another template was used")
    assert f'data-page-type="{model._meta.model_name}"' in response.content.decode()
    assert "<h1" in response.content.decode()


def test_what_stands_in_the_samples_is_a_page_type():
    assert set(SAMPLES) == {model._meta.label for model in TYPES}
