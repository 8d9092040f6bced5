"""Addresses of a round."""


def here(answer, rest=""):
    """The address of an organisation's part of a round."""
    return f"/desk/rounds/{answer.round_id}/organisations/{answer.organisation_id}/{rest}"
