"""A mail server that gives no answer."""

from smtplib import SMTPServerDisconnected

from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Refuses every mail as smtplib does when a server hangs up."""

    def send_messages(self, email_messages):
        raise SMTPServerDisconnected("Connection unexpectedly closed")


# What the setting EMAIL_BACKEND names.
DOWN = f"{__name__}.EmailBackend"
