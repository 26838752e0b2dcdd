"""A sender that dies with -9 at one of its steps: ``python -m tests.cms.killed_sender STEP``."""

import os
import signal
import sys

import django


def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def after(function):
    def runs_and_dies(*args, **kwargs):
        function(*args, **kwargs)
        die()

    return runs_and_dies


def main(step: str) -> None:
    django.setup()
    from django.core.mail.backends.smtp import EmailBackend

    from cms.mail import sending
    from cms.mail.models import Mail

    if step == "before claiming":
        sending.lease = die
    elif step == "after claiming":
        sending.connect = die
    elif step == "after connecting":
        sending.deliver = die
    elif step == "after the server said yes":
        EmailBackend.send_messages = after(EmailBackend.send_messages)
    elif step == "after recording":
        Mail.record_result = after(Mail.record_result)
    sending.send_waiting()


if __name__ == "__main__":
    main(sys.argv[1])
