"""The public content as a whole: which tables it is in, its version, and the news that it changed.

Each app names its models of public content when it starts (`holds`); a migration lets PostgreSQL
watch their tables (`SELECT watch_public_table('...')`). Caches, the mirror and whatever else keeps
copies subscribe to `catalogue_changed`.
"""

from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import Signal

# Sent after the commit, perhaps several times for one transaction.
catalogue_changed = Signal()
PUBLIC: set[type[models.Model]] = set()


def holds(*public: type[models.Model]) -> None:
    """Name models whose rows residents read; a saved or deleted row is announced."""
    for model in public:
        PUBLIC.add(model)
        own = f"catalogue.{model._meta.label}"
        post_save.connect(_row_changed, sender=model, dispatch_uid=own)
        post_delete.connect(_row_changed, sender=model, dispatch_uid=own)
        for field in model._meta.many_to_many:
            if through := field.remote_field.through:
                PUBLIC.add(through)
            m2m_changed.connect(_row_changed, sender=through, dispatch_uid=own)


def announce() -> None:
    """Send `catalogue_changed` once the transaction is committed; bulk operations call this."""
    transaction.on_commit(_send, robust=True)


def _row_changed(sender, **_kwargs) -> None:
    announce()


def _send() -> None:
    catalogue_changed.send(sender=None)
