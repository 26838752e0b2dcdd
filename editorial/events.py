"""Signals for what happens to a text. Whoever writes the rows sends them, inside the same transaction, so that nobody
is told of what is rolled back; ``editorial.receivers`` connects whoever listens. For submission, withdrawal and expiry
see ``wagtail.signals``.

The comment behind each names its arguments besides ``sender``, which is the class of the first one.
"""

from django.dispatch import Signal

text_corrected = Signal()  # state, user: a reviewer said yes to a text that they changed; one more yes is needed
changes_requested = Signal()  # state, user, reason
page_published = Signal()  # revision, user: on the site now, or agreed for a day to come
schedule_dropped = Signal()  # revision, reason
page_taken_down = Signal()  # takedown, user
page_restored = Signal()  # takedown, user

# consent_request, person: for the first time, or again because their address is known now
consent_requested = Signal()
consent_reminded = Signal()  # consent_request, person
consent_unreachable = Signal()  # consent_request, item: nobody but the desk can remind this person
consent_handed_over = Signal()  # consent_request, item, user: was shown the link, to deliver it by hand
consent_changes_requested = Signal()  # state (the desk's new one), consent_request

identity_changed = Signal()  # change, is_urgent: Redazione hears of it at once, not in the evening's list
identity_change_stopped = Signal()  # change
password_link_made = Signal()  # link, url: to be mailed to its person
