"""A person's name, and as what they said yes."""

import pytest
from wagtail.models import Page

from cms.users.models import User
from editorial.content.people import name_of
from editorial.models import Approval
from editorial.models.approval import ApprovalRole
from editorial.notifications.messages import name_in_mail

ANNA = User(email="anna@prova.example", first_name="Anna", last_name="Neri")
NAMELESS = User(email="senza@prova.example")


@pytest.mark.parametrize(
    ("person", "plain", "worded", "in_mail"),
    [
        (ANNA, "Anna Neri", "Anna Neri", "Anna Neri"),
        (NAMELESS, "Una persona senza nome", "senza nome", "senza@prova.example"),
        (None, "Una persona che non c’è più", "nessuno", "Qualcuno della redazione"),
    ],
)
def test_the_name_of_a_person(person, plain, worded, in_mail):
    assert name_of(person) == plain
    assert name_of(person, missing="nessuno", nameless="senza nome") == worded
    assert name_in_mail(person) == in_mail


def test_as_what_somebody_said_yes():
    page = Page(owner_id=1)
    approvals = [
        Approval(guest="Olga"),
        Approval(user_number=2, as_reviewer=True),
        Approval(user_number=1),
        Approval(user_number=3),
    ]
    assert [approval.role_on(page) for approval in approvals] == [*ApprovalRole]
