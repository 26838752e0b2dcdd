"""One transaction per write, none per read."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.http import Http404, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import Client, override_settings
from django.urls import NoReverseMatch, include, path, reverse
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Locale

from cms.exceptions import ActionRefused
from cms.http.atomic_writes import IN_USE, non_atomic_url_names
from tests.support.http import JSON
from tests.support.people import make_user

pytestmark = pytest.mark.django_db(transaction=True)
seen = {}
called = []


def write() -> None:
    Locale.objects.get_or_create(language_code="zz")


@csrf_exempt
def probe(request, how):
    seen[how] = connection.in_atomic_block, request._read_started or hasattr(request, "_post")
    write()
    if how == "refused":
        raise ActionRefused("Non si può.")
    if how == "elsewhere":
        raise ActionRefused("Non si può.", "/soci/")
    if how == "protected":
        raise ProtectedError("no", set())
    if how == "lost":
        raise Http404
    if how == "denied":
        raise PermissionDenied
    if how == "inner":  # Wagtail's own atomic blocks, as EditView.save_action()
        Locale.objects.filter(language_code="zz").delete()
        try:
            with transaction.atomic():
                write()
                raise PermissionDenied
        except PermissionDenied:
            Locale.objects.create(language_code="yy")
    if how == "template":
        return TemplateResponse(request, "no-such-template.html")
    if how == "late":
        return TemplateResponse(request, engines["django"].from_string("{{ text }}"), {"text": late})
    if how == "broken":
        raise KeyError("nome")
    if how == "nothing":
        called.append(how)
        return None
    return HttpResponse("fatto")


def late():
    """Asked for by a template."""
    seen["late"] = connection.in_atomic_block
    Locale.objects.create(language_code="yy")
    return "fatto"


class Other:
    """A middleware of somebody else's: it answers what went wrong, and marks what is yet to be rendered."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        called.append((type(exception).__name__, connection.in_atomic_block, locales()))
        return HttpResponse("altrove", status=418)

    def process_template_response(self, request, response):
        called.append(response.is_rendered)
        return response


urlpatterns = [
    path("probe/<str:how>/", probe),
    *(path(f"outside/{name}/", probe, {"how": name}, name=name) for name in non_atomic_url_names() if ":" not in name),
    path("", include("cms.urls")),
]


@pytest.fixture
def client():
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


def locales() -> set[str]:
    return set(Locale.objects.values_list("language_code", flat=True)) - {"it"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_write_is_one_transaction_and_its_body_is_read_before(client, method):
    assert getattr(client, method)("/probe/ok/").status_code == 200
    assert seen["ok"] == (True, True) and locales() == {"zz"} and not connection.in_atomic_block


MULTIPART = "multipart/form-data; boundary=BoUnDaRyStRiNg"


@pytest.mark.parametrize(
    "kind, body",
    [
        (MULTIPART, b"--BoUnDaRyStRiNg--\r\n"),
        ("application/json", b'{"a": 1}'),
        ("application/x-www-form-urlencoded", b"a=1"),
    ],
)
def test_every_kind_of_body_is_read_before(client, kind, body):
    seen.clear()
    client.post("/probe/ok/", body, content_type=kind)
    assert seen["ok"] == (True, True)


def test_a_bad_body_is_the_clients_fault(client):
    assert client.post("/probe/ok/", b"x", content_type="multipart/form-data").status_code == 400
    assert locales() == set()


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_read_is_in_no_transaction(client, method):
    getattr(client, method)("/probe/ok/")
    assert seen["ok"][0] is False and locales() == {"zz"}


@pytest.mark.parametrize("name", sorted(name for name in non_atomic_url_names() if ":" not in name))
def test_what_makes_thumbnails_or_hashes_passwords_is_in_no_transaction(client, name):
    assert client.post(f"/outside/{name}/").status_code == 200
    assert seen[name] == (False, True)


def test_every_name_outside_exists():
    for name in non_atomic_url_names():
        found = 0
        for args in ([], [1], ["a", "b", 1]):
            try:
                reverse(name, args=args)
                found += 1
            except NoReverseMatch:
                pass
        assert found == 1, name


@pytest.mark.parametrize("how, status", [("refused", 409), ("protected", 409), ("lost", 404), ("denied", 403)])
def test_what_does_not_end_well_is_rolled_back(client, how, status):
    assert client.post(f"/probe/{how}/").status_code == status and locales() == set()


def test_inner_atomic_blocks_roll_back_alone(client):
    assert client.post("/probe/inner/").status_code == 200 and locales() == {"yy"}


def test_a_template_is_rendered_in_the_transaction(client):
    """Unlike ATOMIC_REQUESTS; Wagtail's admin views are rendered inside too, by require_admin_access."""
    assert client.post("/probe/late/").content == b"fatto"
    assert seen["late"] is True and locales() == {"zz", "yy"}


def test_a_template_that_fails_takes_back_what_was_written(client):
    assert client.post("/probe/template/").status_code == 500 and locales() == set()


@pytest.fixture
def others(client, settings):
    settings.MIDDLEWARE = [f"{__name__}.Other", *settings.MIDDLEWARE]
    called.clear()
    return called


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_middleware_is_asked_about_an_exception_when_it_is_rolled_back(client, others, method):
    answer = getattr(client, method)("/probe/broken/")
    assert (answer.status_code, answer.content) == (418, b"altrove")
    assert others == [("KeyError", False, {"zz"} if method == "get" else set())]
    assert locales() == others[0][2]


def test_what_the_rule_refuses_is_nobody_elses_to_answer(client, others):
    assert client.post("/probe/refused/").status_code == 409 and others == []


def test_every_middleware_sees_a_template_before_it_is_rendered(client, others):
    assert client.post("/probe/late/").content == b"fatto" and others == [False]


def test_a_view_that_answers_nothing_is_rolled_back_and_not_asked_again(client):
    called.clear()
    assert client.post("/probe/nothing/").status_code == 500
    assert called == ["nothing"] and locales() == set()


def test_how_a_refusal_is_told_to_who_is_logged_in(client):
    client.force_login(make_user("y"))
    assert client.post("/probe/refused/").headers["Location"] == "/area-soci/"
    assert "Non si può." in client.get("/area-soci/").content.decode()
    assert client.post("/probe/elsewhere/").headers["Location"] == "/soci/"
    assert client.get("/probe/refused/").headers["Location"] == "/area-soci/"  # a hook on GET


def test_how_a_refusal_is_told_to_autosave(client):
    client.force_login(make_user("y"))
    for how, text in (("refused", "Non si può."), ("protected", IN_USE)):
        answer = client.post(f"/probe/{how}/", **JSON)
        assert answer.status_code == 400
        assert answer.json() == {"success": False, "error_code": "invalid_revision", "error_message": text}


def test_how_a_refusal_is_told_to_a_stranger(client):
    for method in (client.get, client.post):
        answer = method("/probe/refused/")
        assert answer.status_code == 409 and "Non si può." in answer.content.decode()
