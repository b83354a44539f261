extension Catalogue {
    /// Servers of files in the configuration.
    static let configurationRemoteEnglish: [Code: Entry] = [
        "configuration.host-keys-missing": Entry(
            "Nothing says by which host key {value} is known.",
            rule: "An SFTP server is trusted by its fingerprint alone; none is taken at first sight.",
            fix:
                "Get the fingerprints from its owner, or look at them with `ssh-keyscan HOST | ssh-keygen -lf -` and have them confirmed; then write `hostKeys: [\"SHA256:…\"]`."
        ),
        "configuration.fingerprint-form": Entry(
            "{value} is no fingerprint.",
            rule: "A fingerprint is `{prefix}` and {length} characters of base64.",
            fix:
                "Write it as `ssh-keygen -lf` shows it for host keys; a pin is the base64 of the SHA-256 of the public key behind `sha256//`."
        ),
        "configuration.host-form": Entry(
            "{value} is no host.",
            rule: "A host is a name or an address alone; port, user and folder have keys of their own.",
            fix: "Write `host: files.example.com`, `port: 22`, `user: …`, `folder: …`."
        ),
        "configuration.remote-folder-form": Entry(
            "{value} is no folder on a server.",
            rule: "A folder has no control characters and does not lead up by `..`.",
            fix: "Write it from the root (`/out/orders`), or from where the login leads (`orders`)."
        ),
        "configuration.folder-place": Entry(
            "Watched folder {value} does not say where it is, or says it twice.",
            rule: "A watched folder has exactly one of `path`, `sftp` and `ftps`.",
            fix: "Write `path: FOLDER` for one here, or `sftp: { host: …, … }` for one on a server."
        ),
        "configuration.login-form": Entry(
            "Nothing says how we log in, or two things do.",
            rule: "One of these is given: {value}.",
            fix: "Write `password: ${file:…}`, or by SFTP `key: PATH` of a private key."
        ),
    ]
}
