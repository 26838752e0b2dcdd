"""What is done to accounts: changed in «Chi è chi» and outside, seen, prepared by others, given a password."""

from django.urls import reverse
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from cms.users.models import User
from editorial.identity.password_links import choose_password, mail_link, show_link, url_of
from editorial.models import PasswordLink
from editorial.models.identity import UNOPPOSED_AFTER, identity_of
from editorial.roles import CHIEF

from .stage import READERS, Stage, everyone, readers, seldom

changed = st.sampled_from([*READERS, "anna", "bruno"])
NEW_PASSWORD = "una-frase-lunga-davvero"


class AccountPlays(Stage):
    """Plays whoever changes who is who; the other plays ask whose yes counts meanwhile."""

    def may_change(self, who: str) -> bool:
        return who == "su" or (who == "ed" and self.is_seen_reader(who))

    def is_seen_reader(self, who: str) -> bool:
        number = self.number[who]
        return who not in self.gone and number in self.desk and number not in self.unseen

    @seldom
    @rule(by=everyone, whom=changed)
    def change_account(self, by: str, whom: str) -> None:
        """Give somebody another address, over HTTP."""
        if whom in self.gone or by in self.gone:
            return
        person = User.objects.get(pk=self.number[whom])
        address = f"{whom}{self.moves}@example.org"
        may = self.may_change(by)
        data = {
            "first_name": person.first_name, "last_name": "", "email": address, "is_active": "on",
            "groups": [CHIEF] if person.groups.filter(name=CHIEF).exists() else [],
            "seen_token": identity_of(person).token,
        }  # fmt: skip
        with self.move(may=may):
            self.browser(by).post(reverse("editorial_account", args=[person.pk]), data)
        person.refresh_from_db()
        assert (person.email == address) == may
        if may:
            self.was_changed(whom, self.number[by])
            if by != whom:
                self.prepared.add((self.number[by], person.pk))
            self.addressed[person.pk] = self.number[by]

    @seldom
    @rule(whom=changed)
    def change_outside(self, whom: str) -> None:
        """Change an account in the database, where nobody leaves a name."""
        if whom in self.gone:
            return
        with self.move():
            User.objects.filter(pk=self.number[whom]).update(email=f"{whom}{self.moves}@fuori.example")
        self.was_changed(whom, None)
        self.addressed.pop(self.number[whom], None)

    def was_changed(self, whom: str, by: int | None) -> None:
        if self.number[whom] in self.desk:
            self.unseen.setdefault(self.number[whom], set()).update({by} if by else ())
            self.changed_at[self.number[whom]] = timezone.now() if by else None

    def accounts_are_looked_after(self) -> None:
        """Follow what ``send_reminders`` does: what was changed outside is noticed, and what waits for three days
        counts where nobody is there who could see it."""
        for number in sorted(self.unseen):
            at = self.changed_at[number] = self.changed_at[number] or timezone.now()
            chief = self.number["ed"]
            could_see = self.is_seen_reader("ed") and chief != number and chief not in self.unseen[number]
            if at <= timezone.now() - UNOPPOSED_AFTER and not could_see:
                del self.unseen[number]

    @seldom
    @rule(by=everyone, whom=readers)
    def say_seen(self, by: str, whom: str) -> None:
        number = self.number[whom]
        if whom in self.gone or by in self.gone or number not in self.unseen:
            return
        may = by == "ed" != whom and self.is_seen_reader("ed") and self.number["ed"] not in self.unseen[number]
        token = identity_of(User.objects.get(pk=number)).token
        with self.move(may=may):
            self.browser(by).post(reverse("editorial_seen", args=[number]), {"seen_token": token})
        if may:
            del self.unseen[number]

    @seldom
    @rule(by=readers, whom=st.sampled_from(["anna", "bruno"]))
    def copy_link(self, by: str, whom: str) -> None:
        """Be shown the link to somebody's password, as who also sits in the office may."""
        if whom in self.gone or by in self.gone:
            return
        with self.move():
            show_link(User.objects.get(pk=self.number[whom]), User.objects.get(pk=self.number[by]))
        self.prepared.add((self.number[by], self.number[whom]))

    @seldom
    @rule(whom=changed)
    def choose_a_password(self, whom: str) -> None:
        """By a link in one's own mail: whoever did not set that address has nothing to do with the account any more."""
        number = self.number[whom]
        if whom in self.gone:
            return
        person = User.objects.get(pk=number)
        with self.move():
            mail_link(person, None)
            token = url_of(person, PasswordLink.objects.get(user=person)).split("/")[-2]
            assert choose_password(token, NEW_PASSWORD) == person
        self.browser(whom).force_login(User.objects.get(pk=number))  # every session of theirs has ended
        setter = self.addressed.get(number)
        self.prepared = {(by, user) for by, user in self.prepared if user != number or by == setter}
