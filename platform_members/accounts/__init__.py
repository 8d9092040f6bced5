"""Accounts: log-in by e-mail, roles, the second factor, their mails and their page in admin."""
