"""Pages in the languages of residents."""


def page(client, path: str) -> str:
    """A page as text."""
    return client.get(path).content.decode()
