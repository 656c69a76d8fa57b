#!/usr/bin/env python3
"""Recomputes every published result of an exported log, with nothing of the program that wrote it.

    recompute.py DIR

DIR is what `skm export-log` writes, entries included. Everything needed stands in docs/format.md: how bundles hold
entries, how entries hold events, how the tree is hashed, and how a result follows from events. Only the standard
library is used. It does not check signatures; a program in Go beside it does.

Prints one line for each result, and one for the log. Ends with 0 if all agree, 1 if something does not, 2 if there is
nothing to look at.
"""

import base64
import hashlib
import json
import sys
from collections import namedtuple
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from math import floor
from pathlib import Path

Entry = namedtuple("Entry", "position bytes recorded_at stream type type_version payload")

ZONES = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}

# The method of a unit that has adopted none, and of which no unit above it has.
EXACT = {
    "id": "exact",
    "unsur": "as_in_instrument",
    "weights": "equal",
    "bands": {"A": "88.31", "B": "76.61", "C": "65.00"},
}


# --- The tree: RFC 6962, section 2.1 ---


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def roots(leaves, sizes):
    """The root over the first n leaves, for each n in sizes."""
    wanted, found = set(sizes), {0: hashlib.sha256(b"").digest()}
    stack = []  # roots of complete subtrees, largest first, each with its number of leaves
    for count, leaf in enumerate(leaves, 1):
        stack.append((1, leaf))
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            (width, right), (_, left) = stack.pop(), stack.pop()
            stack.append((2 * width, node_hash(left, right)))
        if count in wanted:
            root = stack[-1][1]
            for _, left in reversed(stack[:-1]):
                root = node_hash(left, root)
            found[count] = root
    return found


# --- The files: C2SP tlog-tiles ---


def bundle_path(number, width):
    groups = []
    while True:
        groups.insert(0, f"{number % 1000:03}")
        number //= 1000
        if number == 0:
            break
    path = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"tile/entries/{path}" + ("" if width == 256 else f".p/{width}")


def read_entries(directory, size):
    for first in range(0, size, 256):
        width = min(256, size - first)
        data = (directory / bundle_path(first // 256, width)).read_bytes()
        at = 0
        for position in range(first, first + width):
            length = int.from_bytes(data[at : at + 2], "big")
            entry = data[at + 2 : at + 2 + length]
            at += 2 + length
            if at > len(data):
                raise ValueError(f"the bundle of position {position} is cut")
            yield position, entry
        if at != len(data):
            raise ValueError(f"the bundle from position {first} on is too long")


def read_checkpoint(directory):
    origin, size, root = (directory / "checkpoint").read_text().split("\n")[:3]
    return origin, int(size), base64.b64decode(root, validate=True)


# --- The events: docs/format.md ---


def decode(position, data):
    at = 0

    def take(count):
        nonlocal at
        part = data[at : at + count]
        at += count
        if at > len(data):
            raise ValueError(f"the entry at position {position} is cut")
        return part

    def number(count):
        return int.from_bytes(take(count), "big")

    def text():
        return take(number(1)).decode("ascii")

    if number(1) != 1:
        raise ValueError(f"the entry at position {position} has an unknown format")
    recorded_at = number(8)  # milliseconds since 1970
    take(16)  # event id
    _version, type_version = number(8), number(2)
    stream, event_type, _actor = text(), text(), text()
    for _ in ("causation", "correlation"):
        if number(1) == 1:
            take(16)
    for _ in range(number(1)):
        text()
    return Entry(position, data, recorded_at, stream, event_type, type_version, json.loads(data[at:]))


# --- What the events say ---


class Register:
    """Units, instruments and surveys after some events."""

    def __init__(self):
        self.units, self.instruments, self.surveys = {}, {}, []

    def take(self, event_type, event):
        if event_type == "instrument_published":
            name = f"{event['id']}@{event['version']}"
            self.instruments[name] = [unsur["code"] for unsur in event["unsur"]]
        elif event_type == "unit_registered":
            parent = event.get("parent")
            unit = {"parent": parent if parent in self.units else None, "zone": event["zone"], "method": None}
            self.units.setdefault(event["unit"], unit)
        elif event_type == "unit_moved" and event["unit"] in self.units:
            parent = event.get("parent")
            if parent is None or (parent in self.units and event["unit"] not in self.upwards(parent)):
                self.units[event["unit"]]["parent"] = parent
        elif event_type == "method_adopted" and event["unit"] in self.units:
            self.units[event["unit"]]["method"] = event["method"]
        elif event_type == "survey_opened" and event["instrument"] in self.instruments:
            self.surveys.append((event["unit"], event["instrument"]))

    def upwards(self, unit):
        """The unit, the one above it, and so on."""
        while unit is not None:
            yield unit
            unit = self.units[unit]["parent"]

    def subtree(self, root):
        return {unit for unit in self.units if root in self.upwards(unit)}

    def method(self, unit):
        adopted = (self.units[above]["method"] for above in self.upwards(unit))
        return next((method for method in adopted if method), EXACT)


def months_of(period):
    """The months of 2026, 2026-S1, 2026-Q3 or 2026-09, each as (year, month)."""
    year, _, part = period.partition("-")
    if not part:
        first, count = 1, 12
    elif part[0] == "S":
        first, count = int(part[1:]) * 6 - 5, 6
    elif part[0] == "Q":
        first, count = int(part[1:]) * 3 - 2, 3
    else:
        first, count = int(part), 1
    return {(int(year), month) for month in range(first, first + count)}


def month_of(hour, zone):
    at = datetime.strptime(hour, "%Y-%m-%dT%HZ").replace(tzinfo=timezone.utc)
    local = at.astimezone(timezone(timedelta(hours=ZONES[zone])))
    return local.year, local.month


def is_over(month, zone, recorded_at):
    """Whether a month had ended by the clocks of a zone when something was recorded."""
    local = datetime.fromtimestamp(recorded_at // 1000, timezone(timedelta(hours=ZONES[zone])))
    return (local.year, local.month) > month


class Seen:
    """The responses of a unit's month as people see them: whether each is excluded."""

    def __init__(self):
        self.seen, self.waiting = {}, {}

    def take(self, response, excluded, late, typed_by_staff):
        at_once = not late or (typed_by_staff and not self.others())
        self.waiting[response] = excluded
        others = self.others()
        counting = sum(self.seen.get(of, True) != self.waiting[of] for of in others)
        if at_once or counting >= 10 or (counting == 0 and len(others) >= 10):
            self.seen.update(self.waiting)
            self.waiting = {}

    def others(self):
        return [of for of, excluded in self.waiting.items() if self.seen.get(of) != excluded]


def weights_of(method, unsur):
    weights = method["weights"]
    if weights == "equal":
        return [Fraction(1, len(unsur))] * len(unsur)
    if "fixed" in weights:
        return [Fraction(weights["fixed"]["weight"])] * len(unsur)
    return [Fraction(weights["per_unsur"][code]) for code in unsur]


def half_up(number):
    """With two places, half up, as text."""
    hundredths = floor(number * 100 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02}"


def result(entries, unit, period, basis):
    """What the entries give for a unit and a period, in the shape of a published result; None without an index."""
    register, submitted, by_month = Register(), {}, {}
    for entry in entries:
        register.take(entry.type, entry.payload)
        if entry.type == "response_submitted":
            submitted[entry.stream] = entry.payload
        elif entry.type not in ("response_excluded", "response_reinstated") or entry.stream not in submitted:
            continue
        event = submitted[entry.stream]
        zone = register.units[event["unit"]]["zone"]
        month = month_of(event["occurred_at"], zone)
        late = basis == "shown" and is_over(month, zone, entry.recorded_at)
        excluded = entry.type == "response_excluded"
        of_month = by_month.setdefault((event["unit"], month), Seen())
        of_month.take(entry.stream, excluded, late, event["channel"] in ("paper", "import"))
    if unit not in register.units:
        return None
    units, months = register.subtree(unit), months_of(period)
    asked_for = [seen.seen for (of, month), seen in by_month.items() if of in units and month in months]
    instruments, tallies, n, excluded = set(), {}, 0, 0
    for response, is_excluded in (pair for seen in asked_for for pair in seen.items()):
        event = submitted[response]
        instruments.add(event["instrument"])
        if is_excluded:
            excluded += 1
            continue
        n += 1
        for code, score in event["answers"].items():
            count, total = tallies.get(code, (0, 0))
            tallies[code] = (count + 1, total + score)
    asked = [register.instruments[name] for of, name in reversed(register.surveys) if of in units]
    complete = [unsur for unsur in asked if all(code in tallies for code in unsur)]
    if not complete:
        return None
    unsur, method = complete[0], register.method(unit)
    weighted = [
        weight * Fraction(tallies[code][1], tallies[code][0])
        for code, weight in zip(unsur, weights_of(method, unsur))
    ]
    ikm = half_up(25 * sum(weighted))
    bands = method["bands"]
    reached = [letter for letter in "ABC" if Fraction(ikm) >= Fraction(bands[letter])]
    return {
        "unit": unit,
        "period": period,
        "method": method["id"],
        "instruments": sorted(instruments),
        "n": n,
        "n_excluded": excluded,
        "unsur": [{"code": code, "n": tallies[code][0], "sum": tallies[code][1]} for code in unsur],
        "ikm": ikm,
        "mutu": reached[0] if reached else "D",
    }


# --- Holding one against the other ---


def differences(published, again):
    if again is None:
        return ["the log gives no index"]
    return [
        f"{field} was published as {published[field]}, the log gives {again[field]}"
        for field in again
        if published[field] != again[field]
    ]


def main(directory):
    origin, size, root = read_checkpoint(directory)
    entries = [decode(position, data) for position, data in read_entries(directory, size)]
    published = [entry for entry in entries if entry.type == "result_published"]
    sizes = {size} | {entry.payload["log_size"] for entry in published}
    found = roots((leaf_hash(entry.bytes) for entry in entries), sizes)
    wrong = 0
    if found[size] != root:
        wrong += 1
        print(f"log {origin}: the root over {size} entries is not the one in the checkpoint")
    for entry in published:
        result_ = entry.payload
        made_of = result_["log_size"]
        basis = result_.get("basis", "exact")
        again = result(entries[:made_of], result_["unit"], result_["period"], basis)
        objections = differences(result_, again)
        if made_of > entry.position:
            objections.append("it is said to be made of what came after it")
        elif "log_root" in result_ and found[made_of].hex() != result_["log_root"]:
            objections.append(f"log_root is not the root over the first {made_of} entries")
        wrong += bool(objections)
        said = "; ".join(objections) or f"{result_['ikm']} {result_['mutu']}, as published"
        print(f"position {entry.position}, {result_['unit']} {result_['period']}: {said}")
    print(f"log {origin}: {size} entries, {len(published)} results, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        sys.exit(main(Path(sys.argv[1])))
    except FileNotFoundError as error:
        print(f"{error.filename} is not there", file=sys.stderr)
        sys.exit(2)
