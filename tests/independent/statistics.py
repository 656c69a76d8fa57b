#!/usr/bin/env python3
"""Control limits, flags and differences of means, computed with nothing of the program.

    statistics.py limits       < [[8000, 8100, ...], ...]
    statistics.py differences  < [[[3, 3, 4], [4, 4, 3]], ...]
    statistics.py rates

`limits` prints for each series the mean and limits of its first twelve points and the flags of all of them, as
[rule, first, last]. `differences` prints for each pair of samples of scores the difference of the means and the ends of
its 95 % interval, on the scale of the index. `rates` prints how many per cent of calm years each rule marks. Figures are
in hundredths. Only the standard library is used.
"""

import json
import sys
from fractions import Fraction
from itertools import groupby
from math import exp, lgamma, log, pi, sqrt
from random import Random
from statistics import fmean, variance

RULES = ["outside", "one_side", "trend", "near_limit"]


def half_up(value):
    return int(value + Fraction(1, 2))


def limits(points):
    base = [Fraction(point) for point in points[:12]]
    moving = [abs(b - a) for a, b in zip(base, base[1:])]
    mean = sum(base) / len(base)
    reach = Fraction(266, 100) * sum(moving) / len(moving)
    return half_up(mean), half_up(max(mean - reach, 0)), half_up(mean + reach)


def runs(marks, least):
    """First and last place of each run of true marks that is long enough."""
    found, at = [], 0
    for mark, group in groupby(marks):
        length = len(list(group))
        if mark and length >= least:
            found.append((at, at + length - 1))
        at += length
    return found


def flags(points, mean, low, high):
    found = [("outside", *run) for run in runs([p < low or p > high for p in points], 1)]
    for side in (lambda p: p > mean, lambda p: p < mean):
        found += [("one_side", *run) for run in runs([side(p) for p in points], 7)]
    steps = list(zip(points, points[1:]))
    for way in (lambda a, b: b > a, lambda a, b: b < a):
        found += [("trend", *run) for run in runs([way(a, b) for a, b in steps], 6)]
    # A run of steps ends one point later than its last step begins.
    found = [(rule, first, last + 1) if rule == "trend" else (rule, first, last) for rule, first, last in found]
    for outer in (lambda p: 3 * p > mean + 2 * high, lambda p: 3 * p < mean + 2 * low):
        places = [at for at, p in enumerate(points) if outer(p)]
        stretch = None
        for a, b in zip(places, places[1:]):
            if b - a > 2:
                continue
            if stretch and stretch[1] == a:
                stretch = (stretch[0], b)
                found[-1] = ("near_limit", *stretch)
            else:
                stretch = (a, b)
                found.append(("near_limit", *stretch))
    return found


def t_quantile(degrees):
    """97.5 % of Student's t, by integrating its density with Simpson's rule and halving."""
    scale = exp(lgamma((degrees + 1) / 2) - lgamma(degrees / 2)) / sqrt(degrees * pi)

    def density(x):
        return scale * exp(-(degrees + 1) / 2 * log(1 + x * x / degrees))

    def above_half(end, steps=400):
        width = end / steps
        inner = sum((4 if at % 2 else 2) * density(at * width) for at in range(1, steps))
        return (density(0) + inner + density(end)) * width / 3

    low, high = 1.5, 20.0
    while high - low > 1e-7:
        middle = (low + high) / 2
        low, high = (middle, high) if above_half(middle) < 0.475 else (low, middle)
    return high


def difference(before, after):
    a, b = variance(before) / len(before), variance(after) / len(after)
    parts = a * a / (len(before) - 1) + b * b / (len(after) - 1)
    degrees = int((a + b) ** 2 / parts) if parts else 1
    moved = (fmean(after) - fmean(before)) * 2500
    reach = t_quantile(degrees) * sqrt(a + b) * 2500
    return [moved, moved - reach, moved + reach]


def rates(years=40_000):
    chance = Random(1)
    marked = dict.fromkeys(["any", *RULES], 0)
    for _ in range(years):
        points = [round(chance.gauss(8000, 150)) for _ in range(24)]
        seen = {rule for rule, _, last in flags(points, *limits(points)) if last >= 12}
        for rule in seen:
            marked[rule] += 1
        marked["any"] += bool(seen)
    return {rule: round(count * 100 / years, 1) for rule, count in marked.items()}


def main():
    asked = sys.argv[1]
    if asked == "rates":
        print(json.dumps(rates()))
        return
    given = json.load(sys.stdin)
    if asked == "limits":
        print(json.dumps([{"limits": limits(points), "flags": flags(points, *limits(points))} for points in given]))
    else:
        print(json.dumps([difference(*pair) for pair in given]))


main()
