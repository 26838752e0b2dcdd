"""What a person may do as such, and with the home and the indexes, which stand by no workflow."""

from typing import Any

from django.test import TestCase

from blog.models import BlogIndexPage
from blog.services import may_propose
from editorial.permissions.groups import is_member_only, sees_health, sits_in_a_desk
from editorial.publication import takedown
from home.models import HomePage
from pillole.models import PilloleIndexPage
from pillole.permissions import gives_consultations, keeps_pillole
from profiles.models import ProfileIndexPage
from radio.models import RadioIndexPage
from radio.services import may_add_episode
from tests.support.people import ensure_house

from .matrix import ROLES, difference, lines, make_people

PEOPLE = """
                        visitor member consultant blog vetrine radio pillole redazione segreteria superuser
only a member              .      x        x       .      .      .      .        .         .         .
reviewer of something      .      .        .       x      x      x      x        x         .         .
sees health                .      .        .       .      .      .      .        x         .         x
may propose                .      x        x       x      .      .      .        x         .         .
may add episode            .      .        .       .      .      x      .        x         .         x
keeps pillole              .      .        .       .      .      .      x        x         .         .
gives consultations        .      .        x       .      .      .      .        .         .         .
edits home                 .      .        .       .      .      .      .        x         .         x
edits blog                 .      .        .       x      .      .      .        x         .         x
edits soci                 .      .        .       .      x      .      .        x         .         x
edits radio                .      .        .       .      .      x      .        x         .         x
edits pillole              .      .        .       .      .      .      x        x         .         x
adds to home               .      .        .       .      .      .      .        x         .         x
adds to blog               .      .        .       x      .      .      .        x         .         x
adds to soci               .      .        .       .      .      .      .        .         .         .
adds to radio              .      .        .       .      .      x      .        x         .         x
adds to pillole            .      .        .       .      .      .      x        x         .         x
deletes the house          .      .        .       .      .      .      .        .         .         .
moves the house            .      .        .       .      .      .      .        .         .         .
copies the house           .      .        .       .      .      .      .        .         .         .
publishes the house        .      .        .       .      .      .      .        .         .         .
takes down the house       .      .        .       .      .      .      .        .         .         .
keeps categories           .      .        .       .      .      .      .        x         .         x
keeps topics               .      .        .       .      .      .      .        x         .         x
"""


class HouseRights(TestCase):
    @classmethod
    def setUpTestData(cls):
        ensure_house()
        cls.people = make_people()

    def test_people_and_the_house(self):
        indexes = {
            "blog": BlogIndexPage,
            "soci": ProfileIndexPage,
            "radio": RadioIndexPage,
            "pillole": PilloleIndexPage,
        }
        provisioned_site = {name: model.objects.get() for name, model in {"home": HomePage, **indexes}.items()}

        def may(user: Any) -> dict[str, bool]:
            testers = {name: page.permissions_for_user(user) for name, page in provisioned_site.items()}
            return {
                "only a member": is_member_only(user),
                "reviewer of something": sits_in_a_desk(user),
                "sees health": sees_health(user),
                "may propose": may_propose(user),
                "may add episode": may_add_episode(user),
                "keeps pillole": keeps_pillole(user),
                "gives consultations": gives_consultations(user),
                **{f"edits {name}": tester.can_edit() for name, tester in testers.items()},
                **{f"adds to {name}": tester.can_add_subpage() for name, tester in testers.items()},
                "deletes the house": any(tester.can_delete() for tester in testers.values()),
                "moves the house": any(tester.can_move() for tester in testers.values()),
                "copies the house": any(tester.can_copy() for tester in testers.values()),
                "publishes the house": any(
                    tester.can_publish() or tester.can_unpublish() or tester.can_publish_subpage()
                    for tester in testers.values()
                ),
                "takes down the house": any(
                    takedown.can_take_down(user, page)
                    or takedown.can_hide(user, page)
                    or takedown.can_restore(user, page)
                    for page in provisioned_site.values()
                ),
                "keeps categories": user.has_perm("blog.add_category") and user.has_perm("blog.change_category"),
                "keeps topics": user.has_perm("pillole.add_topic") and user.has_perm("pillole.change_topic"),
            }

        found = {(action, role) for role in ROLES for action, yes in may(self.people[role]).items() if yes}
        (columns, _none), *rest = lines(PEOPLE)
        assert tuple(columns) == ROLES and {" ".join(words) for words, _marks in rest} == set(
            may(self.people["member"])
        )
        wanted = {
            (" ".join(words), role)
            for words, marks in rest
            for role, mark in zip(ROLES, marks, strict=True)
            if mark == "x"
        }
        assert found == wanted, difference(found, wanted)
