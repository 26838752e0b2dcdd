"""A Redis that is not there: the site answers without it."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.support.people import make_member


@pytest.fixture
def away(settings):
    """Port 1: nobody listens."""
    options = {"socket_connect_timeout": 1}
    settings.CACHES = {
        "default": {"BACKEND": "cms.cache.FailOpenRedisCache", "LOCATION": "redis://127.0.0.1:1/0", "OPTIONS": options}
    }


def test_reads_miss_and_writes_are_dropped(away):
    assert cache.get("a") is None
    assert cache.get("a", "otherwise") == "otherwise"
    assert cache.set("a", 1) is None
    assert cache.add("a", 1) is True
    assert cache.touch("a") is False
    assert cache.delete("a") is False
    assert cache.get_many(["a", "b"]) == {}
    assert cache.set_many({"a": 1}) == []
    assert cache.delete_many(["a"]) is None
    assert cache.has_key("a") is False
    assert "a" not in cache
    assert cache.incr("a", 3) == 3
    assert cache.get_or_set("a", lambda: 7) == 7


def test_it_is_said_in_the_log(away, caplog):
    cache.get("a")
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == ["cache away"]


def test_another_kind_of_error_is_not_hidden(away):
    with pytest.raises(TypeError):
        cache.get()


def test_every_public_page_and_the_login_open_without_it(away, provisioned_site):
    for address in ("/", "/soci/", "/cerca/?q=x", "/sitemap.xml", "/accedi/", "/robots.txt"):
        assert Client().get(address).status_code == 200, address
    member = make_member("Ada Prova")
    assert member.client.get("/area-soci/").status_code == 200
    member.set_password("una-frase-lunga-davvero")
    member.save()
    data = {"login": member.email, "password": "una-frase-lunga-davvero"}
    assert Client().post("/accedi/", data).url == "/area-soci/"
