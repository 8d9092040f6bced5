"""Mirror: the public site as static files, for when the database, or this machine, is gone.

Every page as residents open it, without what holds for a moment only ("受付中"), under a line that
says as of when. `write` makes the files, `withdraw` takes a window out of them without a database,
`files` reads them. The folder is `settings.MIRROR_FOLDER`; `current` in it is the newest copy.
"""
