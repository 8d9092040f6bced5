"""Organisations and the people who act for them: public pages, admin, invitations' mails."""
