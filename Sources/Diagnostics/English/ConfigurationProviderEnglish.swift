extension Catalogue {
    /// Descriptions of providers' APIs, and accounts there.
    static let configurationProviderEnglish: [Code: Entry] = [
        "configuration.mailbox-folder": Entry(
            "{value} has a mailbox, and nothing says where mailboxes are.",
            rule: "`mailboxes: { folder: … }` in milepost.yaml names the folder that holds one folder for each.",
            fix: "Add it; the folder and all above it belong to root."),
        "configuration.mailbox-user": Entry(
            "“{value}” is no user of this machine.",
            rule: "Users have 32 letters, digits, `.`, `_` and `-` at the most, a letter or `_` first.",
            fix: "Choose another `user`."),
        "configuration.provider-list": Entry(
            "Nothing can be fetched from provider {provider}: its description {value} has no `list`.",
            rule: "`partner` says whose documents are fetched, which takes `list` and `fetch`.",
            fix: "Leave out `partner`, or add the calls to the description."),
        "configuration.provider-send": Entry(
            "Nothing can be sent through provider {provider}: its description {value} has no `send`.",
            rule: "`outbound` by a provider takes the call `send`.",
            fix: "Add `send` to the description, or choose another way for `outbound`."),
        "configuration.provider-calls": Entry(
            "The description {value} cannot be used: its calls do not belong together.",
            rule: "`list` and `fetch` stand together, `confirm` only with them; without them there is `send`.",
            fix: "Add the call that is missing."),
        "configuration.provider-setting-missing": Entry(
            "Provider {provider} lacks the setting {value}.",
            rule:
                "An account gives every name in `settings` of its description, an `outbound` every one in `channelSettings`.",
            fix: "Add `{value}` to `settings`; secrets as ${env:NAME} or ${file:/path}."),
        "configuration.provider-setting-unknown": Entry(
            "The description {api} has no setting {value}.",
            rule: "Settings are named by `settings` and `channelSettings` of the description: {known}.",
            fix: "Write {nearest}, or take it out."),
        "configuration.provider-setting-form": Entry(
            "“{value}” cannot name a setting or a field.",
            rule:
                "Names have letters and digits, and are none of those that calls have by themselves, such as id and cursor.",
            fix: "Choose another name."),
        "configuration.provider-method": Entry(
            "“{value}” is no method.",
            rule: "Methods of HTTP are written in capitals.",
            fix: "Write GET, POST, PUT, PATCH or DELETE."),
        "configuration.provider-path": Entry(
            "The path {value} does not begin with a slash.",
            rule: "A path stands behind `url`, and begins with a slash or with a place such as {link}.",
            fix: "Put a slash in front."),
        "configuration.provider-template": Entry(
            "Nothing fills {value} here.",
            rule: "Known here are {known}.",
            fix: "Correct the name, or declare it in `settings`."),
        "configuration.provider-place": Entry(
            "“{value}” is no place in an answer.",
            rule: "A place is names with dots between them, 32 at most, or `.` for the whole answer.",
            fix: "Write it as `Events` or `data.items`; an attribute of XML is `@name`."),
        "configuration.provider-paging": Entry(
            "`paging` does not say how lists go on, or says it twice.",
            rule: "Lists go on by exactly one of `cursor`, `number`, `next` and `link: yes`.",
            fix: "Keep one of them."),
        "configuration.provider-cursor": Entry(
            "The call `list` does not name {value}, by which its pages go on.",
            rule: "With `cursor` the call holds {cursor}, with `number` it holds {number}.",
            fix: "Add it to `query`, `path` or `body`."),
        "configuration.provider-content": Entry(
            "`fetch` says twice where the document stands.",
            rule: "A document is the whole body, or stands at one of `base64`, `text` and `json`.",
            fix: "Keep one of them."),
        "configuration.provider-types": Entry(
            "`fetch` takes any body for a document.",
            rule:
                "Where the whole body is the document, `types` tells it from an error that is answered with 200.",
            fix: "List the media types of documents: `types: [application/xml, text/plain]`."),
    ]
}
