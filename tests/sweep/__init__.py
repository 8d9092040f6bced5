"""Who opens, changes and reads what: every address, by eleven people, by seven methods.

Each walks through the whole URLconf, with own, foreign and missing rows, and sends each form by
each of its buttons. A mark in every text of every row shows what an answer tells; PostgreSQL
counts what is written. Own rows are the member's organisation's, or public; foreign ones another
organisation's, or not public. What is opened and what is sent are two files, for two cores.
"""
