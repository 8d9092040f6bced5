"""Lists in admin are called by what they list."""

import re

from django.contrib import admin
from django.urls import reverse


def test_every_list_says_what_it_lists(client, administrator):
    """In its heading and in the browser's tab; none says what to do with a row."""
    client.force_login(administrator)
    for model in admin.site._registry:
        meta = model._meta
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        page = client.get(address).content.decode()
        name = f"{meta.verbose_name_plural}の一覧"
        assert f"<h1>{name}</h1>" in page, address
        assert re.search(r"<title>\s*(.*?)\s*</title>", page)[1].startswith(f"{name} | ")
