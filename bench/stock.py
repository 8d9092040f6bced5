"""A listing as Django's tutorial has it: class-based view, template, paging; nothing kept."""

import functools

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import engines
from django.utils.decorators import method_decorator
from django.views.generic import ListView

from directory.models import Window

TEMPLATE = """
<!DOCTYPE html><html lang="ja"><title>相談窓口</title><h1>相談窓口</h1>
{% for window in page_obj %}
  <article>
    <h2><a href="{{ window.get_absolute_url }}">{{ window.subject }}</a></h2>
    <p>{{ window.name }}</p>
    {% for category in window.categories.all %}<span>{{ category.name }}</span>{% endfor %}
    <ul>{% for phone in window.phones.all %}
      <li><a href="tel:{{ phone.dialled }}">{{ phone.printed }}</a></li>
    {% endfor %}</ul>
    <ul>{% for rule in window.hours_rules.all %}
      <li>{{ rule.weekdays|join:"・" }} {{ rule.opens }}〜{{ rule.closes }}</li>
    {% endfor %}</ul>
    <p>{{ window.address }}</p>
    {% if window.website %}<a href="{{ window.website }}">{{ window.website }}</a>{% endif %}
  </article>
{% endfor %}
{% if page_obj.has_next %}<a href="?page={{ page_obj.next_page_number }}">次へ</a>{% endif %}
{{ paginator.count }}件
"""


@method_decorator(login_not_required, name="dispatch")
class StockListing(ListView):
    """Published windows, thirty a page, with what the portal's own list shows of each."""

    queryset = (
        Window.objects.filter(status="published")
        .prefetch_related("phones", "categories", "hours_rules")
        .order_by("order", "pk")
    )
    paginate_by = 30

    def render_to_response(self, context, **_options) -> HttpResponse:
        return HttpResponse(template().render(context, self.request))


@functools.cache
def template():
    """The template, read once, as in production."""
    return engines["django"].from_string(TEMPLATE)
