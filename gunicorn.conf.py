"""How gunicorn serves the portal, in production and by `make run` alike."""

import os

workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 4
# Loaded once, before the workers are forked from it: they share its memory, and one that has died
# is replaced within milliseconds. New code therefore needs a restart; a reload keeps the old.
preload_app = True
# A worker is replaced after so many requests, each after another number of them.
max_requests = 10_000
max_requests_jitter = 2_000
# Addresses of pages and search terms tell what a resident is looking for: written nowhere.
accesslog = None
errorlog = "-"
loglevel = "warning"
# A question of 2,000 Japanese characters, in which danger is read to the end, makes an address of
# 18 KB; gunicorn's own limits are 8 KB or, with 0, 1 MB.
limit_request_line = 0
# A socket in the home folder by which gunicorn could be steered; nobody needs it.
control_socket_disable = True
# Requests that are no HTTP would be written down with their text and where they came from.
logger_class = "ise_portal.logs.ServerLog"
