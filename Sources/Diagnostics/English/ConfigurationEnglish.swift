extension Catalogue {
    static let configurationEnglish: [Code: Entry] =
        configurationFormEnglish
        .merging(configurationWholeEnglish) { $1 }
        .merging(configurationOverlayEnglish) { $1 }

    /// What one value of one file may look like.
    private static let configurationFormEnglish: [Code: Entry] = [
        "configuration.restart-needed": Entry(
            "`{value}` differs from what the gateway was started with.",
            rule:
                "Where a gateway listens, where it keeps its data, its node name and its largest interchange hold until it ends.",
            fix: "Take the change back, or stop the gateway and start it again. Nothing was put in force."),
        "configuration.outbound-empty": Entry(
            "The partner {value} has a way to it, and nothing goes it.",
            rule: "outbound says under documents what the partner gets, each in its form.",
            fix: "Name the documents, such as documents: { order-response: as-sent }, or take outbound out."),
        "configuration.outbound-form": Entry(
            "{value} is no form of a document.",
            rule:
                "A document goes as-sent, by the mapping that answers the partner's order, or by one mapping that is named.",
            fix: "Write as-sent, or { mapping: NAME } with its envelope."),
        "configuration.name-form": Entry(
            "`{value}` cannot be the name of a {kind}.",
            rule:
                "Names stand in addresses and order keys: up to 64 letters, digits, `.`, `_`, `-`, a letter or digit first.",
            fix: "Choose a plain name such as `north-legacy`."),
        "configuration.listen-form": Entry(
            "`{value}` is no address to listen on.",
            rule: "`listen` is a host and a port from 0 to 65535; an IPv6 address stands in brackets.",
            fix: "Write for example `127.0.0.1:8480` or `\"[::1]:8480\"`."),
        "configuration.store-form": Entry(
            "This is no place for the store.",
            rule: "`store` is a folder (SQLite) or a URL that begins with `postgres://` or `postgresql://`.",
            fix: "Write a folder such as `./milepost-data`, or `postgres://user:${env:PGPASSWORD}@host/database`."),
        "configuration.duration-form": Entry(
            "`{value}` is no duration that `{key}` takes.",
            rule: "`{key}` is a number above 0 with its unit ({units}), at most {most}.",
            fix: "Write for example `{example}`."),
        "configuration.size-form": Entry(
            "`{value}` is no size that `{key}` takes.",
            rule: "`{key}` is a number above 0 with its unit ({units}; 1 KB is 1000 B), at most {most}.",
            fix: "Write for example `{example}`."),
        "configuration.number-form": Entry(
            "`{value}` is not a number that `{key}` takes.",
            rule: "`{key}` is a number above 0 and at most {most}, with a point before decimals.",
            fix: "Write a number such as `2` or `0.5`, without a unit."),
        "configuration.length-form": Entry(
            "“{value}” is no length.",
            rule:
                "A length is a number of characters, or the least and the most with two points between: 13, 1..35, ..35.",
            fix: "Write it so."
        ),
        "configuration.day-form": Entry(
            "`{value}` is no day.",
            rule: "`{key}` is a day of the calendar, written year-month-day (ISO 8601).",
            fix: "Write for example `2026-03-01`."),
        "configuration.moment-form": Entry(
            "`{value}` is no moment.",
            rule: "`{key}` is a date with a time and its zone (ISO 8601).",
            fix: "Write for example `2027-01-31T18:00:00Z` or `2027-01-31T19:00:00+01:00`."),
        "configuration.plan-cell": Entry(
            "{value} is no cell of this configuration.",
            rule: "A step names cells as FUNCTION@SITE, of functions and sites that the configuration has.",
            fix: "Correct the name, or add the function or site to the configuration."),
        "configuration.range-form": Entry(
            "The range from {from} to {value} is none.",
            rule: "A range of numbers has a first and a last one of equal length, in that order.",
            fix: "Write both with leading zeros, the smaller one first."),
        "configuration.figure-form": Entry(
            "`{value}` is no figure.",
            rule: "`{key}` is a number of 0 or more, with a decimal point where it needs one.",
            fix: "Write for example `5` or `0.5`."),
        "configuration.percent-form": Entry(
            "`{value}` is no percentage.",
            rule: "`{key}` is a number from 0 to 100, with a decimal point where it needs one.",
            fix: "Write for example `5` or `0.5`."),
        "configuration.item-empty": Entry(
            "An item of the check list has no name.",
            rule: "An item says what is signed: `key users of the north are trained: key-user`.",
            fix: "Say what is to be signed, or take the item out."),
        "configuration.readiness-over": Entry(
            "Legacy is kept ready until {value} only, which is over.",
            rule: "After `legacyReadyUntil` a reverse warns, and no guard sends births to legacy.",
            fix:
                "Name a later moment if legacy can take births back; a milestone that has left planned is edited by a reverse first."
        ),
        "configuration.readiness-before-cut": Entry(
            "Legacy is kept ready until {value} only, and the cut begins on {cut}.",
            rule: "Legacy stands by while births go to new, so that they can go back.",
            fix: "Name a moment behind {cut}, or an earlier cut."),
        "configuration.field-form": Entry(
            "`{value}` under `{key}` is no field of an answer.",
            rule: "A field is named by its members, with `[]` behind one that is a list: `lines[].quantity`. Whether a "
                + "document was taken (`$outcome`) always counts.",
            fix: "Write the field as `milepost milestones shadow NAME` names it."),
        "configuration.learns-folder": Entry(
            "Back end {value} is a folder, which answers nothing to learn from.",
            rule: "`learns: { order: … }` names a member of the JSON that a back end answers.",
            fix: "Leave `order` out; a document that the back end makes may say its id with the extension `ownOrder`."),
        "configuration.translate-original": Entry(
            "Back end {value} takes the bytes as received, and codes are to be translated for it.",
            rule: "Codes are translated in what is written for a back end: `payload: canonical`, or a mapping.",
            fix: "Leave `translate` out, or have the documents written for it."),
        "configuration.shadow-folder": Entry(
            "Back end {value} is a folder, and is to take documents in the shadow.",
            rule: "What lies in a folder does not say that it is not to be acted on, and is not answered.",
            fix: "Take `shadow` out of `takes`, or reach the back end by HTTP."),
        "configuration.scenario-action": Entry(
            "The step does several things, or none: {value}.",
            rule: "A step of a scenario does one thing: {known}. What must be true behind it may stand beside that.",
            fix: "Make a step of each."),
        "configuration.scenario-replace": Entry(
            "`{value}` does not stand in {message}.",
            rule: "`replace` puts other texts in the place of some that stand there.",
            fix: "Write the text as it stands in the message, byte by byte."),
        "configuration.scenario-order": Entry(
            "`{value}` names no order.",
            rule: "An order is named by its buyer and its number.",
            fix: "Write for example `northwind/PO-2026-0001`."),
        "configuration.scenario-name": Entry(
            "The scenario names the {kind} `{value}`, which the configuration does not have.",
            rule: "A scenario speaks of milestones, partners and HTTP back ends of its configuration.",
            fix: "Correct the name; known are: {known}."),
        "configuration.freeze-ends-first": Entry(
            "The window ends at {value}, before it begins ({from}).",
            rule: "A window ends after it begins.",
            fix: "Exchange or correct `from` and `until`."),
        "configuration.milestone-cycle": Entry(
            "Milestone `{value}` waits for itself.",
            rule: "What `after` names must not lead back: a milestone that waits for itself never goes on.",
            fix: "Take one of the milestones out of `after`."),
        "configuration.milestone-after-unknown": Entry(
            "Milestone `{milestone}` waits for `{value}`, which has no file here.",
            rule: "`after` names milestones; a finished one needs no file any more.",
            fix: "Correct the name if it is wrong; the nearest is `{nearest}`."),
        "configuration.pilot-form": Entry(
            "The pilot does not say, or says twice, whose births it takes.",
            rule: "A pilot names partners, or a percentage of the delivery parties.",
            fix: "Write `pilot: { partners: [NAME] }` or `pilot: { deliveryParties: 10 }`."),
        "configuration.url-form": Entry(
            "`{value}` is no address of a back end.",
            rule: "`url` begins with `http://` or `https://`, names a host, and holds no blanks.",
            fix: "Write for example `https://orders.example/api/documents`."),
        "configuration.url-in-clear": Entry(
            "What is sent to {value} can be read on the way, headers and secrets included.",
            rule: "Without TLS a secret is none once it leaves the machine.",
            fix: "Write `https://`, or reach the back end through something on this machine that does."),
        "configuration.header-form": Entry(
            "`{value}` cannot be the name of a header.",
            rule: "A header's name is a token: letters, digits and `-` (RFC 9110, 5.6.2).",
            fix: "Correct the name."),
        "configuration.header-value": Entry(
            "The value of header {value} holds a line break or another control character.",
            rule: "A header's value is one line (RFC 9110, 5.5).",
            fix: "Take the line break out of the value or of the secret that it names."),
        "configuration.status-form": Entry(
            "`{value}` is no HTTP status.",
            rule: "A status is a number from 100 to 599, or a range of them.",
            fix: "Write for example `409` or `200-299`."),
        "configuration.status-twice": Entry(
            "Status {value} is declared with two meanings.",
            rule: "A status is a success, a duplicate or a reason to try again, never two of them.",
            fix: "Take it out of one of the lists."),
        "configuration.retry-order": Entry(
            "The waits of this retry schedule do not grow.",
            rule: "`factor` is at least 1 and `longest` at least as long as `first`.",
            fix: "Raise `factor` or `longest`."),
        "configuration.payload-form": Entry(
            "`{value}` is no payload.",
            rule: "A back end takes `canonical` JSON, the `original` bytes, or what a mapping writes.",
            fix: "Write `canonical`, `original` or `{ mapping: NAME }`."),
        "configuration.separators-form": Entry(
            "`{value}` are no separators of X12.",
            rule: "Three or four characters, none of them a letter, a digit or a blank, and none twice: what separates "
                + "elements, what separates components, what ends segments, and what separates repeats.",
            fix: "Write `*>~`, or `*>~^` from version 00402 on; leave it out for these."),
        "configuration.secret-form": Entry(
            "A reference to a secret is not complete.",
            rule: "Secrets are named `${env:NAME}` or `${file:/path}`.",
            fix: "Close the brace and name `env:` or `file:`."),
        "configuration.secret-missing": Entry(
            "There is no secret {value}.",
            rule:
                "A secret that configuration names must exist when it is read; a secret file is text of at most 64 KB.",
            fix: "Set the environment variable or write the file, readable for the gateway's user."),
        "configuration.time-zone": Entry(
            "`{value}` is no time zone.",
            rule: "Time zones are named as in the IANA database.",
            fix: "Write a name such as `Europe/Warsaw`; the nearest is `{nearest}`."),
        "configuration.fact-unknown": Entry(
            "Orders have no field `{value}`: `{part}` is not known there.",
            rule: "A site rule's fact is `partner`, or the path of a canonical field; known there: {known}.",
            fix: "Correct the path; the nearest is `{nearest}`."),
        "configuration.gln-form": Entry(
            "`{value}` is no GLN.",
            rule: "A Global Location Number has 13 digits (GS1 General Specifications, 3.9).",
            fix: "Correct the number; a code that is no GLN stands as `code` with its `scheme`."),
        "configuration.gln-check-digit": Entry(
            "The check digit of GLN {value} is wrong.",
            rule: "The last digit follows from the others, modulo 10 (GS1 General Specifications, 7.9).",
            fix: "Check the number with the partner; with these digits the last would be {right}."),
        "configuration.identifier-form": Entry(
            "This identifies nobody.",
            rule:
                "An identifier is a `gln`, or a `code` with its `scheme` or with `usedBy`, the partner whose own code it is.",
            fix: "Write `{ gln: … }`, `{ code: …, scheme: … }` or `{ code: …, usedBy: … }`."),
        "configuration.binds-form": Entry(
            "`{value}` does not say when a function binds.",
            rule: "A function binds at `birth`, at its `first document`, or `with` another function.",
            fix: "Write `birth`, `first document` or `with order-intake`."),
        "configuration.cell-form": Entry(
            "`{value}` is no cell.",
            rule: "A cell is a function at a site.",
            fix: "Write for example `order-intake@north`."),
    ]

    /// What the files must be together.
    private static let configurationWholeEnglish: [Code: Entry] = [
        "configuration.file-missing": Entry(
            "There is no {value}.",
            rule: "A configuration is a main file with the folders partners, milestones and mappings beside it.",
            fix: "Name the right file with --config, or start from deploy/example."),
        "configuration.file-unreadable": Entry(
            "{value} cannot be read.",
            rule: "Every file of a configuration is read, or none of it counts.",
            fix: "Check that it exists and that the gateway's user may read it."),
        "configuration.file-ignored": Entry(
            "{value} is not read.",
            rule: "In {folder} the files that end in .yaml count, without further folders.",
            fix: "Rename it to end in .yaml, or move it out of the folder."),
        "configuration.too-many-files": Entry(
            "The configuration has more than {limit} files.",
            rule: "At most {limit} files are loaded.",
            fix: "Move what is no configuration out of the folders."),
        "configuration.folder-unmade": Entry(
            "The folder {value} of the back end {backend} can be neither written nor made here: {reason}.",
            rule: "The folder of a back end is made when the gateway starts; until it is there, deliveries wait.",
            fix: "Make it where the gateway runs, and give the gateway's user the right to write in it."),
        "configuration.mappings-none": Entry(
            "There are no mappings: every order would fail until there are some.",
            rule: """
                The shipped mappings stand in the folder `mappings` beside the program or above it, or in `share/milepost` \
                there; a company's own stand in `mappings` beside milepost.yaml.
                """,
            fix: "Put the folder `mappings` of the release beside the program, then reload and replay what failed."),
        "configuration.unknown-name": Entry(
            "There is no {kind} `{value}`.",
            rule: "Every name that is used is defined; a {kind} is one of: {known}.",
            fix: "Define it or correct the name; the nearest is `{nearest}`."),
        "configuration.duplicate-name": Entry(
            "There are two of {kind} `{value}`.",
            rule: "A name is one thing's; the first stands at {first}.",
            fix: "Rename one of them."),
        "configuration.backend-kind": Entry(
            "The {owner} does not say how it is reached, or says it twice.",
            rule:
                "A way to a system has exactly one of `http`, `folder`, `sftp` and `ftps`; a back end may have `postgres` or `soap` instead, a partner `as2`.",
            fix:
                "Add `http: { url: … }`, `folder: …`, `sftp: { host: …, … }`, `ftps: { host: …, … }`, `postgres: { url: …, statement: … }` or `soap: { url: … }`, and only one of them."
        ),
        "configuration.soap-action": Entry(
            "“{value}” cannot be the action of a call.",
            rule:
                "An action is a URI without blanks and quotation marks; in braces stands what is known here: {known}.",
            fix: "Write it as the server's description (WSDL) names it: `action: \"urn:orders/{type}\"`."),
        "configuration.soap-body": Entry(
            "“{value}” cannot be the body of a call: {reason}.",
            rule:
                "A body is well-formed XML with a place for the document; in braces stands what is known here: {known}.",
            fix: "Correct it: `body: '<o:Take xmlns:o=\"urn:orders\"><o:key>{key}</o:key>{xml}</o:Take>'`."),
        "configuration.poll-query": Entry(
            "The query of `poll` of back end {backend} names the parameters “{value}”.",
            rule: "A query takes `$1`, the cursor, which is null at first, and `$2`, how many rows are taken at most.",
            fix: "Write both: `… where place > coalesce($1::bigint, 0) order by place limit $2`."),
        "configuration.time-of-day": Entry(
            "“{value}” is no time of the day.",
            rule:
                "`{key}` takes hours and minutes as a clock on the wall shows them: `07:30`, `22:00`; `24:00` ends the day.",
            fix: "Write two digits, a colon and two digits, in quotes."),
        "configuration.hours-form": Entry(
            "“{value}” are no working hours.",
            rule: "Hours are two times of one day, the earlier first: `08:00-17:30`, `00:00-24:00`.",
            fix: "Write both times with a hyphen between them, in quotes."),
        "configuration.holiday-form": Entry(
            "“{value}” is no day.",
            rule: "A holiday is a day of the calendar: `2026-12-25`.",
            fix: "Write year, month and day with hyphens."),
        "configuration.calendar-missing": Entry(
            "`{key}` of partner {value} is reckoned by a calendar, and none is named.",
            rule: "Working days, hours and the time zone come from a calendar of `calendars` in milepost.yaml.",
            fix: "Name one: `calendar: NAME`."),
        "configuration.expectation-basis": Entry(
            "When {value} is due is not said.",
            rule:
                "It is due `within` some working hours of the order, or by the time of the day `at`, so many working days (`daysBefore`) before delivery.",
            fix: "Write `{ within: 4 h }`, or `{ daysBefore: 1, at: \"14:00\" }`."),
        "configuration.master-query": Entry(
            "The query of the list of master data {value} names parameters.",
            rule: "It is asked without any: each time it gives the whole list.",
            fix:
                "Leave out `$1`; what changes by the day the database knows itself: `where valid_to >= current_date`."),
        "configuration.code-system": Entry(
            "“{value}” is nobody whose codes are kept.",
            rule: "Codes belong to `canonical`, `legacy`, `new`, `partner:NAME` or `backend:NAME`.",
            fix: "Write one of these."),
        "configuration.database-url": Entry(
            "“{value}” is no URL of a PostgreSQL database.",
            rule: "It is a connection URI: `postgres://user@host:5432/database?sslmode=verify-full`.",
            fix: "Correct it; a password comes from the environment or a file, `${env:ERP_DATABASE}`."),
        "configuration.sql-parameters": Entry(
            "The statement of {owner} names the parameters “{value}”, which are not those that go with it.",
            rule:
                "A statement names `$1`, `$2`… without a gap, as many as `parameters` lists at most, and one at least.",
            fix: "Correct the statement, or the list of its parameters: {list}."),
        "configuration.sql-parameter-missing": Entry(
            "The statement of {owner} does not take the parameter `{value}`, which `{key}` needs.",
            rule:
                "Who executes a key once takes `key`; who takes more than its own documents tells them apart by `purpose`.",
            fix: "Add `{value}` to the statement and to `parameters`, or change `{key}`."),
        "configuration.sqlstate-form": Entry(
            "“{value}” is no SQLSTATE.",
            rule: "An SQLSTATE has five digits or capital letters (PostgreSQL documentation, appendix A).",
            fix: "Write it in quotation marks: `retry: [\"P0001\", \"55000\"]`."),
        "configuration.poll-kind": Entry(
            "`poll` of back end {value} does not say where documents are fetched from, or says it twice.",
            rule: "What a back end made is fetched from exactly one of `http`, `postgres` and `folder`.",
            fix:
                "Add `http: { url: … }`, `postgres: { url: …, query: … }` or `folder: { path: …, rejected: … }`, and only one."
        ),
        "configuration.acknowledgement-forms": Entry(
            "“{value}” is no answer to X12.",
            rule: "`x12` lists TA1, 997 and 999, each once; of 997 and 999 one at most.",
            fix: "Write `x12: [TA1, 997]`, `x12: 997`, `x12: [TA1, 999]`, `x12: 999` or `x12: TA1`."),
        "configuration.acknowledgement-identity": Entry(
            "“{value}” cannot stand in an envelope.",
            rule:
                "An identity has at most 35 characters of ASCII (X12 holds 15), its qualifier at most 4; none of them is one "
                + "of * > ^ ~, which separate in X12.",
            fix: "Write it as the partner knows it: `{ id: 5412345000013, qualifier: \"14\" }`."),
        "configuration.aperak-value": Entry(
            "“{value}” cannot stand in an APERAK.",
            rule:
                "A value of `errors` (ERC 9321) has one to eight characters of ASCII, the parts of `errorList` one to three.",
            fix: "Write the value of the partner's list, in quotation marks where it begins with a zero."),
        "configuration.aperak-fault": Entry(
            "There is no fault `{value}` that an APERAK could tell of; the nearest is `{nearest}`.",
            rule:
                "`errors` gives the partner's values by the codes of faults, such as `directory.code-unknown`, or by the areas before the dot.",
            fix: "Take the codes from `milepost inspect --json` and from the documents' diagnostics."),
        "configuration.honours-key-missing": Entry(
            "The {owner} does not say whether it honours the idempotency key.",
            rule: "Whether an attempt that got no answer may be repeated depends on it, so nobody guesses it.",
            fix: "Add `honoursKey: yes` if it executes one key once, however often it comes; else `honoursKey: no`."),
        "configuration.honours-key-folder": Entry(
            "The {owner} is a folder and cannot honour the idempotency key.",
            rule: "A file in a folder is taken for what it is; nothing there can compare keys.",
            fix: "Remove `honoursKey`, or write `no`."),
        "configuration.site-backend-missing": Entry(
            "Site {value} has no back end on side {side}, which `{key}` needs.",
            rule:
                "The side where a site's orders begin, and where unknown orders go, has a back end; both are legacy unless said.",
            fix: "Add `{side}: BACKEND`, or set `{key}` to the other side."),
        "configuration.document-twice": Entry(
            "Documents of type {value} belong to {first} and to {second}.",
            rule: "Each document type belongs to one function.",
            fix: "Take it out of one of them."),
        "configuration.document-unhandled": Entry(
            "No function handles documents of type {value}.",
            rule:
                "The functions of a configuration replace the usual ones as a whole and must take every type that can come.",
            fix: "Add it to the documents of a function."),
        "configuration.no-cells": Entry(
            "This milestone moves nothing.",
            rule: "A milestone names at least one cell.",
            fix: "Add cells such as `order-intake@north`."),
        "configuration.cell-twice": Entry(
            "Cell {value} stands twice in milestone {milestone}.",
            rule: "A milestone names each of its cells once.",
            fix: "Remove one of them."),
        "configuration.identifier-overlap": Entry(
            "{scheme} {value} is {first}'s and {second}'s from the same day ({day}).",
            rule: "An identifier is one party's on any day; the first stands at {place}.",
            fix: "Correct it, or give the later owner a `validFrom`."),
        "configuration.folder-afterwards": Entry(
            "Watched folder {value} does not say what becomes of accepted files, or says it twice.",
            rule: "An accepted file is moved to `done` or deleted, so that it is taken once.",
            fix: "Add `done: FOLDER` or `delete: yes`, and only one of them."),
        "configuration.folder-twice": Entry(
            "Folder {value} is used by {first} and by {second}.",
            rule: "A folder has one use: what one writes, another would take for its own. The first stands at {place}.",
            fix: "Give one of them a folder of its own."),
        "configuration.backend-folder-twice": Entry(
            "Folder {value} is written to by {first} and by {second}.",
            rule:
                "Each back end has a folder of its own, or nobody could say whose file it is. The first stands at {place}.",
            fix: "Give one of them a folder of its own, or use one back end at both places."),
        "configuration.test-backend-productive": Entry(
            "The test back end {value} of {partner} also serves site {site}.",
            rule: "Documents marked as a test never reach a productive back end.",
            fix: "Name a back end of its own for tests."),
        "configuration.split-original": Entry(
            "With `split: lines` a back end gets parts of orders, but {value} takes the bytes as they were received.",
            rule: "A part is written from the canonical order; the received bytes are the whole one.",
            fix: "Let {value} take `payload: canonical` or a mapping, or leave `split` out."),
    ]
}
