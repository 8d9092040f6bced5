"""Cards: one page a language for readers of little Japanese, to be shown or printed."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from directory.languages.cards import CARDS
from directory.models import Window
from directory.open_now.rows import read_rows
from directory.public.views import holding_until, public_page

MAX_NUMBERS = 4


@public_page
def card_list(request):
    """The languages that have a card, by their own names."""
    names = [(code, card, Window.Language(code).label) for code, card in CARDS.items()]
    return render(request, "directory/cards/list.html", {"cards": names})


@public_page
def card_view(request, code):
    """One card: numbers where the language is spoken, and what to say and show in Japanese."""
    if code not in CARDS:
        raise Http404(code)
    now = timezone.now()
    speaking = Window.objects.published().answering_in(code).with_telephone().in_list_order()
    windows, until = read_rows(list(speaking.values_list("pk", flat=True)[:MAX_NUMBERS]), now)
    with translation.override(settings.LANGUAGE_CODE):  # it is for those behind the counter
        name = str(Window.Language(code).label)
        sentence = _("わたしは日本語がよくわかりません。%(language)sの通訳をおねがいします。")
        spoken = _("日本語が話せません。%(language)sをおねがいします。")
    context = {
        "card": CARDS[code],
        "windows": windows,
        "sentence": sentence % {"language": name},
        "spoken": spoken % {"language": name},
    }
    return holding_until(render(request, "directory/cards/card.html", context), until, now)
