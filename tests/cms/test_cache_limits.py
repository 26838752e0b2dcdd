"""Redis is away: wrong passwords and guests' links go on being counted, in the database."""

import pytest
from django.core.cache import cache
from django.test import Client

from cms.models import LimitCounter
from tests.support.people import make_member

PASSWORD = "una-frase-lunga-davvero"


@pytest.fixture
def away(settings):
    """Port 1: nobody listens."""
    database = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cms_limits"}
    redis = {"BACKEND": "cms.cache.FailOpenRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": redis | {"OPTIONS": {"socket_connect_timeout": 1}}, "limits": database}


def log_in(email: str, password: str, number: int) -> int:
    """Each time from another address: it is the account that is tried."""
    data = {"login": email, "password": password}
    return Client(REMOTE_ADDR=f"192.0.2.{number}").post("/accedi/", data).status_code


@pytest.mark.django_db(transaction=True)
def test_after_five_wrong_passwords_the_right_one_is_refused(away, settings, provisioned_site):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,5/300s/key", "login": "120/m/ip"}
    ada, eva = make_member("Ada Prova"), make_member("Eva Prova")
    for member in (ada, eva):
        member.set_password(PASSWORD)
        member.save()
    assert [log_in(ada.email, "sbagliata", number) for number in range(5)] == [200] * 5
    assert log_in(ada.email, PASSWORD, 6) == 200  # the form again: not logged in
    assert log_in(eva.email, PASSWORD, 6) == 302


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.django_db(transaction=True)
def test_guesses_at_a_guests_link_are_counted_though_each_is_refused(away, settings, method):
    settings.ACCOUNT_RATE_LIMITS = {"guest": "2/m/ip"}
    ask = getattr(Client(), method)
    assert [ask(f"/ospite/{number}/").status_code for number in range(4)] == [404, 404, 429, 429]
    assert getattr(Client(REMOTE_ADDR="192.0.2.1"), method)("/ospite/x/").status_code == 404


def test_nothing_else_is_kept_in_the_database(away, db):
    cache.set("a", 1)
    cache.set_many({"allauth:rl:a": 1})
    assert (cache.get("a"), cache.add("a", 1), LimitCounter.objects.count()) == (None, True, 0)
    cache.set("allauth:rl:a", [1.0], 60)
    assert (cache.get("allauth:rl:a"), cache.add("allauth:rl:a", [2.0], 60)) == ([1.0], False)
    assert LimitCounter.objects.count() == 1
    assert (cache.delete("allauth:rl:a"), LimitCounter.objects.count()) == (True, 0)
