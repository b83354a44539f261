extension Catalogue {
    /// Providers' APIs.
    static let providerEnglish: [Code: Entry] = [
        "provider.silent": Entry(
            "Provider {provider} does not answer `{call}`: {detail}.",
            rule: "A call is answered with 2xx; after 408, 425, 429, 5xx and no answer it is made again.",
            fix: "Get the provider's API to answer, or mend `url`; nothing is lost meanwhile."),
        "provider.auth-refused": Entry(
            "Provider {provider} does not let us in: `{call}` is answered with HTTP {value}.",
            rule: "401 and 403 refuse who asks, not what is asked.",
            fix: "Mend the credentials in `settings` of the provider's entry, and the rights that the provider gave."),
        "provider.call-refused": Entry(
            "Provider {provider} refuses `{call}`: {value}.",
            rule: "A call is answered with 2xx.",
            fix: "Hold the call in the description {api} against the provider's documentation."),
        "provider.answer-error": Entry(
            "Provider {provider} answers `{call}` with an error: {value}.",
            rule: "An answer in which `{place}` holds something is no success, whatever its status.",
            fix: "See what the provider says of this error; the call is made again."),
        "provider.answer-form": Entry(
            "The answer of provider {provider} to `{call}` does not fit its description: {value}.",
            rule: "At this place stands {expected}.",
            fix: "Correct the place in the description {api}, or let the provider say why it answers something else."),
        "provider.answer-large": Entry(
            "The answer of provider {provider} to `{call}` has more than {value} bytes.",
            rule: "No answer is longer than `limits.bytes` of the description {api}.",
            fix: "Ask for shorter pages (`limits.page`), or allow more bytes."),
        "provider.pages-stand": Entry(
            "The list of provider {provider} does not go on: behind {value} the same comes again.",
            rule: "Each page has a cursor, number or link of its own.",
            fix: "Correct `paging` in the description {api}; what was listed is fetched all the same."),
        "provider.entry-form": Entry(
            "Provider {provider} lists something that does not say what is needed to fetch it: {value}.",
            rule: "Each entry has its id, and what `fields` of the description {api} name.",
            fix: "Ask the provider for it; what the list said is kept as this interchange."),
        "provider.entry-lost": Entry(
            "{value}, which provider {provider} listed, could not be fetched for a day: {reason}.",
            rule: "What is listed can be fetched.",
            fix: "Ask the provider for it. If it is listed again, it is tried again; it was not confirmed."),
        "provider.document-refused": Entry(
            "{value} of provider {provider} is kept and not read: {reason}.",
            rule: "What a provider gives is an interchange as any other.",
            fix: "See the interchange; it was confirmed to the provider, since its bytes are here."),
        "provider.backlog": Entry(
            "{value} entries of provider {provider} are listed and not done with.",
            rule: "So many wait at the most; nothing more is listed before some are fetched and confirmed.",
            fix: "See why `fetch` or `confirm` come to nothing; the provider keeps what is not listed."),
        "provider.link-elsewhere": Entry(
            "Provider {provider} names {value} for `{call}`, which is somewhere else.",
            rule: "Our credentials go to the scheme, host and port of `url` only.",
            fix: "Correct `url`, or ask the provider why its links lead elsewhere."),
    ]
}
