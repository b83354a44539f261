#!/usr/bin/env python3
"""Makes the shapes of SAP's ORDERS05 and INVOIC02 in XML from the positions of their flat fields.

    Tests/Tools/idoc_shapes.py ORDERS05.json > mappings/shapes/idoc.yaml
    Tests/Tools/idoc_shapes.py ORDERS05.json INVOIC02.json > mappings/shapes/idoc-invoic.yaml

The JSON has, for each segment, fields with offset and length. In XML the same fields stand in E1… elements without the
administrative ones that begin every flat record. Which segment stands in which is a fact of the basic type, listed here.
Configuration, packing and service segments (E1CU…, E1EDL…, E1EDC…) are left out, and so are foreign trade and what one
company added (Z1…). Of segments that both have, those of ORDERS05 are taken: the other file shortens names of fields.
"""

import json
import sys

ADMINISTRATION = {"SEGNAM", "MANDT", "DOCNUM", "SEGNUM", "PSGNUM", "HLEVEL"}
# Header segments in order, then the item with what stands in it, then totals.
NESTING = {
    "IDOC": ["EDI_DC40", "E1EDK01", "E1EDK14*", "E1EDK03*", "E1EDK04*", "E1EDK05*", "E1EDKA1*", "E1EDK02*", "E1EDK17*",
             "E1EDK18*", "E1EDK35*", "E1EDK36*", "E1EDKT1*", "E1EDP01*", "E1EDS01*"],
    "E1EDKA1": ["E1EDKA3*"],
    "E1EDKT1": ["E1EDKT2*"],
    "E1EDP01": ["E1EDP02*", "E1ADDI1*", "E1EDP03*", "E1EDP04*", "E1EDP05*", "E1EDP20*", "E1EDPA1*", "E1EDP19*", "E1EDP17*",
                "E1EDP18*", "E1EDP35*", "E1EDPT1*"],
    "E1EDP05": ["E1EDPS5*"],
    "E1EDPA1": ["E1EDPA3*"],
    "E1EDPT1": ["E1EDPT2*"],
}

INVOICE = {
    "IDOC": ["EDI_DC40", "E1EDK01", "E1EDKA1*", "E1EDK02*", "E1EDK03*", "E1EDK05*", "E1EDK04*", "E1EDK17*", "E1EDK18*",
             "E1EDK23*", "E1EDK28*", "E1EDKT1*", "E1EDK14*", "E1EDP01*", "E1EDS01*"],
    "E1EDKT1": ["E1EDKT2*"],
    "E1EDP01": ["E1EDP02*", "E1EDP03*", "E1EDP19*", "E1EDP26*", "E1EDP05*", "E1EDP04*", "E1EDPA1*", "E1EDP30*", "E1EDPT1*"],
    "E1EDPT1": ["E1EDPT2*"],
}


def flat(name):
    return "EDI_DC" if name == "EDI_DC40" else "E2" + name[2:]


def part(name, segments, nesting):
    print("  %s:" % name)
    print('    "@%s?": text' % ("BEGIN" if name == "IDOC" else "SEGMENT"))
    if name != "IDOC":
        for field, _, length in segments[flat(name)]["fields"]:
            if name == "EDI_DC40" or field not in ADMINISTRATION:
                print("    %s?: text..%d" % (field, length))
    for child in nesting.get(name, []):
        print("    %s: %s" % (child, child.rstrip("*")))
    for child in nesting.get(name, []):
        part(child.rstrip("*"), segments, nesting)


def main():
    segments = json.load(open(sys.argv[1]))["segments"]
    kind, family, nesting = "ORDERS05", "idoc", NESTING
    if len(sys.argv) > 2:
        segments = json.load(open(sys.argv[2]))["segments"] | segments
        kind, family, nesting = "INVOIC02", "idoc-invoic", INVOICE
    print("# SAP %s in XML, made by Tests/Tools/idoc_shapes.py from the positions of its flat fields (read in" % kind)
    print("# github.com/blueseerERP/blueseer, MIT); extend it rather than edit it. A file may hold several IDocs.")
    print("shapes: %s\nversion: %s\ndocuments:\n  %s:\n    each: [ IDOC ]\n    envelope:" % (family, kind, kind))
    print("      sender: IDOC/EDI_DC40/SNDPRN\n      recipient: IDOC/EDI_DC40/RCVPRN\n      reference: IDOC/EDI_DC40/DOCNUM")
    print("    holds: { IDOC+: IDOC }\nparts:")
    part("IDOC", segments, nesting)


main()
