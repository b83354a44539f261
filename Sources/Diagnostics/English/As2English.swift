extension Catalogue {
    /// AS2: messages, certificates, receipts.
    static let as2English: [Code: Entry] = [
        "as2.certificate-form": Entry(
            "This is no certificate: {detail}.",
            rule: "A certificate is X.509 in PEM: a text that begins with `-----BEGIN CERTIFICATE-----`.",
            fix: "Convert it (`openssl x509 -inform der -in FILE -out FILE.pem`) or ask for the right file."),
        "as2.key-form": Entry(
            "The private key of `{value}` cannot be read: {detail}.",
            rule: "A key is PEM, plain or encrypted with the `passphrase` beside it.",
            fix: "Check the file and its passphrase (`openssl pkey -in FILE -noout`)."),
        "as2.key-mismatch": Entry(
            "The private key is not that of the certificate `{value}`.",
            rule: "A certificate holds the public half of its key.",
            fix: "Put the certificate beside the key that it was made with."),
        "as2.signing-failed": Entry(
            "The message cannot be signed with the key of `{value}`: {detail}.",
            rule: "What a partner gets is signed as its profile says (RFC 4130, 2.4).",
            fix: "Check own certificate and key with `milepost doctor`; then retry."),
        "as2.encryption-failed": Entry(
            "The message cannot be encrypted for `{value}`: {detail}.",
            rule: "What a partner gets is encrypted with its certificate (RFC 4130, 2.4).",
            fix: "Check the partner's certificate with `milepost doctor`; then retry."),
        "as2.signature-form": Entry(
            "The signature cannot be read: {detail}.", rule: "A signature is CMS SignedData (RFC 5652, 5).",
            fix: "Ask the partner what its system sends."),
        "as2.signed-form": Entry(
            "The signed message has no content and signature that can be told apart.",
            rule: "multipart/signed has two parts: the content and its application/pkcs7-signature (RFC 5751, 3.4.3).",
            fix: "Ask the partner what its system sends."),
        "as2.signer-unknown": Entry(
            "The message is signed with a certificate that its partner is not known to have: {value}.",
            rule: "A partner signs with one of the certificates of its profile.",
            fix: "Ask the partner; if the certificate is its own, add it to `as2: certificates` of its file and reload."
        ),
        "as2.signature-wrong": Entry(
            "The signature does not hold: {detail}.", rule: "A signature is made with the key of its certificate.",
            fix: "Ask the partner; the message may not be from it."),
        "as2.content-changed": Entry(
            "The content is not what was signed.",
            rule: "The digest in the signature is that of the content (RFC 5652, 5.4).",
            fix:
                "Ask the partner to send it again; if that fails too, look at what stands between (proxies that rewrite)."
        ),
        "as2.certificate-expired": Entry(
            "The message is signed with a certificate that is not in force: `{value}`, serial {serial}.",
            rule: "A certificate counts from its first to its last day.",
            fix: "Ask the partner for its new certificate; add it to `as2: certificates` of its file and reload."),
        "as2.algorithm-refused": Entry(
            "The message uses the {kind} {value}, which its partner may not use.",
            rule: "SHA-256 and AES are the least; older ones need `allow` in the partner's `as2`.",
            fix: "Ask the partner to change its profile, or allow the algorithm in its file."),
        "as2.security-missing": Entry(
            "The message is not {missing}.", rule: "The partner's profile says what its messages must be (`requires`).",
            fix: "Ask the partner to change its profile, or drop the requirement from its file."),
        "as2.not-for-us": Entry(
            "The message is encrypted for none of our certificates.",
            rule: "A message is encrypted with the certificate that we gave to the partner.",
            fix:
                "Give the partner our present certificate; keep old ones in `as2: certificates` until all partners have it."
        ),
        "as2.decryption-failed": Entry(
            "The message cannot be decrypted: {detail}.", rule: "What is encrypted is CMS EnvelopedData (RFC 5652, 6).",
            fix: "Ask the partner to send it again."),
        "as2.decompression-failed": Entry(
            "The message cannot be decompressed: {detail}.",
            rule: "What is compressed is CMS CompressedData (RFC 3274).",
            fix: "Ask the partner to send it again."),
        "as2.content-large": Entry(
            "The content has more than {limit} bytes.", rule: "A message has at most that many, as has its content.",
            fix: "Ask the partner for smaller messages, or raise `largest` in `as2` of the configuration."),
        "as2.layers": Entry(
            "The message has more than {most} layers.",
            rule: "A message is compressed, signed and encrypted once each (RFC 5402).",
            fix: "Ask the partner what its system sends."),
        "as2.object": Entry(
            "There is {kind} object where none belongs.",
            rule: "A message is compressed, signed and encrypted once each, encryption outside (RFC 5402).",
            fix: "Ask the partner what its system sends."),
        "as2.part-form": Entry(
            "What was packed is no MIME part.", rule: "A part is header fields, a blank line and a body (RFC 2045).",
            fix: "Ask the partner what its system sends."),
        "as2.transfer-encoding": Entry(
            "The content's transfer encoding cannot be undone.",
            rule: "Known are 7bit, 8bit, binary, base64 and quoted-printable (RFC 2045, 6).",
            fix: "Ask the partner to send it as binary."),
        "as2.several-parts": Entry(
            "The content is {value}: several parts, of which nobody knows which is the payload.",
            rule: "A message holds one payload.", fix: "Ask the partner to send each payload as a message of its own."),
        "as2.receipt-form": Entry(
            "The receipt cannot be read.",
            rule:
                "A receipt is multipart/report with a message/disposition-notification that says Original-Message-ID and Disposition (RFC 4130, 7.4).",
            fix: "Ask the partner what its system sends."),
        "as2.receipt-protocol": Entry(
            "The message insists on a receipt signed otherwise than by pkcs7-signature.",
            rule: "Receipts are signed by pkcs7-signature (RFC 4130, 7.3).",
            fix: "Ask the partner to change its profile."),
        "as2.receipt-digest": Entry(
            "The message insists on a digest for its receipt that its partner may not use.",
            rule: "SHA-256 is the least; older ones need `allow` in the partner's `as2`.",
            fix: "Ask the partner to change its profile, or allow the algorithm in its file."),
        "configuration.as2-name": Entry(
            "“{value}” cannot be a name in AS2.",
            rule: "A name is 1 to 128 printable ASCII characters, in which letter case counts (RFC 4130, 6.2).",
            fix: "Write it as the partner's profile has it."),
        "configuration.as2-own-name": Entry(
            "Nobody knows by which name we are `{value}`'s partner in AS2.",
            rule: "A message names both sides: AS2-From and AS2-To (RFC 4130, 6.2).",
            fix: "Add `as2: { name: … }` to the main file, or `ownName` to the partner's `as2`."),
        "configuration.as2-certificates": Entry(
            "The partner `{value}` has no certificate in AS2.",
            rule: "Signatures are checked and content is encrypted with a partner's certificates.",
            fix: "Add `certificates: [certs/partner.pem]` to its `as2`."),
        "configuration.as2-own-certificate": Entry(
            "What goes to `{value}` is to be signed, and there is no certificate of ours.",
            rule: "A signature needs a certificate and its key.",
            fix: "Add `as2: { certificates: [{ certificate: certs/own.pem, key: certs/own.key }] }` to the main file."),
        "configuration.as2-unsigned": Entry(
            "Messages of `{value}` need not be signed: whoever knows two names can send for it.",
            rule: "A signature tells who sent a message; `/as2` asks for no key.",
            fix: "Leave `requires` out, or let only the partner's addresses reach `/as2`."),
        "configuration.as2-twice": Entry(
            "Another partner is `{value}` to our `{own}` in AS2, at {first}.",
            rule: "The pair of names says whose message it is.", fix: "Give one of them another name."),
        "configuration.as2-url": Entry(
            "Receipts of `{value}` are to come later, and nobody knows where.",
            rule: "With `mdn: async` a message says where its receipt is to be sent (RFC 4130, 7.3).",
            fix:
                "Add `as2: { url: https://HOST/as2 }`, the address by which partners reach this gateway, to the main file."
        ),
        "configuration.as2-missing": Entry(
            "The partner {value} is sent to by AS2, and has no names and certificates there.",
            rule: "`outbound: { as2: … }` says where to; the partner's `as2` says who it is.",
            fix: "Add `as2: { name: …, certificates: […] }` to its file."),
        "configuration.as2-weak": Entry(
            "“{value}” is used and not allowed.", rule: "SHA-256 and AES are the least; older ones need `allow`.",
            fix: "Choose a stronger one, or add `allow: [{value}]` to the partner's `as2`."),
        "as2.interchange-otherwise": Entry(
            "The interchange {value} did not come by AS2, or its message asked for no receipt.",
            rule: "What came by AS2 has the channel `as2`.", fix: "Fetch the payload itself (`/raw`)."),
        "as2.field-missing": Entry(
            "The message has no {name} that can be read: “{value}”.",
            rule:
                "A message names its sender, its receiver and itself: AS2-From, AS2-To, Message-ID (RFC 4130, 5.2 and 6).",
            fix: "Set it in the sending system."),
        "as2.relation-unknown": Entry(
            "Nobody here knows “{value}” as a partner of “{own}”.",
            rule: "AS2-From and AS2-To are the `name` and the `ownName` of a partner's `as2`; letter case counts.",
            fix: "Correct the names in the sending system, or add `as2` to the partner's file and reload."),
        "as2.receipt-url": Entry(
            "The message asks for its receipt at {value}, where none is sent to.",
            rule:
                "Receipts go to the host of the partner's outbound URL and to `receiptHosts` of its `as2` (http, https).",
            fix: "Ask for the receipt in the answer, or add the host to the partner's file and reload."),
        "as2.own-certificate": Entry(
            "There is no certificate of ours in force to sign with as {value}.",
            rule: "What is signed needs a certificate that is in force, and its key.",
            fix: "Add one to `as2: certificates` of the main file and reload."),
        "as2.partner-certificate": Entry(
            "There is no certificate of {value} in force to encrypt for.",
            rule: "What is encrypted needs a partner's certificate that is in force.",
            fix: "Ask the partner for its new certificate; add it to `as2: certificates` of its file and reload."),
        "as2.receipt-missing": Entry(
            "The answer holds no receipt.",
            rule: "A message that asks for its receipt in the answer gets it there (RFC 4130, 7.3).",
            fix:
                "It is sent again under the same Message-ID; if that stays so, ask the partner, or use `mdn: async` or `none`."
        ),
        "as2.receipt-unsigned": Entry(
            "The receipt is not signed.", rule: "A signed receipt was asked for, and proves who received what.",
            fix: "Ask the partner to sign its receipts, or say `mdnSigned: no` in its `outbound`."),
        "as2.receipt-foreign": Entry(
            "The receipt is about another message, {value}.",
            rule: "Original-Message-ID of a receipt is the Message-ID of its message.",
            fix: "Ask the partner what its system sends."),
        "as2.receipt-unmatched": Entry(
            "Nothing was sent to this partner under the Message-ID {value}.",
            rule: "A receipt names the message that it is about.", fix: "Correct the sending system."),
        "as2.refused": Entry(
            "{partner} did not take the message: {value}.",
            rule: "A negative receipt says that the payload was not taken (RFC 4130, 7.5).",
            fix:
                "Find the cause with the partner (certificates, algorithms); then send it again (`milepost documents retry`)."
        ),
        "as2.mic-missing": Entry(
            "The receipt does not say what was received.",
            rule: "The receipt of a signed message holds Received-Content-MIC (RFC 4130, 7.3.1).",
            fix: "Ask the partner what its system received."),
        "as2.mic-differs": Entry(
            "What was received is not what was sent: the receipt says {value}, expected is {expected}.",
            rule: "Received-Content-MIC is the digest of what was sent (RFC 4130, 7.3.1).",
            fix: "Ask the partner what its system received; then send it again."),
        "as2.overdue": Entry(
            "{partner} has not sent a receipt within {hours} hours.",
            rule: "`mdnWithin` of the partner's `outbound` says how long one may take.",
            fix: "Ask the partner; send it again if it was lost."),
    ]
}
