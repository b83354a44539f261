extension Catalogue {
    static let apiEnglish: [Code: Entry] = apiRequestEnglish.merging(apiAnswerEnglish) { $1 }
        .merging(clientEnglish) { $1 }

    /// What is wrong with a request.
    private static let apiRequestEnglish: [Code: Entry] = [
        "api.key-missing": Entry(
            "The request carries no API key.",
            rule: "Every route under /v1 needs a key, as `Authorization: Bearer mp_…` or as `X-API-Key`.",
            fix: "Send the key that you were given; an administrator makes one with `milepost keys create`."),
        "api.key-unknown": Entry(
            "The API key is not known, has expired or was revoked.",
            rule: "A key is valid from its making until it expires or is revoked.",
            fix: "Check that the whole key was sent; ask an administrator for a new one."),
        "api.sender-foreign": Entry(
            "The key may not submit for {value}.",
            rule: "A partner's key submits for its own partner only.",
            fix: "Leave `sender` out, or use the key of that partner."),
        "api.sender-missing": Entry(
            "The request does not say whose payload this is.",
            rule: "A partner's key names the sender; with any other key the query must, as `?sender=PARTNER`.",
            fix:
                "Add `?sender=` with the partner's id (`--sender` on the command line), or submit with the partner's own key."
        ),
        "api.route-unknown": Entry(
            "There is nothing at {value}.",
            rule: "The routes are listed in /openapi.yaml.",
            fix: "Check the address for typing errors; parts of a path that hold a slash must be percent-encoded."),
        "api.reload-unavailable": Entry(
            "This gateway has no configuration that could be read again.",
            rule: "A gateway that was started with a configuration can read it again.",
            fix: "Start it with `milepost serve --config FILE`."),
        "api.reload-under-way": Entry(
            "The configuration is being read again right now.",
            rule: "One reload follows the other.",
            fix: "Try again when it has ended."),
        "api.method-not-allowed": Entry(
            "{value} is not possible here.",
            rule: "This address answers to: {allowed}.",
            fix: "Use {allowed}, or another address: /openapi.yaml lists them."),
        "api.path-invalid": Entry(
            "The part “{value}” of the path cannot be read.",
            rule: "A path part is percent-encoded UTF-8 (RFC 3986, 2.1).",
            fix: "Encode the value as a whole: a slash as %2F, a percent sign as %25."),
        "api.parameter-unknown": Entry(
            "The query has no parameter {value}.",
            rule: "Known here: {known}. An unknown one is refused, so that a typing error never reads as “no filter”.",
            fix: "Correct the name, or leave it out."),
        "api.parameter-invalid": Entry(
            "{name} is “{value}”, which is not {expected}.",
            rule: "{name} must be {expected}.",
            fix: "Correct the value."),
        "api.control-character": Entry(
            "{name} holds the control character {value}.",
            rule: "Texts hold no control characters; a reason may have tabs and line ends.",
            fix: "Take the character out; look for a text that was cut from a binary file or filled up with zeros."),
        "api.member-unknown": Entry(
            "The body has a member {value} that is not known here.",
            rule: "Known here: {known}. An unknown one is refused, so that a typing error never reads as “not given”.",
            fix: "Correct the name, or leave it out."),
        "api.member-repeated": Entry(
            "The body has the member {value} twice.",
            rule: "A JSON object has each member once; which of two counts is nowhere said (RFC 8259, 4).",
            fix: "Take one of them out."),
        "api.text-too-long": Entry(
            "{name} has {count} characters.",
            rule: "A text in a query or in the body of an action has at most {limit} characters.",
            fix: "Say it shorter."),
        "api.body-invalid": Entry(
            "The body cannot be read: {fault}.",
            rule: "The body of this action is a JSON object as /openapi.yaml describes it.",
            fix: "Correct the body and send it again."),
        "api.body-too-large": Entry(
            "The body is larger than {limit} bytes.",
            rule: "The body of this request has at most {limit} bytes.",
            fix: "Say it shorter; a list can be sent in several requests."),
        "api.body-incomplete": Entry(
            "The body ended after {received} bytes, before it was complete.",
            rule: "A payload is accepted whole or not at all (RFC 9112, 8); nothing was kept.",
            fix: "Send it again; with the same Idempotency-Key nothing can double."),
        "api.body-slow": Entry(
            "Only {received} bytes came in {seconds} seconds.",
            rule: "A body that hardly moves is cut off, so that it does not hold what others need; nothing was kept.",
            fix: "Check the line and send it again; with the same Idempotency-Key nothing can double."),
        "api.head-too-large": Entry(
            "The address or the header fields of the request are too long.",
            rule: "A header field and the address have at most 16 KB each, all fields together 32 KB, in 100 fields.",
            fix: "Send fewer and shorter fields; what is large belongs in the body."),
        "api.request-malformed": Entry(
            "What came is no HTTP request ({fault}).",
            rule: "Requests follow RFC 9112: one Content-Length or chunks, a known method, a valid address.",
            fix: "Correct the client, or look for a proxy in between that changes what it sends."),
        "api.content-encoding": Entry(
            "The body is encoded as {value}, which is not read.",
            rule: "A payload is kept byte by byte as it was sent; it must come without a content coding.",
            fix: "Send it unpacked, without Content-Encoding."),
        "api.multipart": Entry(
            "The body is a multipart form ({value}).",
            rule: "The body of a submission is the payload itself, byte by byte.",
            fix: "Send the file as the body (`curl --data-binary @FILE`), its name in X-File-Name."),
    ]

    /// What the gateway has no answer to.
    private static let apiAnswerEnglish: [Code: Entry] = [
        "api.internal": Entry(
            "The server met an unexpected error.",
            rule: "The request's id is {request}; the server's log has the cause under it.",
            fix: "Try again; if it stays, give the request's id to support."),
        "api.canonical-missing": Entry(
            "Document {value} has no canonical form.",
            rule: "A document that stopped before mapping was never understood that far; its original is kept.",
            fix: "Look at its diagnostics, then edit and replay it, or reprocess it after a correction."),
        "api.mapping-not-kept": Entry(
            "The mapping that read the document ({value}) is not kept.",
            rule: "Mappings are kept from the version of the gateway on that can tell where values come from.",
            fix: "Reprocess the document, or try its bytes with `milepost map --explain`."),
        "api.origins-own": Entry(
            "Document {value} came as canonical JSON: each of its values stands in its bytes as it is.",
            rule: "Origins are told of what a mapping read.",
            fix: "Look at the document's own bytes: milepost documents raw {value}."),
        "api.origins-unreadable": Entry(
            "The bytes of document {value} give no such document any more.",
            rule: "A document is read again from its own bytes by the mapping that read it then.",
            fix: "Reprocess the document, or try its bytes with `milepost map --explain`."),
        "api.code-unknown": Entry(
            "Nothing stops for the code “{value}”; the nearest is {nearest}.",
            rule: "Codes that a document, a delivery or an interchange can fail with have a meaning.",
            fix: "Take the code as a document or problem names it; `milepost codes` lists all."),
        "api.language-unknown": Entry(
            "There is no text in the language “{value}”.",
            rule: "Meanings of codes are written in {known}.",
            fix: "Name one of these."),
        "api.cursor-invalid": Entry(
            "The cursor “{value}” is none.",
            rule: "A cursor is what the page before answered as `next`, unchanged.",
            fix: "Start again without a cursor."),
        "api.key-id-unknown": Entry(
            "There is no API key with the id {value}.",
            rule: "A key is revoked by its id, which the list of keys shows; the key itself is never shown again.",
            fix: "Look the id up: `milepost keys list`."),
        "api.key-name-missing": Entry(
            "An API key needs a name.",
            rule: "The name says in lists and in the audit trail whose key it is.",
            fix: "Give it one, such as the person's or the machine's name."),
        "api.key-name-form": Entry(
            "“{value}” is no name for an API key.",
            rule:
                "A name stands in the audit trail and tells two people apart: it has no signs that nobody sees, and no blanks at its ends.",
            fix: "Type it anew."),
        "api.key-partner-missing": Entry(
            "A key of the role partner needs the partner that it belongs to.",
            rule: "A partner's key submits for, and sees the messages of, that one partner.",
            fix: "Name the partner's id as in partners/*.yaml."),
        "api.key-backend-missing": Entry(
            "A key of the role backend needs the back end that it belongs to.",
            rule: "A back end's key hands over, and sees, the documents of that one back end.",
            fix: "Name the back end as in milepost.yaml."),
        "api.key-backend-unknown": Entry(
            "There is no back end {value}.",
            rule: "A back end's key belongs to a back end of the configuration.",
            fix: "Use a name of backends in milepost.yaml; for a new one add it, then start the server again."),
        "api.key-backend-unwanted": Entry(
            "A key of the role {value} belongs to no back end.",
            rule: "Only the role backend is bound to one back end's documents.",
            fix: "Leave the back end out, or make the key with the role backend."),
        "api.key-signs-unwanted": Entry(
            "A key of the role {value} signs nothing.",
            rule: "Check lists are signed by people of the house.",
            fix: "Make the key with the role viewer, support, operator, approver or administrator."),
        "api.backend-foreign": Entry(
            "This key does not hand over documents of {value}.",
            rule: "A back end's key speaks for that one back end.",
            fix: "Send to the back end that the key belongs to, or use a key of this one."),
        "api.idempotency-key-missing": Entry(
            "A document of {value} came without Idempotency-Key.",
            rule: "A back end names each document that it hands over, so that one that is sent twice counts once.",
            fix: "Send the back end's own id of the document in the header Idempotency-Key, the same at each try."),
        "api.if-match-missing": Entry(
            "The request does not say which version it changes.",
            rule:
                "What people edit is changed with `If-Match` (RFC 9110, 13.1.1), so that none overwrites another unseen.",
            fix: "Send the ETag of the answer that was read in the header If-Match; `*` changes whatever stands there."),
        "api.key-partner-unknown": Entry(
            "There is no partner {value}.",
            rule: "A partner's key belongs to a partner that has a file in the configuration.",
            fix: "Use a partner's id as in partners/*.yaml; for a new one add its file, then start the server again."),
        "api.key-partner-unwanted": Entry(
            "A key of the role {value} belongs to no partner.",
            rule: "Only the role partner is bound to one partner's messages.",
            fix: "Leave the partner out, or make the key with the role partner."),
        "api.key-expiry-invalid": Entry(
            "“{value}” is no moment in the future.",
            rule: "A key expires at a day like 2027-01-31 or a moment like 2027-01-31T12:00:00Z.",
            fix: "Correct the moment, or leave it out for a key that does not expire."),
        "api.store-unavailable": Entry(
            "The store cannot be read now.",
            rule: "Nothing was changed by this request.",
            fix: "Try again in a few seconds; if it stays, run `milepost doctor` on the server."),
    ]

    /// What the command line cannot do.
    private static let clientEnglish: [Code: Entry] = [
        "client.unreachable": Entry(
            "The server at {value} was not reached: {detail}.",
            rule: "The address comes from --url, MILEPOST_URL or the profile file.",
            fix: "Check the address, and that the server runs: `milepost doctor`."),
        "client.answer-lost": Entry(
            "The server at {value} gave no complete answer: {detail}.",
            rule: "Whether the request took effect is not known.",
            fix: "Look it up before repeating; a submission may be repeated with the same --idempotency-key."),
        "client.answer-invalid": Entry(
            "What answered at {value} is no Milepost server (status {status}).",
            rule: "Answers are JSON as the server's /openapi.yaml describes them.",
            fix: "Check the address and any proxy in between."),
        "client.token-missing": Entry(
            "No API key was given.",
            rule: "The key comes from MILEPOST_TOKEN or the profile file.",
            fix:
                "Set MILEPOST_TOKEN or name a profile with --profile; keys are made on the server: `milepost keys create --help`."
        ),
        "client.profile-open": Entry(
            "The profile {value} can be read by others.",
            rule: "A file that holds an API key must be readable by its owner only (mode 0600).",
            fix: "chmod 600 {value}"),
        "client.profile-missing": Entry(
            "No server runs with the configuration {configuration}: there is no {value}.",
            rule: "A running server keeps a profile for this machine's commands in its data folder.",
            fix: "Start it with `milepost serve --config {configuration}`, or name a server with --url or --profile."),
        "client.profile-invalid": Entry(
            "Line {line} of the profile {value} is no setting.",
            rule: "A profile holds lines of the form `url = …` and `token = …`.",
            fix: "Correct the line."),
        "client.file-unreadable": Entry(
            "{value} cannot be read: {detail}.",
            rule: "Input is a readable file, or `-` for standard input.",
            fix: "Check the path and its rights."),
        "client.order-missing": Entry(
            "{value} holds no order that the document (order {number}) answers.",
            rule: "The order that is answered bears the number that the answer names, or is the only one of its file.",
            fix: "Name the file of that order."),
        "client.value-invalid": Entry(
            "{name} is “{value}”, which is not {expected}.",
            rule: "{name} must be {expected}.",
            fix: "Correct the value; `--help` shows an example."),
        "client.server-missing": Entry(
            "No server is known to this command, and no API key.",
            rule:
                "The address comes from --url, MILEPOST_URL or a profile; a running server keeps one in its data folder, which the configuration names.",
            fix:
                "Start one with `milepost serve` in this folder; for one that runs name its configuration with --config, its profile with --profile DATA-FOLDER/local.profile, or --url and MILEPOST_TOKEN."
        ),
        "client.port-taken": Entry(
            "Another program listens at {value} already.",
            rule: "One program at a time listens at an address.",
            fix: "Stop it (`ss -ltnp` shows it), or choose another port with --port or `listen:`."),
        "client.serve-failed": Entry(
            "The gateway did not start: {detail}.",
            rule: "The gateway starts only with a valid configuration, a store of its own and a free port.",
            fix: "Check the address in `listen:`, then run `milepost doctor`; it checks configuration and store."),
        "client.demo-unbalanced": Entry(
            "The demonstration's equation does not balance.",
            rule: "What was accepted is what became of it, at every moment.",
            fix: "This is a fault of the gateway; please report it with what the demonstration printed."),
        "client.samples-missing": Entry(
            "No sample orders were found ({value}).",
            rule: "The demonstration sends the files of the folder edi-samples.",
            fix: "Run it in the repository's folder, or name the folder with --samples."),
    ]
}
