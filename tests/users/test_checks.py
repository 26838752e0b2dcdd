"""Demo passwords are public: no such account where settings say so."""

import importlib
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction

from cms.users.checks import no_demo_accounts, refuse_demo_accounts
from cms.users.models import User


@pytest.fixture
def strict(settings, db):
    settings.REFUSE_DEMO_ACCOUNTS = True


def test_an_active_demo_account_stops_the_start(strict):
    User.objects.create_user("prova@example.org", is_demo=True)
    with pytest.raises(ImproperlyConfigured, match="demo accounts"):
        refuse_demo_accounts()
    assert [error.id for error in no_demo_accounts(databases=["default"])] == ["users.E001"]


def test_the_wsgi_module_asks(strict):
    User.objects.create_user("prova@example.org", is_demo=True)
    sys.modules.pop("cms.wsgi", None)
    with pytest.raises(ImproperlyConfigured):
        importlib.import_module("cms.wsgi")
    User.objects.update(is_active=False)
    assert importlib.import_module("cms.wsgi").application


def test_a_closed_demo_account_and_everybody_else_do_not(strict):
    User.objects.create_user("prova@example.org", is_demo=True, is_active=False)
    User.objects.create_user("ada@example.org")
    refuse_demo_accounts()
    assert no_demo_accounts(databases=["default"]) == []


def test_where_demo_accounts_may_be_nothing_is_asked(db, settings):
    settings.REFUSE_DEMO_ACCOUNTS = False
    User.objects.create_user("prova@example.org", is_demo=True)
    refuse_demo_accounts()
    assert no_demo_accounts(databases=["default"]) == []


def test_without_a_database_the_check_asks_nothing(settings):
    settings.REFUSE_DEMO_ACCOUNTS = True
    assert no_demo_accounts() == []


def test_an_address_is_one_account_however_it_is_written(db):
    User.objects.create_user("Ada@Example.org ")
    assert User.objects.get().email == "ada@example.org"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="ADA@example.org")])


def test_an_account_needs_an_address(db):
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_an_account_without_a_password_has_none_that_works(db):
    user = User.objects.create_user("ada@example.org")
    assert not user.has_usable_password()


@pytest.mark.parametrize("first, last, shown", [("Ada", "Prova", "Ada Prova"), ("Ada", "", "Ada"), ("", "", "a@b.it")])
def test_a_person_is_called_by_name(first, last, shown):
    assert str(User(email="a@b.it", first_name=first, last_name=last)) == shown
