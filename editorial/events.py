"""What happens to a text, as signals: sent inside the transaction of the event, so that what is rolled back was never
told. Who writes rows sends them; ``editorial.receivers`` connects who listens. What Wagtail tells by itself (a text
was submitted, withdrawn, expired) are signals of ``wagtail.signals``.

Each says what it carries besides ``sender``, the class of the first thing named.
"""

from django.dispatch import Signal

text_corrected = Signal()  # state, user: a reviewer said yes to a text that they changed; one more yes is needed
changes_requested = Signal()  # state, user, reason
page_published = Signal()  # revision, user: on the site now, or agreed for a day to come
schedule_dropped = Signal()  # revision, reason
page_taken_down = Signal()  # takedown, user
page_restored = Signal()  # takedown, user

consent_requested = Signal()  # request, person: for the first time, or again because their address is known now
consent_reminded = Signal()  # request, person
consent_unreachable = Signal()  # request, item: nobody but the desk can remind this person
consent_changes_requested = Signal()  # state (the desk's new one), request
