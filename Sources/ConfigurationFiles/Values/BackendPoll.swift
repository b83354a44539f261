/// Where what a back end makes is fetched from.
public enum BackendPoll: Sendable, Hashable {
    /// Pages of documents behind a cursor, asked for every so many seconds.
    case http(PagedResource, everySeconds: Double)
    /// Files of a folder; see ``Installation/folders``.
    case folder(path: String)
}
