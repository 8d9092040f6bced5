"""Values that published windows have in a field, a combination of several being one."""

from django.db import connections

# Step by step through an index: the next greater combination, until there is none. So it takes as
# many steps as there are combinations, however many windows have each.
QUERY = """
WITH RECURSIVE found(values) AS (
    (SELECT {field} FROM directory_window WHERE status = 'published' ORDER BY {field} LIMIT 1)
    UNION ALL
    SELECT (
        SELECT {field} FROM directory_window
        WHERE status = 'published' AND {field} > found.values ORDER BY {field} LIMIT 1
    ) FROM found WHERE found.values IS NOT NULL
)
SELECT '{field}', {values} FROM found WHERE found.values IS NOT NULL
"""
# Each with what makes an array of its value.
FIELDS = {
    "channels": "found.values",
    "languages": "found.values",
    "reservation_kept": "ARRAY[found.values]",
}


def query_of(field: str) -> str:
    """The query for one field, as rows of its name and an array."""
    return QUERY.format(field=field, values=FIELDS[field])


def combinations(using: str) -> dict[str, list[list[str]]]:
    """Each combination once, by the name of the field, in one query to a database."""
    found: dict[str, list[list[str]]] = {field: [] for field in FIELDS}
    with connections[using].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"({query_of(field)})" for field in FIELDS))
        for field, values in cursor.fetchall():
            found[field].append(values)
    return found
