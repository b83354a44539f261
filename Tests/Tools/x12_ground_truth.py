#!/usr/bin/env python3
"""Holds what `milepost map --json` made of generated 850 orders against what the generator says that they are.

    milepost map orders.x12 --json | x12_ground_truth.py orders.json

Prints each difference and how many orders are the same; exits with 1 when one differs.
"""
import json
import sys

PLAIN = str.maketrans({"*": " ", "~": " ", ">": " ", "^": " ", "|": " "})
UNITS = {"EA": "EA", "CT": "CT", "KG": "KGM", "PL": "PF"}


def p(text):
    return text.translate(PLAIN).strip()


def expected(order):
    """The canonical order, as far as X12 says what the generator's order holds."""
    place = order["deliver_to"]
    document = {
        "document": "order", "number": order["number"], "issued": order["date"], "function": "original",
        "type": "standard", "currency": order["currency"],
        "buyer": {"gln": order["buyer"]["gln"], "name": p(order["buyer"]["name"]),
                  "contacts": [{"function": "BD", "name": p(order["contact"]), "email": order["email"]}]},
        "supplier": {"gln": order["supplier"]["gln"], "name": p(order["supplier"]["name"])},
        "deliveryParty": {"gln": place["gln"], "name": p(place["name"]), "address": {
            "street": p(place["street"]), "city": place["city"], "region": place["region"][:2],
            "postcode": place["postcode"], "country": place["country"]}},
        "delivery": {"requested": order["delivery"]},
        "references": [{"kind": "contract", "value": order["contract"]}],
        "lines": [line(x) for x in order["lines"]],
        "totals": {"payable": order["total"], "quantity": str(order["units"])},
    }
    if order["note"]:
        document["notes"] = [{"text": p(order["note"])}]
    return document


def line(x):
    result = {
        "number": str(x["line"]),
        "item": {"gtin": x["gtin"][1:], "buyerCode": x["buyer_item"], "supplierCode": p(x["supplier_item"]),
                 "description": p(x["description"])},
        "quantity": {"value": str(x["quantity"]), "unit": UNITS[x["unit"][1]]},
        "prices": [{"type": "net", "value": x["price"]}],
    }
    if x["promo"]:
        result["references"] = [{"kind": "promotion", "value": x["promo"]}]
    if x["delivery"]:
        result["delivery"] = {"requested": x["delivery"]}
    if x["note"]:
        result["notes"] = [{"text": p(x["note"])}]
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
    with open(sys.argv[1]) as file:
        truth = [json.loads(text) for text in file]
    found = [json.loads(text) for text in sys.stdin]
    if len(truth) != len(found):
        print(f"{len(truth)} orders were generated, {len(found)} were read")
        return 1
    same = 0
    for order, answer in zip(truth, found):
        document = answer["document"]
        document.pop("envelope", None)
        wrong = list(differences(expected(order), document))
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
