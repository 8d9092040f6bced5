"""Answers of the HSDS API, as a program reads them."""

import json

from directory.api.endpoints import ENDPOINTS

SERVICES = "/hsds/services"
NAMES = [endpoint.name for endpoint in ENDPOINTS]


def answer(client, address: str, status: int = 200):
    """The JSON of an answer that has the status."""
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def lines(client, address: str) -> list[dict]:
    """The items of an answer with one on each line."""
    return [
        json.loads(line) for line in b"".join(client.get(address).streaming_content).splitlines()
    ]
