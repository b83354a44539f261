#!/usr/bin/env python3
"""Makes the shape of cXML order documents from its DTDs.

    Tests/Tools/cxml_shapes.py FOLDER > mappings/shapes/cxml.yaml

FOLDER holds cXML.dtd and Fulfill.dtd. Both declare the root cXML, so what the one and the other allow in it is put together;
of requests only those of orders are taken. Elements that are far from an order are left out: see LEFT_OUT.
"""

import pathlib
import sys
from xml.parsers import expat

REQUESTS = {"OrderRequest", "ConfirmationRequest", "ShipNoticeRequest"}
# Parts of the header, of travel, time sheets and contracts for labour, of payment cards and of certificates.
LEFT_OUT = {
    "Message", "Response", "DigitalSignature", "CredentialMac", "X509Certificate", "SpendDetail", "Batch", "Alternative",
    "TravelDetail", "FeeDetail", "LaborDetail", "GoodsAndServicesBPO", "BlanketItemDetail", "ItemDetailRetail",
    "PCard", "PaymentReference", "ControlKeys", "ExternalDocumentType", "QualityInfo", "ComponentConsumptionDetails",
    "PortCollection", "HazardousMaterials", "SubcontractingComponent", "ItemOutIndustry", "OrderRequestHeaderIndustry",
    "ConfirmationHeaderIndustry", "ShipNoticeHeaderIndustry", "ShipNoticeItemIndustry", "ItemDetailIndustry",
    "SerialNumberInfo", "AssetInfo", "ExpectedTerms", "ScheduleLineReleaseInfo", "PlannedAcceptanceDays", "ReleaseInfo",
    "ConfirmationStatusIndustry", "ComponentConsumptionItem", "ProductMovementItemIDInfo", "DateInfo", "OriginalDocument",
    "OrderMethods", "Organization", "InvoiceDetailDiscount", "UnitOfMeasureIndustry", "PackagingIndustry",
}
MANY, NONE = expat.model.XML_CQUANT_REP, expat.model.XML_CQUANT_OPT
SOME = expat.model.XML_CQUANT_PLUS


class Declarations:
    def __init__(self):
        self.models = {}
        self.attributes = {}

    def read(self, path):
        models = {}
        parser = expat.ParserCreate()
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
        parser.ElementDeclHandler = lambda name, model: models.setdefault(name, model)
        parser.AttlistDeclHandler = lambda element, name, kind, default, required: self.attributes.setdefault(
            element, {}).setdefault(name, (kind, required))

        def external(scope, base, system, public):
            child = parser.ExternalEntityParserCreate(scope)
            child.ParseFile(open(path, "rb"))
            return 1

        parser.ExternalEntityRefHandler = external
        parser.Parse('<!DOCTYPE cXML SYSTEM "x"><cXML/>', True)
        for name, model in models.items():
            children = self.children(model)
            known = self.models.get(name)
            if known is None:
                self.models[name] = children
            elif known != children:
                merged = {key: (0 if key not in children or key not in known else min(value[0], children[key][0]), value[1])
                          for key, value in known.items()}
                for key, (least, many) in children.items():
                    if key not in merged:
                        merged[key] = (0, many)
                self.models[name] = merged

    @staticmethod
    def children(model):
        """How often each child may stand, in the order of the model; the text of a mixed one is `.`."""
        found = {}

        def visit(node, least, many):
            kind, quantity, name, parts = node
            if quantity in (MANY, NONE):
                least = 0
            many = many or quantity in (MANY, SOME)
            if kind == expat.model.XML_CTYPE_NAME:
                if name in found:
                    least, many = 0, True
                found[name] = (least, many)
                return
            if kind in (expat.model.XML_CTYPE_MIXED, expat.model.XML_CTYPE_ANY):
                found["."] = (0, False)
            if kind in (expat.model.XML_CTYPE_CHOICE, expat.model.XML_CTYPE_MIXED):
                least = 0
            for part in parts:
                visit(part, least, many)

        visit(model, 1, False)
        return found


class Shapes:
    def __init__(self, declarations):
        self.declarations = declarations
        self.parts = {}

    def content(self, name):
        children = self.declarations.models.get(name, {})
        attributes = self.declarations.attributes.get(name, {})
        if set(children) <= {"."} and not attributes:
            return "text"
        if name not in self.parts:
            lines = self.parts[name] = []
            for attribute, (kind, required) in sorted(attributes.items()):
                # Tokens of a list are kept as text: senders write others, too.
                lines.append(('"@%s%s"' % (attribute, "" if required else "?"), "text"))
            if "." in children:
                lines.insert(0, (".", "text"))
            for child, (least, many) in children.items():
                if child == "." or child in LEFT_OUT or (name == "Request" and child not in REQUESTS):
                    continue
                # Of what may stand under the root, only requests are taken: they have a header.
                isLoose = least == 0 and name != "cXML" or name == "Request"
                mark = ("*" if many else "?") if isLoose or child == "ds:Signature" else ("+" if many else "")
                lines.append((child + mark, self.content(child)))
            if not lines:
                del self.parts[name]
        return name if name in self.parts else "text"


def main():
    declarations = Declarations()
    for name in ["cXML.dtd", "Fulfill.dtd"]:
        declarations.read(pathlib.Path(sys.argv[1]) / name)
    shapes = Shapes(declarations)
    content = shapes.content("cXML")
    print("# cXML 1.2, made from its DTDs by Tests/Tools/cxml_shapes.py; extend it rather than edit it.")
    print("shapes: cxml\nversion: cXML 1.2\ndoctype: yes\ndocuments:\n  cXML:\n    envelope:")
    print("      sender: Header/From/Credential/Identity\n      recipient: Header/To/Credential/Identity")
    print('      reference: "@payloadID"\n      created: "@timestamp"\n      version: "@version"')
    print("    holds: %s\nparts:" % content)
    for part, lines in shapes.parts.items():
        print("  %s:" % part)
        for key, value in lines:
            print("    %s: %s" % (key, value))


main()
