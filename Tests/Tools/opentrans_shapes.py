#!/usr/bin/env python3
"""Makes the shapes of openTRANS documents from their XSDs.

    Tests/Tools/opentrans_shapes.py FOLDER > mappings/shapes/opentrans.yaml

FOLDER holds opentrans_2_1.xsd and bmecat_2005.xsd. Every element of the two is global, so an element with children or
attributes becomes a part of its own name. Signatures and elements of any content (UDX) are left out: partners extend the
shapes with their own.
"""

import pathlib
import sys
import xml.etree.ElementTree as ET

XSD = "{http://www.w3.org/2001/XMLSchema}"
OPENTRANS = "http://www.opentrans.org/XMLSchema/2.1"
BMECAT = "http://www.bmecat.org/bmecat/2005"
PREFIXES = {OPENTRANS: "", BMECAT: "bme:"}
DOCUMENTS = ["ORDER", "ORDERCHANGE", "ORDERRESPONSE", "DISPATCHNOTIFICATION", "INVOICE"]
# Where each says who sent it, to whom, and by which number: the parties of an order stand in a part of their own.
ENVELOPES = {
    "ORDERRESPONSE": ("ORDER_PARTIES_REFERENCE/bme:SUPPLIER_IDREF", "ORDER_PARTIES_REFERENCE/bme:BUYER_IDREF", "ORDER_ID"),
    "DISPATCHNOTIFICATION": ("bme:SUPPLIER_IDREF", "bme:BUYER_IDREF", "DISPATCHNOTIFICATION_ID"),
    "INVOICE": ("INVOICE_ISSUER_IDREF", "INVOICE_RECIPIENT_IDREF", "INVOICE_ID"),
}
BUYERS = ("ORDER_PARTIES_REFERENCE/bme:BUYER_IDREF", "ORDER_PARTIES_REFERENCE/bme:SUPPLIER_IDREF", "ORDER_ID")
# Templates of features belong to catalogues; what is signed has any content.
LEFT_OUT = {"bme:FTEMPLATE", "E_BILLING"}
CONTENTS = {
    "string": "text", "normalizedString": "text", "token": "text", "anyURI": "text", "base64Binary": "text",
    "hexBinary": "text", "language": "text", "NMTOKEN": "text", "ID": "text", "decimal": "decimal", "float": "decimal",
    "double": "decimal", "integer": "integer", "nonNegativeInteger": "integer", "positiveInteger": "integer",
    "int": "integer", "boolean": "boolean", "date": "date", "time": "time", "dateTime": "text",
}


class Schemas:
    def __init__(self, folder):
        self.globals = {}
        for name in ["opentrans_2_1.xsd", "bmecat_2005.xsd"]:
            path = pathlib.Path(folder) / name
            scopes = {}
            for _, (prefix, uri) in ET.iterparse(path, events=["start-ns"]):
                scopes[prefix] = uri
            root = ET.parse(path).getroot()
            target = root.get("targetNamespace")
            for node in root.iter():
                for key in ("ref", "type", "base"):
                    text = node.get(key)
                    if text:
                        prefix, _, local = text.rpartition(":")
                        node.set(key, "{%s}%s" % (scopes.get(prefix, target), local))
            for node in root:
                if node.get("name"):
                    kind = "element" if node.tag == XSD + "element" else "type"
                    self.globals[kind, "{%s}%s" % (target, node.get("name"))] = node

    def type_of(self, node):
        """The type that an element or attribute has, as a node or a qualified name of XSD's own."""
        name = node.get("type")
        if name is None:
            for child in node:
                if child.tag in (XSD + "complexType", XSD + "simpleType"):
                    return child
            return XSD + "string"
        return self.globals.get(("type", name), name)


def display(qualified):
    uri, _, local = qualified[1:].partition("}")
    return PREFIXES[uri] + local if uri in PREFIXES else None


class Shapes:
    def __init__(self, schemas):
        self.schemas = schemas
        self.parts = {}

    def value(self, kind):
        """The shape's type of a simple value."""
        codes, longest = [], None
        while not isinstance(kind, str):
            within = [kind] + [node for node in kind.iter(XSD + "simpleContent") for node in node] + list(kind)
            for restriction in [node for node in within if node.tag == XSD + "restriction"]:
                if not codes:
                    codes = [code.get("value") for code in restriction.findall(XSD + "enumeration")]
                length = restriction.find(XSD + "maxLength")
                if longest is None and length is not None:
                    longest = length.get("value")
            base = next((n.get("base") for n in kind.iter() if n.get("base")), None)
            if base is None:
                kind = XSD + "string"
            else:
                kind = self.schemas.globals.get(("type", base), base)
        if 0 < len(codes) <= 12:
            return "[ %s ]" % ", ".join(quoted(code) for code in codes)
        content = CONTENTS.get(kind.removeprefix(XSD), "text")
        return content + ("..%s" % longest if longest and content == "text" else "")

    def attributes(self, kind):
        found = {}
        while not isinstance(kind, str):
            for node in kind.iter(XSD + "attribute"):
                name = node.get("name") or node.get("ref", "}").rpartition("}")[2]
                found.setdefault("@" + name + ("" if node.get("use") == "required" else "?"), self.value(self.schemas.type_of(node)))
            base = next((n.get("base") for n in kind.iter() if n.get("base")), None)
            kind = self.schemas.globals.get(("type", base), base or XSD + "string")
        return found

    def children(self, kind):
        """Names of the elements in a complex type with how often each may stand."""
        found = {}
        if isinstance(kind, str):
            return found

        def visit(node, least, most):
            for child in node:
                low = min(least, int(child.get("minOccurs", "1")))
                high = child.get("maxOccurs", "1")
                many = most or high != "1"
                if child.tag == XSD + "element":
                    name = child.get("ref") or "{%s}%s" % (OPENTRANS, child.get("name"))
                    if name in found:
                        low, many = 0, True
                    found[name] = (low, many, self.schemas.globals.get(("element", child.get("ref")), child))
                elif child.tag == XSD + "sequence":
                    visit(child, low, many)
                elif child.tag == XSD + "choice":
                    visit(child, 0, many)
                elif child.tag in (XSD + "complexContent", XSD + "extension"):
                    visit(child, least, most)

        visit(kind, 1, False)
        return found

    def content(self, name, element):
        """What an element holds, in the words of a shape file."""
        kind = self.schemas.type_of(element)
        children, attributes = self.children(kind), self.attributes(kind)
        if not children and not attributes:
            return self.value(kind)
        part = display(name)
        if part not in self.parts:
            lines = self.parts[part] = []
            if not children:
                lines.append((".", self.value(kind)))
            lines += attributes.items()
            for child, (least, many, node) in children.items():
                if display(child) and display(child) not in LEFT_OUT and not display(child).endswith("_UDX"):
                    mark = ("*" if many else "?") if least == 0 else ("+" if many else "")
                    lines.append((display(child) + mark, self.content(child, node)))
        return quoted(part)


def quoted(text):
    plain = text and all(c.isalnum() or c in "_.:-" for c in text) and not text.isdigit() and text not in ("true", "false")
    return text if plain and not text.endswith(":") else '"%s"' % text.replace('"', '\\"')


def main():
    shapes = Shapes(Schemas(sys.argv[1]))
    documents = []
    for name in DOCUMENTS:
        qualified = "{%s}%s" % (OPENTRANS, name)
        documents.append((name, shapes.content(qualified, shapes.schemas.globals["element", qualified])))
    print("# openTRANS 2.1, made from its XSDs by Tests/Tools/opentrans_shapes.py; extend it rather than edit it. Parts of this")
    print("# are based on the openTRANS Standard V2.X (Copyright (c) 2000-2009 Fraunhofer IAO and University of Essen BLI).")
    print("shapes: opentrans\nversion: openTRANS 2.1\nordered: yes")
    print('prefixes: { bme: "%s" }\ndocuments:' % BMECAT)
    for name, content in documents:
        info = "%s_HEADER/%s_INFO" % (name, name)
        sender, recipient, reference = ENVELOPES.get(name, BUYERS)
        print("  openTRANS %s:\n    root: %s\n    namespace: %s" % (name, name, OPENTRANS))
        print("    envelope:\n      sender: %s/%s\n      recipient: %s/%s" % (info, sender, info, recipient))
        print("      qualifier: \"@type\"\n      reference: %s/%s" % (info, reference))
        print("      created: %s_HEADER/CONTROL_INFO/GENERATION_DATE" % name)
        print("    holds: %s" % content)
    print("parts:")
    for part, lines in shapes.parts.items():
        print("  %s:" % quoted(part))
        for key, content in lines:
            print("    %s: %s" % (quoted(key) if key.startswith("@") else key, content))


main()
