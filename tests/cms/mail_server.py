"""A real SMTP server on the loopback address, that keeps what it got and answers as a test wants."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

OK = "250 OK"


class Desk:
    """``answers``: recipient → what DATA or RCPT is answered, once each; without one the mail is taken."""

    def __init__(self) -> None:
        self.received: list[tuple[str, bytes]] = []
        self.at_rcpt: dict[str, list[str]] = {}
        self.at_data: dict[str, list[str]] = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.at_rcpt.get(address):
            return self.at_rcpt[address].pop(0)
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, server, session, envelope):
        (address,) = envelope.rcpt_tos
        if self.at_data.get(address):
            return self.at_data[address].pop(0)
        self.received.append((address, envelope.original_content))
        return OK

    @property
    def recipients(self) -> list[str]:
        return [address for address, _content in self.received]

    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=policy.default) for _address, content in self.received]


def free_port() -> int:
    """The controller connects to itself to see that it is up, so it must be told one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mail_server() -> Iterator[tuple[Desk, int]]:
    desk, port = Desk(), free_port()
    controller = Controller(desk, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield desk, port
    finally:
        controller.stop()
