extension Catalogue {
    /// Servers of files, SFTP and FTPS: putting there and taking from there.
    static let remoteEnglish: [Code: Entry] = remoteUnreached.merging(remoteReached) { entry, _ in entry }

    /// No command was sent.
    private static let remoteUnreached: [Code: Entry] = [
        "remote.name-unknown": Entry(
            "The host of {value} is not known ({reason}).",
            rule: "The name of a server must resolve to an address.",
            fix: "Check the host name in the configuration and the name service. It will be tried again."
        ),
        "remote.connect-failed": Entry(
            "No connection to {value} ({reason}).",
            rule: "A server of files must accept connections.",
            fix: "Check that it runs, its port, and that the network lets us through. It will be tried again."
        ),
        "remote.connect-timeout": Entry(
            "{value} did not accept a connection in time ({reason}).",
            rule: "A connection must stand, and the login be done, within the time that the configuration gives.",
            fix: "Check the server's load and the network, or raise `connectTimeout`. It will be tried again."
        ),
        "remote.host-key-changed": Entry(
            "{value} shows the host key {shown}, and {known} is what it may show. Nothing was sent, no password either.",
            rule:
                "A server is known by its host key (RFC 4251, 4.1): `hostKeys` lists the fingerprints that may be shown.",
            fix:
                "Ask the server's owner on another way whether {shown} is theirs. If it is, add it to `hostKeys` and reload; take the old one out later. If it is not, somebody stands in between."
        ),
        "remote.certificate-changed": Entry(
            "{value} shows a certificate whose public key is none of those in `pins` ({reason}).",
            rule: "Where `pins` are given the server's public key is one of them (RFC 7469, 2.4).",
            fix:
                "Ask the server's owner whether the key is theirs. If it is, add its pin (`milepost doctor` shows how) and reload; take the old one out later."
        ),
        "remote.tls-failed": Entry(
            "No secure connection to {value} ({reason}).",
            rule:
                "The server's certificate must be valid, for its name, and from a known authority or pinned; TLS 1.2 is the least.",
            fix: "Renew the certificate, or give `authorities` or `pins`. Nothing was sent."
        ),
        "remote.login-refused": Entry(
            "{value} does not let us in ({reason}).",
            rule: "User and password, or user and key, must be those that the server knows.",
            fix:
                "Check `user` and `password` or `key` (a private key that can be read here, whose public half the server has). It will be tried again."
        ),
    ]

    /// The server was asked.
    private static let remoteReached: [Code: Entry] = [
        "remote.missing": Entry(
            "There is no such file or folder at {value} ({reason}).",
            rule: "The folder must be there; nothing is made in it but `done` and `rejected`.",
            fix: "Check `folder` in the configuration, and let the server's owner make it. It will be tried again."
        ),
        "remote.denied": Entry(
            "{value} forbids it ({reason}).",
            rule: "The user must have the right to write, rename and remove files in the folder.",
            fix: "Let the server's owner give the user the right. It will be tried again."
        ),
        "remote.refused": Entry(
            "{value} did not do it ({reason}).",
            rule: "A server of files has room and takes the names that files have.",
            fix: "Read its reason: a full disk, a quota, a name that it does not allow. It will be tried again."
        ),
        "remote.file-large": Entry(
            "A file at {value} is larger than is taken.",
            rule: "Files are taken up to the partner's largest interchange, lists up to 64 MiB.",
            fix: "Raise `limits.largestInterchange`, or let the sender split the file. The file stays where it is."
        ),
        "remote.names-taken": Entry(
            "No name is free for {name} at {value}.",
            rule: "A file never takes the place of another one; with its name taken it gets a number.",
            fix: "Let whoever fetches from the folder remove what is old. It will be tried again."
        ),
        "remote.lost": Entry(
            "The connection to {value} was lost ({reason}).",
            rule: "A file has its name when the server has said so; until then it has a temporary one.",
            fix: "Check the network and the server. Nothing was delivered; it will be tried again."
        ),
        "remote.timeout": Entry(
            "{value} did not answer in time ({reason}).",
            rule: "Each step must end within the time that the configuration gives.",
            fix: "Check the server's load, or raise `timeout`. Nothing was delivered; it will be tried again."
        ),
        "remote.unknown": Entry(
            "{value} did not say whether the file got its name, and could not be asked again ({reason}).",
            rule: "A file without its name is not delivered; whether it has it is unknown until somebody has looked.",
            fix:
                "Look in the folder, and with whoever fetches from it, whether the file is there; then clear the attempt."
        ),
        "remote.listing-form": Entry(
            "The list of {value} is in no form that is known ({reason}).",
            rule: "Folders are listed by MLSD (RFC 3659, 7) or in lines as `ls -l` writes them.",
            fix: "Send us a line of the list. Nothing is taken from the folder until then."
        ),
    ]
}
