#!/usr/bin/env python3
"""Holds what `milepost map --json` made of generated orders against what the generator says that they are.

    generate_edi.py --syntax x12 --orders 1000 --lines 5 --seed 7 --out orders.x12
    generate_edi.py --syntax json --orders 1000 --lines 5 --seed 7 --out orders.json
    milepost map orders.x12 --json | ground_truth.py x12 orders.json

Prints each difference and how many orders are the same; exits with 1 when one differs. Each syntax says some things in its
own way (unit codes) and some not at all (X12 has no amount of a line): the classes below.
"""
import json
import sys


class X12:
    """What the 850 of the generator says; it writes blanks for what could separate."""
    units = {"EA": "EA", "CT": "CT", "KG": "KGM", "PL": "PF"}
    separators = str.maketrans({"*": " ", "~": " ", ">": " ", "^": " ", "|": " "})
    contact = "BD"

    def text(self, text):
        return text.translate(self.separators).strip()

    def order(self, order, document):
        document["deliveryParty"]["address"]["region"] = order["deliver_to"]["region"][:2]
        document["totals"]["quantity"] = str(order["units"])

    def line(self, x, order, line):
        line["quantity"]["unit"] = self.units[x["unit"][1]]


class EDIFACT:
    """What ORDERS D.96A of the generator says: notes with their function, prices with their basis."""
    contact = "OC"

    def text(self, text):
        return text

    def order(self, order, document):
        for note in document.get("notes", []):
            note.update(subject="DEL", function="1")

    def line(self, x, order, line):
        line["amount"] = x["amount"]
        unit = "H87" if x["unit"][0] == "PCE" else x["unit"][0]
        line["quantity"]["unit"] = unit
        line["prices"][0].update(basis="1", basisUnit=unit, origin="CT")
        for note in line.get("notes", []):
            note.update(subject="LIN", function="1")


class UBL:
    """What the Peppol order of the generator says: endpoints, the currency of each price, a promotion as a document,
    items by name."""
    profile = "urn:fdc:peppol.eu:poacc:"
    contact = None

    def text(self, text):
        return text

    def order(self, order, document):
        for role in ("buyer", "supplier"):
            document[role]["endpoint"] = {"value": order[role]["gln"], "scheme": "0088"}
        document["extensions"] = [{"name": "customization", "value": self.profile + "trns:order:3"},
                                  {"name": "profile", "value": self.profile + "bis:ordering:3"}]

    def line(self, x, order, line):
        line["amount"] = x["amount"]
        line["prices"][0]["currency"] = order["currency"]
        for reference in line.get("references", []):
            reference.update(kind="document", type="promotion")
        line["item"]["name"] = line["item"].pop("description")
        line["quantity"]["unit"] = x["unit"][2]


SYNTAXES = {"x12": X12(), "edifact": EDIFACT(), "ubl": UBL()}


def expected(order, syntax):
    """The canonical order, as far as the syntax says what the generator's order holds."""
    place = order["deliver_to"]
    contact = {"name": syntax.text(order["contact"]), "email": order["email"]}
    if syntax.contact:
        contact["function"] = syntax.contact
    document = {
        "document": "order", "number": order["number"], "issued": order["date"], "function": "original",
        "type": "standard", "currency": order["currency"],
        "buyer": {"gln": order["buyer"]["gln"], "name": syntax.text(order["buyer"]["name"]), "contacts": [contact]},
        "supplier": {"gln": order["supplier"]["gln"], "name": syntax.text(order["supplier"]["name"])},
        "deliveryParty": {"gln": place["gln"], "name": syntax.text(place["name"]), "address": {
            "street": syntax.text(place["street"]), "city": place["city"], "region": place["region"],
            "postcode": place["postcode"], "country": place["country"]}},
        "delivery": {"requested": order["delivery"]},
        "references": [{"kind": "contract", "value": order["contract"]}],
        "lines": [line(x, order, syntax) for x in order["lines"]],
        "totals": {"payable": order["total"]},
    }
    if order["note"]:
        document["notes"] = [{"text": syntax.text(order["note"])}]
    syntax.order(order, document)
    return document


def line(x, order, syntax):
    result = {
        "number": str(x["line"]),
        "item": {"gtin": x["gtin"], "buyerCode": x["buyer_item"], "supplierCode": syntax.text(x["supplier_item"]),
                 "description": syntax.text(x["description"])},
        "quantity": {"value": str(x["quantity"])},
        "prices": [{"type": "net", "value": x["price"]}],
    }
    if x["promo"]:
        result["references"] = [{"kind": "promotion", "value": x["promo"]}]
    if x["delivery"]:
        result["delivery"] = {"requested": x["delivery"]}
    if x["note"]:
        result["notes"] = [{"text": syntax.text(x["note"])}]
    syntax.line(x, order, result)
    return result


def differences(left, right, path=""):
    if isinstance(left, dict) and isinstance(right, dict):
        for key in sorted(left.keys() | right.keys()):
            yield from differences(left.get(key), right.get(key), f"{path}.{key}" if path else key)
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for number, pair in enumerate(zip(left, right), 1):
            yield from differences(*pair, f"{path}[{number}]")
    elif left != right:
        yield path, left, right


def main():
    syntax = SYNTAXES[sys.argv[1]]
    with open(sys.argv[2]) as file:
        truth = [json.loads(text) for text in file]
    found = [json.loads(text) for text in sys.stdin]
    if len(truth) != len(found):
        print(f"{len(truth)} orders were generated, {len(found)} were read")
        return 1
    same = 0
    for order, answer in zip(truth, found):
        document = answer["document"]
        document.pop("envelope", None)
        wrong = list(differences(expected(order, syntax), document))
        unread = [f"{value['path']} = {value['value']}" for value in answer["unread"]]
        if answer["diagnostics"]:
            wrong.append(("diagnostics", [], [value["code"] for value in answer["diagnostics"]]))
        if unread:
            wrong.append(("unread", [], unread))
        same += not wrong
        for path, left, right in wrong:
            print(f"{order['number']} {path}: {left!r} was generated, {right!r} was read")
    print(f"{same} of {len(truth)} orders are the same")
    return 0 if same == len(truth) else 1


if __name__ == "__main__":
    sys.exit(main())
