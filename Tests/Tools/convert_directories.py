#!/usr/bin/env python3
"""Turns directory facts (edifact-directory/1 JSON) into the text form that Sources/Directories/Data holds.

    convert_directories.py FOLDER_OF_JSON Sources/Directories/Data

One file a directory, tab-separated, one definition a line:

    directory  D.96A
    M  ORDERS  UNH:M:1 BGM:M:1 SG1:C:10 ( RFF:M:1 DTM:C:5 ) ...
    S  NAD     NAME AND ADDRESS   3035:M:1:an..3 C082:C:1 ...
    S  UCM     Message Or Package Response    ...   S0107 P0102     dependencies, where there are any
    C  C082    PARTY IDENTIFICATION DETAILS   3039:M:an..17 ...
    E  3035    Party qualifier    an..3

and one file for the codes of all directories, since most codes are the same in all:

    directories  D.93A D.95A ...
    #3035
    BY  fffffffff  Buyer

The second column is a hexadecimal mask, its lowest bit standing for the first directory named at the top. Of a name that
changed, the latest directory's is kept.
"""
import json
import sys
from pathlib import Path


def key(path):
    stem = path.stem
    if stem.startswith("service"):
        return (9999, stem)
    year = int(stem[1:3])
    return (year + (1900 if year > 50 else 2000), stem[3])


def representation(element):
    dots = "" if element["min"] == element["max"] else ".."
    return f"{element['type']}{dots}{element['max']}"


def structure(items):
    parts = []
    for item in items:
        parts.append(f"{item[1]}:{item[2]}:{item[3]}")
        if len(item) > 4:
            parts += ["(", *structure(item[4]), ")"]
    return parts


def clean(name):
    return " ".join((name or "").replace("�", "").split())


# Dependency identifiers of the directories' notes, and the words for them in the service directory's facts.
CONDITIONS = {
    "D1": "S", "D2": "P", "D3": "R", "D4": "E", "D5": "C", "D6": "L", "D7": "N",
    "single": "S", "paired": "P", "required": "R", "exclusion": "E", "conditional": "C", "list": "L",
}

# What the elements of service segments are called (ISO 9735-10), which the sources of their facts leave out.
SERVICE_NAMES = {
    "0004": "Interchange sender identification", "0008": "Interchange sender internal identification",
    "0010": "Interchange recipient identification", "0014": "Interchange recipient internal identification",
    "0017": "Date", "0019": "Time", "0020": "Interchange control reference", "0022": "Recipient reference or password",
    "0026": "Application reference", "0032": "Interchange agreement identifier", "0036": "Interchange control count",
    "0038": "Message group identification", "0040": "Application sender identification",
    "0042": "Interchange sender internal sub-identification", "0044": "Application recipient identification",
    "0046": "Interchange recipient internal sub-identification", "0048": "Group reference number",
    "0057": "Association assigned code", "0058": "Application password", "0060": "Group control count",
    "0062": "Message reference number", "0068": "Common access reference", "0070": "Sequence of transfers",
    "0074": "Number of segments in a message", "0076": "Syntax release number",
    "0080": "Service code list directory version number", "0096": "Segment position in message body",
    "0098": "Erroneous data element position in segment", "0104": "Erroneous component data element position",
    "0110": "Code list directory version number", "0115": "Message subset identification",
    "0116": "Message subset version number", "0118": "Message subset release number",
    "0121": "Message implementation guideline identification",
    "0122": "Message implementation guideline version number",
    "0124": "Message implementation guideline release number", "0127": "Scenario identification",
    "0128": "Scenario version number", "0130": "Scenario release number", "0136": "Erroneous data element occurrence",
    "0138": "Security segment position", "0534": "Security reference number", "0800": "Package reference number",
    "0802": "Reference identification number", "0813": "Reference qualifier",
}


def conditions(definition):
    """Dependencies as a column of their own: a letter and the entries' numbers, of two digits each."""
    parts = []
    for note in definition.get("dependencies", []):
        kind, positions = note.rstrip(")").split("(")
        parts.append(CONDITIONS[kind] + "".join(f"{int(position) // 10:02}" for position in positions.split(",")))
    for kind, *positions in definition.get("rules", []):
        parts.append(CONDITIONS[kind] + "".join(f"{position:02}" for position in positions))
    return "\t" + " ".join(parts) if parts else ""


def convert(directory, elements_of):
    lines = [f"directory\t{directory['directory']}"]
    for name, items in directory["messages"].items():
        lines.append(f"M\t{name}\t{' '.join(structure(items))}")
    for tag, segment in directory["segments"].items():
        entries = []
        for entry in segment["elements"]:
            _, identifier, requirement, repeat, *rest = entry
            entries.append(f"{identifier}:{requirement}:{repeat}" + (f":{rest[0]}" if rest else ""))
        lines.append(f"S\t{tag}\t{clean(segment.get('name'))}\t{' '.join(entries)}" + conditions(segment))
    for name, composite in directory["composites"].items():
        entries = []
        for entry in composite["components"]:
            _, identifier, requirement, last = entry
            text = last if isinstance(last, str) else representation(elements_of[identifier])
            entries.append(f"{identifier}:{requirement}:{text}")
        lines.append(f"C\t{name}\t{clean(composite.get('name'))}\t{' '.join(entries)}" + conditions(composite))
    for number, element in directory["elements"].items():
        lines.append(f"E\t{number}\t{clean(element.get('name')) or SERVICE_NAMES.get(number, '')}\t{representation(element)}")
    return "\n".join(lines) + "\n"


def main():
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    files = sorted(source.glob("*.json"), key=key)
    names, codes = [], {}
    for bit, path in enumerate(files):
        directory = json.loads(path.read_text(encoding="utf-8"))
        name = path.stem if path.stem.startswith("service") else directory["directory"]
        directory["directory"] = name
        names.append(name)
        (target / f"{path.stem}.txt").write_text(convert(directory, directory["elements"]), encoding="utf-8")
        for element, values in directory["codes"].items():
            for code, title in values.items():
                entry = codes.setdefault(element, {}).setdefault(code, [0, ""])
                entry[0] |= 1 << bit
                entry[1] = clean(title) or entry[1]
    # The note to UCI allows it, the list of the source leaves it out (ISO 9735-4, 5.4.2).
    codes["0135"]["UNA"] = [1 << names.index("service-v4"), "Service string advice"]
    lines = ["directories\t" + " ".join(names)]
    for element in sorted(codes):
        lines.append(f"#{element}")
        lines += [f"{code}\t{mask:x}\t{title}" for code, (mask, title) in sorted(codes[element].items())]
    (target / "codes.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
