"""Forms and pages of the booklet."""

ADD = "/admin/directory/edition/add/"
FORM = {"name": "令和8年度版", "printed_on": "2026-11-24", "copies": "55000", "confirmed": "on"}


def errata_page(client) -> str:
    """What everybody reads of the changes since the newest edition."""
    client.logout()
    return client.get("/booklet/errata/").content.decode()
