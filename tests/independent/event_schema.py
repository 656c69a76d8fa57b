#!/usr/bin/env python3
"""Holds exported events and the stored samples against docs/events.schema.json.

    event_schema.py SCHEMA EVENTS STORED

EVENTS is what `skm export events` writes, STORED the folder of samples, files `NAME@VERSION.json`,
`NAME@VERSION.least.json` or `.more.json` for each shape that was ever stored. Nothing may be in an event that the schema does not name;
nothing may be in the schema that no sample has. Says what disagrees and ends with 1, or how much was looked at.
"""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator, FormatChecker


def main(schema_path, events, stored):
    schema = json.loads(pathlib.Path(schema_path).read_text())
    Draft202012Validator.check_schema(schema)
    wrong = []

    def hold(validator, value, where):
        for error in validator.iter_errors(value):
            place = "/".join(str(part) for part in error.absolute_path)
            wrong.append(f"{where} {place}: {error.message[:200]}")

    # The same as the whole schema says of a line of that type, without asking it of every other type.
    lines = {
        kind: Draft202012Validator({**schema, "allOf": [part]}, format_checker=FormatChecker())
        for part in schema["allOf"]
        for kind in [part["if"]["properties"]["type"]["const"]]
    }
    whole = Draft202012Validator(schema)
    seen = 0
    for number, text in enumerate(pathlib.Path(events).read_text().splitlines(), 1):
        event = json.loads(text)
        hold(lines.get(event.get("type"), whole), event, f"{number} ({event.get('type')})")
        seen += 1

    samples = {}
    for path in sorted(pathlib.Path(stored).glob("*.json")):
        name = path.name.split(".")[0]
        kind = "skm." + ".v".join(name.split("@"))
        samples.setdefault(kind, []).append(json.loads(path.read_text()))
    for kind, values in samples.items():
        if kind not in schema["$defs"]:
            wrong.append(f"{kind} has no schema")
            continue
        data = Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]})
        for value in values:
            hold(data, value, kind)
        shape = schema["$defs"][kind]
        for name in shape["properties"]:
            if not any(name in value for value in values) and (kind, name) not in ELSEWHERE:
                wrong.append(f"{kind}: no sample has {name}")
    named = {kind for kind in schema["$defs"] if kind.startswith("skm.")}
    dispatched = {part["if"]["properties"]["type"]["const"] for part in schema["allOf"]}
    for names in (named, dispatched, set(schema["properties"]["type"]["enum"])):
        for kind in names ^ set(samples):
            wrong.append(f"{kind} is in the schema or among the samples, not in both")
    print("\n".join(wrong) or f"{seen} events, {len(samples)} shapes")
    sys.exit(bool(wrong))


# Parts that came later than the sample, which never changes.
ELSEWHERE = {("skm.review_proposed.v1", "of")}

if __name__ == "__main__":
    main(*sys.argv[1:])
