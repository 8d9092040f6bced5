"""A mail server that takes a connection and then says nothing."""

from smtplib import SMTPServerDisconnected
from threading import Event

from django.core.mail.backends.base import BaseEmailBackend

asked, over = Event(), Event()
PATIENCE = 10  # seconds, as EMAIL_TIMEOUT


class EmailBackend(BaseEmailBackend):
    """Lets a sender wait until the test is over, then gives up as smtplib does."""

    def send_messages(self, email_messages):
        asked.set()
        over.wait(PATIENCE)
        raise SMTPServerDisconnected("timed out")
