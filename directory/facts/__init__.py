"""A window's facts as one plain value: to keep, compare, propose, import and restore.

`schema` is the table of facts; `snapshot` reads them from a window with all that belongs to it,
`apply` checks and writes them back, `diff` says in words what differs, `upgrade` lifts stored ones.
"""
