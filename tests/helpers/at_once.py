"""Several requests in the same moment, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections


def at_once(jobs) -> list:
    """Do all the jobs in threads of their own and give what came of each."""

    def do(job):
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(do, jobs))
