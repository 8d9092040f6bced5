"""Order in which the servers of a database are tried, where its address names several.

They are tried as they are written, each time from the first. A machine that is gone does not
refuse, it keeps silent: standing first it would take all the time that a page has, again and again.
"""

from typing import Any

_answered: dict[str, tuple[str, str]] = {}  # by the name that Django has for a database


def note_answering(alias: str, host: str, port: int) -> None:
    """Note the server that has taken a connection to a database."""
    _answered[alias] = (host, str(port))


def answering_first(alias: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a connection, with the server first that took the last one."""
    hosts = parameters.get("host", "").split(",")
    ports = str(parameters.get("port") or "5432").split(",")
    servers = list(zip(hosts, ports if len(ports) > 1 else ports * len(hosts), strict=True))
    last = _answered.get(alias)
    if last not in servers:
        return parameters
    servers.sort(key=lambda server: server != last)
    in_turn = {"host": ",".join(h for h, _p in servers), "port": ",".join(p for _h, p in servers)}
    return parameters | in_turn
