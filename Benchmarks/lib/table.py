"""Prints the figures of a run as tables: medians, with the range of what was measured.

usage: table.py FIGURES    lines of: WHAT WHO {JSON}
"""

import json
import sys
from collections import defaultdict
from statistics import median


def read(path):
    """Lists of values by what was measured, who did it, and the figure's name."""
    figures = defaultdict(list)
    for line in open(path, encoding="utf-8"):
        what, who, values = line.split(" ", 2)
        for name, value in json.loads(values).items():
            figures[what, who, name].append(value)
    return figures


def span(values, form="{:,.0f}"):
    """The median, and in brackets the least and the greatest."""
    text = form.format(median(values))
    return f"{text} ({form.format(min(values))}–{form.format(max(values))})" if len(values) > 1 else text


def table(head, rows):
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def ingress(figures):
    rows = []
    for what in dict.fromkeys(what for what, who, _ in figures if who == "nginx"):
        for who in ("nginx", "channeld"):
            def get(name):
                return figures[what, who, name]

            ratio = median(figures[what, who, "per_second"]) / median(figures[what, "nginx", "per_second"])
            rows.append([
                what, who, span(get("per_second")), f"{ratio:.2f}", span(get("p50_ms"), "{:.1f}"),
                span(get("p99_ms"), "{:.1f}"), str(sum(get("refused")) + sum(get("broken"))),
            ])
    if rows:
        print("Webhooks, 64 connections\n")
        table(["webhook", "server", "a second", "of nginx", "p50 ms", "p99 ms", "not answered 200"], rows)


def reading(figures):
    rows = []
    for what in dict.fromkeys(what for what, who, _ in figures if who == "reading"):
        def get(name):
            return figures[what, "reading", name]

        rates = get("events_per_second")
        rows.append([
            what, span(get("backlog")), span(get("seconds"), "{:.1f}"),
            span(rates) if rates else "kept up", f"{get('events')[-1]:,} of {get('taken')[-1]:,}",
            str(sum(get("left")) + get("quarantined")[-1]),
        ])
    if rows:
        print("Reading into the store (event, dialog, lead, counters, change), after each burst\n")
        table(["webhook", "backlog", "s until 0", "events a second", "events so far", "unread or refused"], rows)


def ratios(ours, theirs):
    """How often one side does what the other does once, round by round."""
    return span([our / their for our, their in zip(ours, theirs)], "{:.1f}")


def normalizing(figures):
    rows = []
    for what in dict.fromkeys(what for what, who, _ in figures if who == "peer"):
        def get(name):
            return figures[what, "channeld", name]

        peer = figures[what, "peer", "payloads_per_second"]
        files, refused = (figures[what, "files", name][-1] for name in ("payloads", "refused"))
        rows.append([
            what, f"{files} (and {refused})" if refused else str(files), span(peer),
            span(get("drafts_per_second")), ratios(get("drafts_per_second"), peer),
            span(get("payloads_per_second")), ratios(get("payloads_per_second"), peer),
            span(get("events_per_second")), str(get("failures")[-1]),
        ])
    if rows:
        print("Payloads a second on one core (processor time)\n")
        table([
            "payloads", "files", "peer", "drafts", "of peer", "lines", "of peer", "events a second",
            "unreadable"], rows)


def main(path):
    figures = read(path)
    ingress(figures)
    reading(figures)
    normalizing(figures)


if __name__ == "__main__":
    main(sys.argv[1])
