"""Nightly check of the websites and e-mail domains on public pages."""
