"""A partner that speaks AS2 by pyas2lib, driven over HTTP by the tests.

as2_peer.py OWN.pem OWN.key OTHER.pem [OTHER2.pem …]

Prints its port. POST /send {…} builds a message, posts it to the gateway and says what came back; POST /as2 takes the
gateway's messages and answers with receipts; POST /receipt takes receipts that come later. GET /seen lists both.
"""
import base64
import http.client
import http.server
import json
import sys
import threading
import urllib.parse

from pyas2lib import as2

own_certificate, own_key, *others = [open(name, "rb").read() for name in sys.argv[1:]]
seen = {"messages": [], "receipts": []}
sent = {}
manner = {"receipt": "as-asked", "status": 200}
lock = threading.Lock()


def organization(url=None):
    return as2.Organization(
        as2_name="NORTHWIND", sign_key=own_key + own_certificate, sign_key_pass="", decrypt_key=own_key + own_certificate,
        decrypt_key_pass="", mdn_url=url)


def partner(options):
    certificate = others[options.get("certificate", 0)]
    mode = options.get("mdn")
    return as2.Partner(
        as2_name=options.get("to", "MILEPOST"), verify_cert=certificate, encrypt_cert=certificate,
        sign=options.get("sign", False), encrypt=options.get("encrypt", False),
        compress=options.get("compress", False), digest_alg=options.get("digest", "sha256"),
        enc_alg=options.get("cipher", "aes_256_cbc"), mdn_mode=mode.upper() if mode else None,
        mdn_digest_alg=options.get("mdn_digest"), validate_certs=False)


def post(url, headers, body):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    connection.request("POST", parts.path, body=body, headers=headers)
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


def whole(headers, body):
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode() + b"\r\n" + body


def send(options, port):
    organization_ = organization(f"http://127.0.0.1:{port}/receipt")
    if "raw" in options:
        headers, body = options["raw"]["headers"], base64.b64decode(options["raw"]["body"])
        message = None
    else:
        message = as2.Message(organization_, partner(options))
        message.build(
            base64.b64decode(options["content"]), filename=options.get("filename", "orders.edi"),
            content_type=options.get("type", "application/edifact"), message_id=options.get("id"))
        headers, body = dict(message.headers), message.content
        if "from" in options:
            headers["AS2-From"] = options["from"]
        if "tamper" in options:
            old, new = options["tamper"]
            assert old.encode() in body
            body = body.replace(old.encode(), new.encode())
        with lock:
            sent[message.message_id] = message
    headers = {name: " ".join(str(value).split("\n")) for name, value in headers.items()}
    status, fields, answer = post(options["url"], headers, body)
    result = {
        "status": status, "fields": fields, "body": base64.b64encode(answer).decode(), "headers": headers,
        "message": base64.b64encode(body).decode()}
    if status == 200 and answer and message:
        result["receipt"] = receipt(fields, answer)
    return result


def receipt(fields, body):
    mdn = as2.Mdn()
    status, detail = mdn.parse(whole(fields, body), lambda id, _: sent.get(id))
    original = sent.get(mdn.orig_message_id)
    text = body.decode("utf-8", "replace").lower()
    return {
        "status": status, "detail": detail, "digest": mdn.digest_alg, "id": mdn.orig_message_id,
        "has_mic": "received-content-mic" in text, "mic_sent": original.mic.decode() if original and original.mic else None}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, " ".join(str(value).split("\n")))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        with lock:
            self.answer(200, {"Content-Type": "application/json"}, json.dumps(seen).encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fields = {name: value for name, value in self.headers.items()}
        port = self.server.server_address[1]
        if self.path == "/send":
            self.answer(200, {}, json.dumps(send(json.loads(body), port)).encode())
        elif self.path == "/manner":
            manner.update(json.loads(body))
            self.answer(200, {}, b"{}")
        elif self.path == "/receipt":
            with lock:
                seen["receipts"].append(receipt(fields, body))
            self.answer(manner["status"], {}, b"")
        else:
            self.take(fields, body)

    def take(self, fields, body):
        if manner["status"] != 200:
            return self.answer(manner["status"], {}, b"not now")
        message = as2.Message()
        options = manner.get("partner", {})
        status, exception, mdn = message.parse(
            whole(fields, body), lambda _: organization(), lambda _: partner(options))
        content = message.content if exception[0] is None else b""
        with lock:
            seen["messages"].append({
                "id": fields.get("Message-ID"), "status": status, "error": str(exception[0]),
                "content": base64.b64encode(content).decode(), "signed": message.signed,
                "encrypted": message.encrypted, "compressed": message.compressed,
                "type": fields.get("Content-Type"), "digest": message.digest_alg})
        if not mdn or manner["receipt"] == "none":
            return self.answer(200, {}, b"")
        text = mdn.content
        if manner["receipt"] == "wrong-mic":
            message.mic = b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            mdn.build(message, "processed")
            text = mdn.content
        if manner["receipt"] == "negative":
            mdn.build(message, "processed/error", manner["modifier"])
            text = mdn.content
        headers = dict(mdn.headers)
        if mdn.mdn_mode == "ASYNC":
            if manner["receipt"] == "as-asked" or manner["receipt"] in ("wrong-mic", "negative"):
                threading.Thread(target=self.later, args=(mdn.mdn_url, headers, text)).start()
            return self.answer(200, {}, b"")
        self.answer(200, headers, text)

    def later(self, url, headers, text):
        status, _, body = post(url, {name: " ".join(str(value).split("\n")) for name, value in headers.items()}, text)
        with lock:
            seen.setdefault("answers", []).append({"status": status, "body": body.decode("utf-8", "replace")})


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
