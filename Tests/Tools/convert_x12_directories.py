#!/usr/bin/env python3
"""Turns facts of X12 versions (x12-directory/1 JSON) into the text form that Sources/Directories/Data holds.

    convert_x12_directories.py FOLDER_OF_JSON Tests/Tools/x12-861.json Sources/Directories/Data

One file a version, tab-separated, one definition a line:

    directory  004010
    M  850   ST:M:1 BEG:M:1 N1:C:200 ( N1:M:1 N2:C:2 ) ...
    S  N1    Party Identification   M:1:AN2/3 C:1:AN1/60 ...   P0304 R0203   Entity Identifier Code|Name|...
    C  AK401                        M:1:R1/2 C:1:R1/2

A loop is named by its first segment. An entry of a segment says whether it is mandatory, how often it may be repeated,
and how it is represented: type, least and greatest length, or the composite's line; a fourth part names its code list
in x12-codes.txt. Relational conditions and names follow.
"""
import json
import sys
from pathlib import Path

WANTED = ["810", "850", "855", "856", "860", "861", "865", "997", "999"]
# Code lists of the acknowledgements: the element's number by its place in the segment.
LISTS = {
    "AK304": "720", "AK403": "723", "AK501": "717", "AK901": "715", "IK304": "720", "IK403": "723", "IK501": "717",
    "TA104": "I17", "TA105": "I18",
    **{f"AK5{n:02}": "718" for n in range(2, 7)}, **{f"IK5{n:02}": "718" for n in range(2, 7)},
    **{f"AK9{n:02}": "716" for n in range(5, 10)},
}
MANDATORY = {"M": "M", "O": "C"}
# The interchange acknowledgment is a segment of its own outside of groups (X12.5); it is read as a message of one segment.
ALONE = {"TA1": "TA1:M:1"}


def structure(items, reached):
    parts = []
    for tag, requirement, maximum, *inner in items:
        reached.setdefault(tag)
        parts.append(f"{tag}:{MANDATORY[requirement]}:{maximum}")
        if inner:
            parts += ["(", f"{tag}:M:1", *structure(inner[0], reached), ")"]
    return parts


def representation(kind, least, greatest):
    return f"{'N0' if kind == 'N' else kind}{least}/{greatest}"


def entries(tag, elements, composites):
    parts = []
    for number, (requirement, kind, *rest) in enumerate(elements, 1):
        place = f"{tag}{number:02}"
        if kind == "composite":
            repeat, components = rest
            composites[place] = " ".join(
                f"{MANDATORY[component[1]]}:1:{representation(*component[2:5])}" for component in components)
            parts.append(f"{MANDATORY[requirement]}:{repeat}:{place}")
        else:
            least, greatest, *repeat = rest
            parts.append(f"{MANDATORY[requirement]}:{repeat[0] if repeat else 1}:{representation(kind, least, greatest)}"
                         + (f":{LISTS[place]}" if place in LISTS else ""))
    return " ".join(parts)


def convert(version, facts):
    lines, reached, composites = [f"directory\t{version}"], {"TA1": None}, {}
    for name in WANTED:
        if name in facts["transactions"]:
            lines.append(f"M\t{name}\t{' '.join(structure(facts['transactions'][name]['structure'], reached))}")
    lines += [f"M\t{name}\t{text}" for name, text in ALONE.items()]
    # Other segments of the version are listed too, so that one that stands in the wrong message is told from nonsense.
    for tag, segment in facts["segments"].items():
        if tag not in reached:
            lines.append(f"S\t{tag}\t{segment.get('name') or ''}\t\t\t")
            continue
        names = "|".join(name or "" for name in segment.get("elementNames", []))
        text = entries(tag, segment["elements"], composites)
        lines.append(f"S\t{tag}\t{segment.get('name') or ''}\t{text}\t{' '.join(segment.get('rules', []))}\t{names}")
    lines += [f"C\t{place}\t\t{text}" for place, text in composites.items()]
    return "\n".join(lines) + "\n"


def main():
    source, target = Path(sys.argv[1]), Path(sys.argv[3])
    more = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    for path in sorted(source.glob("0*.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        for kind in ("transactions", "segments"):
            facts[kind] |= more.get(path.stem, {}).get(kind, {})
        (target / f"X{path.stem}.txt").write_text(convert(path.stem, facts), encoding="utf-8")


main()
