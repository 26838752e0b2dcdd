"""Where the links of people and of the association may lead."""

import pytest
from django.core.exceptions import ValidationError

from cms.navigation.links import HOSTS, LinkKind, check_link, name_of, tel


def refusal(kind: str, url: str) -> str:
    try:
        check_link(kind, url)
    except ValidationError as error:
        return " ".join(error.message_dict["url"])
    return ""


@pytest.mark.parametrize("kind, hosts", HOSTS.items())
def test_each_kind_leads_to_its_hosts_and_what_lies_below_them(kind, hosts):
    for host in hosts:
        assert refusal(kind, f"https://{host}/chi") == ""
        assert refusal(kind, f"https://www.{host.upper()}/chi") == ""
        assert refusal(kind, f"https://it.{host}:443/chi") == ""
        for wrong in (
            f"https://finto{host}/chi",
            f"https://{host}.finto.example/chi",
            f"https://finto.example/{host}",
        ):
            assert refusal(kind, wrong) == f"Un indirizzo di {kind.label} è su {' o '.join(hosts)}."


@pytest.mark.parametrize("kind", [LinkKind.MASTODON, LinkKind.OTHER])
def test_two_kinds_lead_anywhere(kind):
    assert refusal(kind, "https://mastodon.uno/@chi") == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://linkedin.com/in/chi",
        "javascript:alert(1)//linkedin.com",
        "//linkedin.com/in/chi",
        "https://linkedin.com@finto.example/",
        "https://chi@linkedin.com/",
        "https://localhost/",
        "linkedin.com/in/chi",
        "",
    ],
)
@pytest.mark.parametrize("kind", [LinkKind.LINKEDIN, LinkKind.OTHER])
def test_no_kind_leads_out_of_https(kind, url):
    assert refusal(kind, url) == "L’indirizzo deve cominciare con https://"


def test_an_address_that_cannot_be_read_is_refused_in_words():
    assert refusal(LinkKind.OTHER, "https://[::1") == "Questo indirizzo non si capisce: copialo di nuovo."


@pytest.mark.parametrize(
    "kind, url, name",
    [
        ("github", "https://github.com/prova", "GitHub"),
        ("altro", "https://www.prova.example/lab", "prova.example"),
        ("myspace", "https://myspace.com/prova", "myspace.com"),
    ],
)
def test_a_profile_is_called_by_its_kind_or_its_host(kind, url, name):
    assert name_of(kind, url) == name


def test_a_number_to_dial_is_digits_and_the_plus():
    assert tel("+39 0131/12.34-56") == "tel:+390131123456"
