import Syntax

/// What a SOAP server answered.
public enum SOAPAnswer: Sendable, Hashable {
    /// An envelope whose body is no fault.
    case body
    case fault(SOAPFault)
    /// Nothing at all.
    case nothing
    /// Something that is no envelope of SOAP, or more than is read.
    case other

    /// Reads an answer of either version, within the limits of every document; a DTD makes it no envelope.
    public init(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) {
        if bytes.allSatisfy({ $0 == 0x20 || 0x09...0x0D ~= $0 }) {
            self = .nothing
            return
        }
        guard let tree = SOAPDocument.tree(limits, bytes, dialects: Self.dialects),
            tree.name(of: tree.root) == "Envelope",
            let body = tree.child("soap:Body", of: tree.root)
        else {
            self = .other
            return
        }
        self = tree.child("soap:Fault", of: body).map { .fault(SOAPFault(tree, $0)) } ?? .body
    }

    /// An envelope of another namespace has no `soap:Body`.
    private static let dialects = XMLDialects(
        SOAPVersion.allCases.map { version in
            XMLDialect(
                type: "SOAP " + version.rawValue, root: "Envelope", namespace: version.namespace,
                prefixes: [version.namespace: "soap"])
        })
}

/// A fault (SOAP 1.1, 4.4; SOAP 1.2 part 1, 5.4).
public struct SOAPFault: Sendable, Hashable {
    /// Whose fault it is.
    public enum Party: Sendable, Hashable {
        /// `Client`, `Sender`, `DataEncodingUnknown`: the message is not as it should be.
        case sender
        /// Everything else: the server, or what stands between.
        case receiver
    }

    /// The local names of its code and what it goes on with, the general one first: `Client`, `Duplicate`.
    public var codes: [String]
    /// What is said for people.
    public var reason: String
    /// The local names of the elements of its detail.
    public var details: [String]

    /// A fault by its parts.
    public init(codes: [String], reason: String, details: [String] = []) {
        self.codes = codes
        self.reason = reason
        self.details = details
    }

    public var party: Party {
        ["Client", "Sender", "DataEncodingUnknown"].contains(codes.first ?? "") ? .sender : .receiver
    }

    /// Whether it has one of some names, as a code, or as an element of its detail.
    public func isNamed(_ names: Set<String>) -> Bool { !names.isDisjoint(with: codes + details) }

    fileprivate init(_ tree: Tree, _ fault: Tree.Index) {
        func text(_ name: String, of node: Tree.Index) -> String? {
            tree.child(name, of: node).flatMap { tree.text(of: $0) }
        }
        var codes: [String] = []
        if let code = text("faultcode", of: fault) {
            // More special codes stand behind dots in version 1.1.
            codes = Self.local(code).split(separator: ".").map(String.init)
        }
        var code = tree.child("soap:Code", of: fault)
        while let node = code {
            if let value = text("soap:Value", of: node) { codes.append(Self.local(value)) }
            code = tree.child("soap:Subcode", of: node)
        }
        let reason = tree.child("soap:Reason", of: fault).flatMap { text("soap:Text", of: $0) }
        let detail = tree.child("detail", of: fault) ?? tree.child("soap:Detail", of: fault)
        var details: [String] = []
        if let detail {
            for node in tree.children(of: detail) {
                let name = tree.name(of: node)
                if !name.hasPrefix("@") { details.append(Self.local(name)) }
            }
        }
        self.init(codes: codes, reason: text("faultstring", of: fault) ?? reason ?? "", details: details)
    }

    private static func local(_ name: String) -> String {
        name.lastIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name
    }
}

extension Tree {
    /// The first child of a name.
    fileprivate func child(_ text: String, of node: Index) -> Index? {
        guard let name = names[text] else { return nil }
        return children(of: node).first { nodes[$0].name == name }
    }
}
