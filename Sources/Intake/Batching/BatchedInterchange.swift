public import Syntax

/// Several messages that were written alone, in one interchange, each under a reference of its own, in their order. Pure.
///
/// X12 has its sets in functional groups by their type; an order's documents keep their order all the same, which makes one
/// more group where its type came before.
public struct BatchedInterchange: Sendable {
    /// A message that was written alone in its interchange, with the keys of the orders that it speaks of.
    public struct Member: Sendable {
        public var bytes: [UInt8]
        public var orders: [String]

        /// A message by its parts.
        public init(bytes: [UInt8], orders: [String]) {
            self.bytes = bytes
            self.orders = orders
        }
    }

    /// Where a member stands.
    public struct Place: Sendable, Hashable {
        /// Its reference (UNH 0062, ST02).
        public var reference: String
        /// Its group, counted from 0; nil in EDIFACT.
        public var group: Int?
    }

    /// The interchange but for its control numbers.
    public let content: UnnumberedInterchange
    /// Where the members stand, in their order.
    public let places: [Place]

    /// What messages have in common that may go in one interchange: nil for what cannot go with others.
    public static func envelope(of bytes: [UInt8]) -> String? { WrittenMessage(bytes)?.envelope }

    /// The interchange of members that have one envelope; nil where they have not, or there is none.
    public init?(_ members: [Member], from sender: EnvelopeParty, to receiver: EnvelopeParty) {
        var messages: [(message: WrittenMessage, orders: [String])] = []
        for member in members {
            guard let message = WrittenMessage(member.bytes) else { return nil }
            messages.append((message, member.orders))
        }
        guard let first = messages.first?.message, messages.allSatisfy({ $0.message.envelope == first.envelope }) else {
            return nil
        }
        var draft = Draft(first)
        if first.syntax == .x12 {
            places = draft.write(groups: Self.grouped(messages), of: messages.map(\.message))
        } else {
            places = draft.write(messages.map(\.message))
        }
        content = UnnumberedInterchange(
            draft.bytes, slots: draft.slots, syntax: first.syntax, sender: sender, receiver: receiver)
    }

    /// Which members stand in which group: in the last one of their type, unless a document of one of their orders stands in
    /// a later group.
    private static func grouped(_ messages: [(message: WrittenMessage, orders: [String])]) -> [[Int]] {
        var groups: [[Int]] = []
        var last: [String: Int] = [:]
        var newest: [String: Int] = [:]
        for (index, (message, orders)) in messages.enumerated() {
            let latest = orders.compactMap { newest[$0] }.max() ?? -1
            var group = last[message.groupName] ?? groups.count
            if group < latest { group = groups.count }
            if group == groups.count { groups.append([]) }
            groups[group].append(index)
            last[message.groupName] = group
            for order in orders { newest[order] = max(newest[order] ?? -1, group) }
        }
        return groups
    }
}

/// The bytes of an interchange while they are put together.
private struct Draft {
    let first: WrittenMessage
    var bytes: [UInt8]
    var slots: [UnnumberedInterchange.Slot]

    init(_ first: WrittenMessage) {
        self.first = first
        bytes = first.header
        let width = first.syntax == .x12 ? first.headerNumber.count : 0
        slots = [.init(.interchange, at: first.headerNumber, width: width)]
    }

    mutating func write(_ messages: [WrittenMessage]) -> [BatchedInterchange.Place] {
        var places: [BatchedInterchange.Place] = []
        for message in messages {
            let reference = String(places.count + 1)
            bytes += message.message(under: reference)
            places.append(.init(reference: reference))
        }
        end("UNZ", count: messages.count, .interchange, width: 0)
        return places
    }

    mutating func write(groups: [[Int]], of messages: [WrittenMessage]) -> [BatchedInterchange.Place] {
        var places = messages.map { _ in BatchedInterchange.Place(reference: "") }
        var count = 0
        for (number, members) in groups.enumerated() {
            guard let first = members.first, let header = messages[first].group else { continue }
            let at = header.number.lowerBound + bytes.count..<header.number.upperBound + bytes.count
            bytes += header.bytes
            slots.append(.init(.group(number), at: at))
            for member in members {
                count += 1
                let digits = String(count)
                let reference = String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
                bytes += messages[member].message(under: reference)
                places[member] = .init(reference: reference, group: number)
            }
            end("GE", count: members.count, .group(number), width: 0)
        }
        end("IEA", count: groups.count, .interchange, width: first.headerNumber.count)
        return places
    }

    /// A trailer: how many, and the number.
    private mutating func end(_ tag: String, count: Int, _ number: UnnumberedInterchange.Number, width: Int) {
        bytes += Array(tag.utf8) + [first.element] + Array(String(count).utf8) + [first.element]
        slots.append(.init(number, at: bytes.count..<bytes.count + 1, width: width))
        bytes += [UInt8(ascii: "1"), first.terminator]
    }
}
