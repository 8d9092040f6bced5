"""A mail server that has never heard of the recipient."""

from smtplib import SMTPRecipientsRefused

from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Refuses every recipient for good, as smtplib tells it."""

    def send_messages(self, email_messages):
        for message in email_messages:
            refusal = (550, b"5.1.1 User unknown")
            raise SMTPRecipientsRefused(dict.fromkeys(message.to, refusal))
