"""Asking contacts by mail whether facts are still true, and the page behind the link."""
