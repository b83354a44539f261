"""The example back end with one clause of the contract broken: python3 broken_backend.py --port 0 --break CHECK"""
import json
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "deploy" / "examples"))
import backend  # noqa: E402

FAULT = sys.argv[sys.argv.index("--break") + 1]


class Broken(backend.OrderSystem):
    seen = set()

    def take(self, key, purpose, kind, orders, body):
        number = orders[0].rsplit("-", 1)[-1]
        repeated = key in self.seen
        self.seen.add(key)
        if FAULT == "document-taken" and number == "A":
            return 422, {"error": "no"}
        if FAULT == "order-key-escaped":
            orders = [order.replace(" ", "%20") for order in orders]
        if FAULT == "several-orders":
            orders = [",".join(orders)]
        if FAULT == "refusal-keeps-key" and body.startswith(b"UNB"):
            with self.lock:
                self.database.execute("insert or ignore into answers values (?, 422, ?)", (key, '{"error": "no"}'))
        if FAULT == "copy-makes-nothing" and purpose == "copy" and kind == "order":
            with self.lock:
                self.make(orders[0], json.loads(body))
        if FAULT == "large-document" and len(body) > 100_000:
            return 413, {"error": "too long"}
        if FAULT == "same-key-again" and repeated:
            return 422, {"error": "this key was there"}
        if FAULT == "same-key-at-once" and number == "D":
            if repeated:
                return 422, {"error": "somebody else is at it"}
            time.sleep(0.5)
        if FAULT == "same-key-other-bytes" and repeated:
            with self.lock:
                self.database.execute("delete from answers where key = ?", (key,))
        if FAULT == "rubbish-refused" and number == "R":
            return 500, {"error": "cannot parse"}
        if FAULT == "shadow-without-effect" and purpose == "shadow":
            purpose = "primary"
        if FAULT == "copy-taken" and purpose == "copy" and number == "copy":
            return 422, {"error": "what is a copy?"}
        if FAULT == "standby-taken" and purpose == "standby":
            return 422, {"error": "what is a standby?"}
        if FAULT == purpose + "-once" and repeated:
            return 422, {"error": "that was done"}
        if FAULT == "cut-body" and not body.endswith(b"}"):
            key_body = json.dumps({"state": "taken"})
            with self.lock:
                self.database.execute("insert or ignore into answers values (?, 422, ?)", (key, key_body))
            return 422, {"error": "no JSON"}
        return super().take(key, purpose, kind, orders, body)

    @classmethod
    def changed(cls, content, kind, change):
        if FAULT == "changes-in-order":
            return json.loads(content)
        return backend.OrderSystem.changed(content, kind, change)

    def listing(self, query):
        if FAULT == "listing-window" and "from" in query:
            query = dict(query, **{"from": ["2000-01-01T00:00:00Z"], "to": ["2100-01-01T00:00:00Z"]})
        if FAULT == "listing-pages" and "limit" in query:
            query = {name: value for name, value in query.items() if name != "after"}
        if FAULT == "listing-one-order" and "id" in query:
            return {"orders": []}
        page = super().listing(query)
        if FAULT == "effect-once":
            # It made a second order of what came again.
            page["orders"] += [
                dict(order, id=order["id"] + "-2") for order in page["orders"] if order["key"].endswith("-C")]
        return page

    def made(self, query):
        if FAULT == "poll-pages":
            query = {name: value for name, value in query.items() if name != "after"}
        page = super().made(query)
        if FAULT == "poll-cursor-again" and "after" not in query:
            with self.lock:
                for document in page["documents"]:
                    self.database.execute("delete from made where id = ?", (document["id"],))
        return page


def handler(system):
    class Handler(backend.handler(system)):
        if FAULT == "slow-body":
            timeout = 0.3

        def do_POST(self):
            if FAULT == "cut-body":
                # It takes what there is for the whole.
                read = self.rfile.read
                length = int(self.headers["Content-Length"])
                body = read(length)
                del self.headers["Content-Length"]
                self.headers["Content-Length"] = str(len(body))
                self.rfile.read = lambda _: body
                super().do_POST()
                self.rfile.read = read
                return
            super().do_POST()

    return Handler


if __name__ == "__main__":
    backend.main(Broken, handler)
