/// A folder in which somebody fetches files from us, and puts files for us, by SFTP of OpenSSH.
public struct Mailbox: Sendable, Hashable {
    /// Whose it is: the partner's or the back end's name, and the folder's.
    public var name: String
    /// The folder that its user is shut into.
    public var path: String
    /// The user of this machine who fetches from it.
    public var user: String
    /// Within how many seconds a file is to be fetched.
    public var fetchedWithin: Double

    /// A mailbox by its parts.
    public init(name: String, path: String, user: String, fetchedWithin: Double = 86_400) {
        self.name = name
        self.path = path
        self.user = user
        self.fetchedWithin = fetchedWithin
    }

    /// Where files are put for them.
    public var out: String { path + "/out" }
    /// Where they put files for us.
    public var inbox: String { path + "/in" }
    /// Where they may move what they have fetched.
    public var fetched: String { path + "/fetched" }
    /// Where files of theirs go that cannot be taken.
    public var rejected: String { path + "/rejected" }
}
