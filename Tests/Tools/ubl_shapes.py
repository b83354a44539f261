#!/usr/bin/env python3
"""Makes the shape files of UBL documents from their XSDs.

    Tests/Tools/ubl_shapes.py Sources/XMLFormat/Schemas/ubl-2.1 Sources/Directories/Data

Writes ubl-2.1-Order.shape and its like: the form that Directories' ShapeFile reads. A type that many elements have is
written once and referred to, so that types which hold themselves are no endless tree. Only the parts of XSD that UBL
uses are understood; anything else stops the script.
"""

import pathlib
import sys
import xml.etree.ElementTree as ET

XSD = "{http://www.w3.org/2001/XMLSchema}"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
PREFIXES = {
    UBL + "CommonAggregateComponents-2": "cac",
    UBL + "CommonBasicComponents-2": "cbc",
    UBL + "CommonExtensionComponents-2": "ext",
}
DOCUMENTS = [
    "Order", "OrderChange", "OrderCancellation", "OrderResponse", "OrderResponseSimple", "DespatchAdvice",
    "ReceiptAdvice", "Invoice", "CreditNote", "ApplicationResponse",
]
CONTENTS = {
    "string": "text",
    "normalizedString": "text",
    "token": "text",
    "language": "text",
    "anyURI": "text",
    "base64Binary": "text",
    "decimal": "decimal",
    "integer": "integer",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "dateTime": "datetime",
}


class Schemas:
    """The elements and types of all modules, by namespace and name."""

    def __init__(self, folder):
        self.elements = {}
        self.types = {}
        for path in sorted(folder.glob("*/*.xsd")):
            scopes = {}
            for _, (prefix, uri) in ET.iterparse(path, events=["start-ns"]):
                scopes[prefix] = uri
            root = ET.parse(path).getroot()
            target = root.get("targetNamespace")
            for node in root.iter():
                for key in ("ref", "type", "base"):
                    if node.get(key) and node.tag.startswith(XSD):
                        prefix, _, local = node.get(key).rpartition(":")
                        node.set(key, "{%s}%s" % (scopes.get(prefix, target), local))
            for node in root:
                if node.tag == XSD + "element":
                    self.elements["{%s}%s" % (target, node.get("name"))] = node
                elif node.tag in (XSD + "complexType", XSD + "simpleType"):
                    self.types["{%s}%s" % (target, node.get("name"))] = node

    def simple(self, name):
        """The content and the attributes of a type with simple content: (content, {name: required})."""
        if name.startswith(XSD):
            return CONTENTS[name[len(XSD) :]], {}
        node = self.types[name]
        if node.tag == XSD + "simpleType":
            return self.simple(node.find(XSD + "restriction").get("base"))
        derived = node.find(XSD + "simpleContent")
        derived = derived.find(XSD + "extension") if derived.find(XSD + "extension") is not None else derived[-1]
        content, attributes = self.simple(derived.get("base"))
        attributes = dict(attributes)
        for attribute in derived.iter(XSD + "attribute"):
            if attribute.get("use") == "prohibited":
                attributes.pop(attribute.get("name"), None)
            else:
                attributes[attribute.get("name")] = attribute.get("use") == "required"
        return content, attributes


def split(name):
    namespace, _, local = name[1:].partition("}")
    return namespace, local


class Shape:
    """The lines of one document's shape."""

    def __init__(self, schemas, document):
        self.schemas = schemas
        self.values = {}
        self.blocks = {}
        self.sets = {}
        self.document = document
        root = "{%s%s-2}%s" % (UBL, document, document)
        self.block(schemas.elements[root].get("type"))

    def text(self):
        lines = ["# Made from the UBL 2.1 XSDs by Tests/Tools/ubl_shapes.py; not to be edited."]
        lines.append("\t".join(["shape", self.document, "UBL 2.1"]))
        lines += ["\t".join(["value", content, content, "0", "*"]) for content in sorted(self.values)]
        for name, children in self.blocks.items():
            lines.append("type\t" + name)
            lines += children
        return "\n".join(lines) + "\n"

    def block(self, type_name):
        """The identifier of a type with elements; its lines are made when it is met first."""
        name = split(type_name)[1].removesuffix("Type")
        if name in self.blocks:
            return name
        lines = self.blocks[name] = []
        node = self.schemas.types[type_name]
        particles = [child for child in node if child.tag != XSD + "annotation"]
        if [child.tag for child in particles] != [XSD + "sequence"]:
            sys.exit(f"{type_name} is no plain sequence")
        for particle in particles[0]:
            if particle.tag == XSD + "any":
                continue
            if particle.tag != XSD + "element" or not particle.get("ref"):
                sys.exit(f"{type_name} holds a {particle.tag}")
            lines.append(self.element(particle))
        return name

    def element(self, particle):
        namespace, local = split(particle.get("ref"))
        name = f"{PREFIXES[namespace]}:{local}"
        low = particle.get("minOccurs", "1")
        high = particle.get("maxOccurs", "1").replace("unbounded", "*")
        type_name = self.schemas.elements[particle.get("ref")].get("type")
        if type_name.startswith(XSD):
            content, attributes = self.schemas.simple(type_name)
        elif self.schemas.types[type_name].find(XSD + "simpleContent") is None:
            return "\t".join(["element", name, low, high, self.block(type_name)])
        else:
            content, attributes = self.schemas.simple(type_name)
        self.values[content] = True
        parts = ["element", name, low, high, self.attributes(attributes), content]
        return "\t".join(parts)

    def attributes(self, attributes):
        """The identifier of a set of attributes, the same for all elements that have it."""
        if not attributes:
            return "-"
        key = tuple(sorted(attributes.items()))
        if key not in self.sets:
            self.values["text"] = True
            self.sets[key] = f"@{len(self.sets) + 1}"
            self.blocks[self.sets[key]] = [
                "\t".join(["attribute", "@" + name, "1" if required else "0", "1", "-", "text"]) for name, required in key
            ]
        return self.sets[key]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    schemas = Schemas(pathlib.Path(sys.argv[1]))
    for document in DOCUMENTS:
        path = pathlib.Path(sys.argv[2]) / f"ubl-2.1-{document}.shape"
        path.write_text(Shape(schemas, document).text(), encoding="utf-8", newline="\n")
        print(path, path.stat().st_size)


main()
