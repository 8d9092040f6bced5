"""Drawing of charts as SVG without script or style, in a worker process.

Altair and its engine take 130 MB and half a second to load: they are imported in the function that
draws, and web workers ask a process that ends at once (`draw_elsewhere`).
"""

import json
import re
import sys
from html import escape
from importlib.resources import files

from directory import worker_process
from directory.text.fonts import BUNDLED, PACKAGES

LIMITS = worker_process.Limits(
    seconds=120  # all charts of a portal may wait to be drawn, and no page waits for them
)
WIDTH = 320  # fits a telephone; the page widens a picture up to half as much again
INK, FILL, SHADE, RULE = "#333333", "#1f5fa8", "#e9c46a", "#8c8c8c"
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
SIZE = 13  # pixels, of all letters


def draw(charts: list[dict]) -> list[str]:
    """SVG of each chart, a chart being the dict that `asdict` makes of it."""
    import altair
    import vl_convert

    for package in PACKAGES:
        vl_convert.register_font_directory(str(files(package)))
    styles = {"bars": _bars, "scatter": _scatter, "lines": _lines}
    return [
        _bare(vl_convert.vegalite_to_svg(_framed(styles[chart["style"]](altair, chart))), chart)
        for chart in map(_printable, charts)
    ]


def _printable(value):
    """Chart without control characters, which end the engine."""
    if isinstance(value, dict):
        return {name: _printable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_printable(each) for each in value]
    return UNPRINTABLE.sub("", value) if isinstance(value, str) else value


def draw_elsewhere(charts: list[dict]) -> list[str]:
    """SVG of each chart, drawn in a worker process within one or two seconds.

    Raises subprocess.SubprocessError when that process fails.
    """
    return json.loads(worker_process.ask("campaigns.charts.render", charts, LIMITS))


def _bars(alt, chart):
    """Bar chart with name and figure above each bar, so that long names fit a telephone."""
    name = alt.Y("name:N", sort=None, axis=None)
    base = alt.Chart(alt.Data(values=chart["points"])).encode(y=name)
    scale = alt.Scale(domainMin=0, nice=False)
    bar = base.mark_bar(height=12, yOffset=8, color=FILL).encode(
        x=alt.X("value:Q", axis=None, scale=scale)
    )
    above = {"dy": -8, "baseline": "middle", "color": INK, "fontSize": SIZE}
    names = base.mark_text(align="left", limit=WIDTH - 90, **above).encode(
        text="name:N", x=alt.value(0)
    )
    texts = base.mark_text(align="right", fontWeight="bold", **above).encode(
        text="text:N", x=alt.value(WIDTH)
    )
    return alt.layer(bar, names, texts).properties(width=WIDTH, height=alt.Step(46))


def _scatter(alt, chart):
    """Scatter chart with one point a medium, numbered as in the table beside it.

    Both axes begin at zero, so that media that cost the same stand above each other; neighbours
    have their numbers on different sides.
    """
    options = chart["options"]
    axis = {"tickCount": 4, "grid": True}
    points = sorted(chart["points"], key=lambda point: point["clicks"])
    points = [point | {"is_left": index % 2} for index, point in enumerate(points)]
    top, dearest = (max(point[name] for point in points) for name in ("clicks", "cost"))
    base = alt.Chart(alt.Data(values=points)).encode(
        x=alt.X(
            "cost:Q",
            title=options["x"],
            axis=alt.Axis(**axis),
            scale=alt.Scale(domain=[0, max(dearest * 1.12, 1)]),
        ),
        y=alt.Y(
            "clicks:Q",
            title=options["y"],
            axis=alt.Axis(**axis),
            scale=alt.Scale(domain=[0, max(top * 1.08, 1)]),
        ),
    )
    dots = base.mark_circle(size=80, color=FILL, opacity=1)
    numbers = [
        base.transform_filter(f"datum.is_left == {is_left}")
        .mark_text(dx=dx, dy=-1, color=INK, fontSize=SIZE, fontWeight="bold")
        .encode(text="number:N")
        for is_left, dx in enumerate((12, -12))
    ]
    return alt.layer(dots, *numbers).properties(width=WIDTH - 60, height=260)


def _lines(alt, chart):
    """Line chart by months: the campaign's months shaded, a gap where a month is unknown."""
    options = chart["options"]
    x_axis = alt.Axis(format="%Y/%-m", labelAngle=0, tickCount=5, grid=False)
    domain = [_moment(options["first"]), _moment(options["last"])]
    x = alt.X("month:T", title=None, axis=x_axis, scale=alt.Scale(domain=domain, padding=8))
    first, last = (f"{day}T00:00:00" for day in options["shaded"])  # the engine's own time
    shade = (
        alt.Chart(alt.Data(values=[{"first": first, "last": last}]))
        .mark_rect(color=SHADE, opacity=0.45)
        .encode(x=alt.X("first:T", title=None, axis=x_axis), x2="last:T")
    )
    base = alt.Chart(alt.Data(values=_with_gaps(chart["points"]))).encode(
        x=x, y=alt.Y("value:Q", title=options["unit"], axis=alt.Axis(tickCount=4))
    )
    line = base.mark_line(
        color=FILL, strokeWidth=2.5, strokeJoin="round", point={"color": FILL, "size": 45}
    )
    return alt.layer(shade, line).properties(width=WIDTH - 60, height=220)


def _moment(day: str) -> dict:
    year, month, date = map(int, day.split("-"))
    return {"year": year, "month": month, "date": date}


def _with_gaps(points: list[dict]) -> list[dict]:
    """Points with an empty one where months are missing, which breaks the line."""
    points_and_gaps: list[dict] = []
    for point in points:
        year, number, _day = map(int, point["month"].split("-"))
        number += year * 12
        if points_and_gaps and number - points_and_gaps[-1]["number"] > 1:
            missing = number - 1
            gap = f"{(missing - 1) // 12}-{(missing - 1) % 12 + 1:02}-01T00:00:00"
            points_and_gaps.append({"month": gap, "value": None, "number": missing})
        month = f"{point['month']}T00:00:00"
        points_and_gaps.append({"month": month, "value": point["value"], "number": number})
    return points_and_gaps


def _framed(chart) -> str:
    """Vega-Lite JSON with the fonts and colours of all charts, on a transparent background."""
    axis = {
        "labelFont": BUNDLED,
        "titleFont": BUNDLED,
        "labelFontSize": SIZE,
        "titleFontSize": SIZE,
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": RULE,
        "gridOpacity": 0.35,
        "domainColor": RULE,
        "tickColor": RULE,
    }
    chart = chart.configure(
        aria=False, font=BUNDLED, background="transparent", padding=4, axis=axis
    )
    return chart.configure_view(stroke=None).to_json()


def _bare(svg: str, chart: dict) -> str:
    """SVG with title and description, and without any other text for screen readers."""
    width, height = re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0]
    inside = svg[svg.index(">") + 1 :]
    inside = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", inside)
    title, about = f"{chart['name']}-title", f"{chart['name']}-about"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img"'
        f' width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' aria-labelledby="{title} {about}">'
        f'<title id="{title}">{escape(chart["title"])}</title>'
        f'<desc id="{about}">{escape(chart["description"])}</desc>{inside}'
    )


if __name__ == "__main__":
    json.dump(draw(json.load(sys.stdin)), sys.stdout)
