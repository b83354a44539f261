#!/usr/bin/env python3
"""A small order system that keeps the contract of README.md, to start from and to try a gateway with.

    deploy/examples/backend.py --port 8090 --database orders.db
    milepost backend-test http://127.0.0.1:8090/orders --orders http://127.0.0.1:8090/list --poll http://127.0.0.1:8090/made

Numbers in the comments are clauses of README.md. Nothing but Python's own library is needed.
"""
import argparse
import json
import sqlite3
import threading
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlparse

TABLES = """
create table if not exists answers (key text primary key, status integer, body text);
create table if not exists orders (key text primary key, id text, changed text, content text, owned integer);
create table if not exists made (place integer primary key autoincrement, id text, document text);
"""
LARGEST_BODY = 20_000_000


class Refused(Exception):
    """What is wrong with a document: it will not be taken, however often it comes (3.1)."""


class OrderSystem:
    """What the back end does, apart from HTTP."""

    def __init__(self, database=":memory:"):
        self.lock = threading.Lock()
        self.database = sqlite3.connect(database, check_same_thread=False, isolation_level=None)
        self.database.executescript(TABLES)
        self.last = datetime.now(timezone.utc)

    def take(self, key, purpose, kind, orders, body):
        """One document about some orders, or one step of a transfer; gives a status and an answer."""
        if not key:
            return 400, {"error": "no idempotency key"}
        with self.lock:
            # 2.1, 2.3: the key is known: the same answer again, whatever the bytes.
            known = self.database.execute("select status, body from answers where key = ?", (key,)).fetchone()
            if known:
                return known[0], json.loads(known[1])
            # 2.4: the effect and the key in one transaction.
            self.database.execute("begin immediate")
            try:
                answer = self.execute(purpose, kind, orders, body)
                self.database.execute("insert into answers values (?, 200, ?)", (key, json.dumps(answer)))
                self.database.execute("commit")
                return 200, answer
            except Refused as refusal:
                self.database.execute("rollback")
                return 422, {"error": str(refusal)}
            except Exception:
                self.database.execute("rollback")
                raise

    def execute(self, purpose, kind, orders, body):
        content, order = self.parse(body), orders[0]
        if purpose in ("release", "activate"):
            return self.transfer(purpose, order)
        if content.get("document") != kind or not isinstance(content.get("number"), str):
            raise Refused("this is no " + str(kind))
        if kind == "order":
            if not content.get("lines"):
                raise Refused("an order has lines")
        for each in orders if kind != "order" else []:
            if self.order(each) is None:
                raise Refused("nobody ordered " + each)
        if kind not in ("order", "order-change", "order-cancellation"):
            # 1.5: it tells of orders (what arrived, what the other side answered) and changes none of them.
            return {"orders": orders, "state": "noted"}
        known = self.order(order)
        number = known[1] if known else "O-%d" % (self.count("orders") + 1)
        if kind != "order":
            content = self.changed(known[3], kind, content)
        answer = {"order": order, "number": number, "state": "confirmed"}
        if purpose != "shadow":
            # 4.1: what comes in the shadow is answered, and nothing else.
            self.keep(order, number, content, purpose == "primary")
        if purpose == "primary" and kind == "order":
            # 4.4: of a copy nothing is made for the partner.
            self.make(order, content)
        return answer

    def transfer(self, step, order):
        if self.order(order) is None:
            raise Refused("nobody ordered " + order)
        self.database.execute("update orders set owned = ? where key = ?", (int(step == "activate"), order))
        # 5.2: nothing is handed over here; whoever polls reads on to the end.
        return {"order": order, "state": step + "d"}

    @staticmethod
    def parse(body):
        try:
            content = json.loads(body.decode("utf-8"))
        except (UnicodeDecodeError, ValueError, RecursionError):
            raise Refused("this is no JSON")
        if not isinstance(content, dict):
            raise Refused("this is no JSON object")
        return content

    @staticmethod
    def changed(content, kind, change):
        """An order with its change: lines that the change names have its quantities."""
        content = json.loads(content)
        lines = {line.get("number"): line for line in change.get("lines", []) if isinstance(line, dict)}
        for line in content.get("lines", []):
            if kind == "order-cancellation":
                line["quantity"] = {"value": "0"}
            elif lines.get(line.get("number"), {}).get("quantity"):
                line["quantity"] = lines[line["number"]]["quantity"]
        return content

    def order(self, key):
        return self.database.execute("select * from orders where key = ?", (key,)).fetchone()

    def count(self, table):
        return self.database.execute("select count(*) from " + table).fetchone()[0]

    def moment(self):
        """Now, and later than everything before (6.2)."""
        self.last = max(datetime.now(timezone.utc), self.last + timedelta(microseconds=1))
        return self.last.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def keep(self, key, number, content, owned):
        self.database.execute(
            "insert into orders values (?, ?, ?, ?, ?) on conflict (key) do update set changed = excluded.changed, "
            "content = excluded.content, owned = excluded.owned",
            (key, number, self.moment(), json.dumps(content), int(owned)))

    def make(self, key, content):
        number = "R-%d" % (self.count("made") + 1)
        response = {
            "document": "order-response", "number": content["number"], "documentNumber": number, "status": "accepted",
            "extensions": [{"name": "orderKey", "value": key}],
            "lines": [{"number": line.get("number"), "orderLine": line.get("number")} for line in content["lines"]],
        }
        for party in ("buyer", "supplier"):
            if party in content:
                response[party] = content[party]
        self.database.execute("insert into made (id, document) values (?, ?)", (number, json.dumps(response)))

    def listing(self, query):
        """The orders of a window, or some by key and id (6)."""
        with self.lock:
            keys, ids = query.get("key", []), query.get("id", [])
            if keys or ids:
                rows = [row for row in self.database.execute("select * from orders order by changed")
                        if row[0] in keys or row[1] in ids]
                return {"orders": [self.listed(row) for row in rows]}
            limit = int(query.get("limit", ["500"])[0])
            after = query.get("after", [""])[0]
            first, last = (self.text(query[name][0]) for name in ("from", "to"))
            rows = self.database.execute(
                "select * from orders where changed >= ? and changed < ? and changed > ? order by changed limit ?",
                (first, last, after, limit + 1)).fetchall()
            page = {"orders": [self.listed(row) for row in rows[:limit]]}
            if len(rows) > limit:
                page["next"] = rows[limit - 1][2]
            return page

    @staticmethod
    def text(moment):
        moment = datetime.fromisoformat(moment.replace("Z", "+00:00"))
        return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    @staticmethod
    def listed(row):
        return {"key": row[0], "id": row[1], "changed": row[2], "order": json.loads(row[3])}

    def made(self, query):
        """What was made behind a cursor, oldest first (7)."""
        with self.lock:
            limit, after = int(query.get("limit", ["100"])[0]), int(query.get("after", ["0"])[0])
            rows = self.database.execute(
                "select place, id, document from made where place > ? order by place limit ?", (after, limit)).fetchall()
            page = {"documents": [{"id": row[1], "document": json.loads(row[2])} for row in rows]}
            if rows:
                page["cursor"] = str(rows[-1][0])
            return page


def handler(system):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # 8.1: a body may come slowly; one that stops for a minute is given up.
        timeout = 60

        def do_POST(self):
            length = int(self.headers.get("Content-Length") or 0)
            if length > LARGEST_BODY:
                self.close_connection = True
                return self.answer(413, {"error": "too long"})
            body = self.rfile.read(length)
            if len(body) < length:
                # 8.2: half a body is no document.
                self.close_connection = True
                return
            header = lambda name: self.headers.get(name) or ""
            # 1.2, 1.5: commas stand between keys; one within a key is escaped.
            orders = [unquote(key) for key in header("X-Milepost-Order-Key").split(",")]
            try:
                status, answer = system.take(
                    header("Idempotency-Key"), header("X-Milepost-Purpose"), header("X-Milepost-Type"), orders, body)
            except Exception as fault:
                status, answer = 500, {"error": type(fault).__name__}
            self.answer(status, answer)

        def do_GET(self):
            url = urlparse(self.path)
            pages = {"/list": system.listing, "/made": system.made}
            if url.path not in pages:
                return self.answer(404, {"error": "nothing is here"})
            try:
                status, answer = 200, pages[url.path](parse_qs(url.query))
            except (KeyError, ValueError) as fault:
                status, answer = 400, {"error": str(fault)}
            self.answer(status, answer)

        def answer(self, status, content):
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler


def main(system_type=OrderSystem, handler=handler):
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--port", type=int, default=8090, help="0 for a free one")
    options.add_argument("--database", default=":memory:", help="a file; else nothing outlives the program")
    chosen, _ = options.parse_known_args()
    server = ThreadingHTTPServer(("127.0.0.1", chosen.port), handler(system_type(chosen.database)))
    print("http://127.0.0.1:%d/orders" % server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
