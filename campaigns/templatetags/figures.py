"""Template filters of figures, by `campaigns.report.wording`."""

from django import template

from campaigns.report import wording

register = template.Library()

register.filter("amount", wording.amount)
register.filter("change", wording.change)
register.filter("reported", wording.reported)
register.filter("verdict", wording.verdict)
register.filter("share", wording.share)
