/// Where a reader of a segment syntax is among the tokens of a message, and the nodes that it writes for them.
///
/// Made for reading hundreds of megabytes a second: what moves with every token fits into the processor's registers, and a
/// node is written in four words, which are laid out as `Tree.Node` is (a test holds the two against each other). Nothing
/// is checked here: before a token is taken, there must be room for two nodes.
public struct TokenWalk {
    /// Where the nodes are, and the next one goes.
    @usableFromInline let nodes: UnsafeMutableRawPointer
    @usableFromInline var node: UnsafeMutableRawPointer
    /// The number of the node behind the next one, in the upper half of a word.
    @usableFromInline var end: UInt64
    /// The segment's number, in the upper half of a word.
    @usableFromInline var ordinal: UInt64
    /// The element's number in the second byte, that of the component in the third, as in a node.
    @usableFromInline var numbers: UInt32
    /// The composite that is open, or the message's node.
    @usableFromInline var composite: UnsafeMutableRawPointer
    /// Where the token starts in the message.
    public var token: Int

    @usableFromInline static let stride = MemoryLayout<Tree.Node>.stride
    /// The highest number that elements and components can have.
    public static let highestNumber = 255

    /// A walk that goes on behind `count` nodes, within an element and a component if their numbers are not 0.
    @inlinable @inline(__always) public init(
        _ nodes: UnsafeMutableBufferPointer<Tree.Node>, count: Int, token: Int, ordinal: Int, element: Int,
        component: Int, composite: Int
    ) {
        precondition(count < nodes.count)
        self.nodes = UnsafeMutableRawPointer(nodes.baseAddress.unsafelyUnwrapped)
        node = self.nodes + count &* Self.stride
        end = UInt64(truncatingIfNeeded: count &+ 1) &<< 32
        self.ordinal = UInt64(truncatingIfNeeded: ordinal) &<< 32
        numbers = UInt32(truncatingIfNeeded: element &<< 8 | component &<< 16)
        self.composite = self.nodes + composite &* Self.stride
        self.token = token
    }

    /// How many nodes there are.
    @inlinable public var count: Int { Int(end &>> 32) &- 1 }
    /// The segment's number.
    @inlinable public var segment: Int { Int(ordinal &>> 32) }
    /// The element's number in its segment, and the component's in its element; 0 where there is none.
    @inlinable public var element: Int { Int(numbers &>> 8 & 0xFF) }
    @inlinable public var component: Int { Int(numbers &>> 16) }
    /// The node of the composite that is open; 0 when there is none.
    @inlinable public var compositeNode: Int { component == 0 ? 0 : (composite - nodes) / Self.stride }
    /// A tag is being read.
    @inlinable @inline(__always) public var isInTag: Bool { numbers == 0 }
    /// A component has been read, and its element goes on.
    @inlinable @inline(__always) public var isInComposite: Bool { numbers > 0xFFFF }

    /// Writes a node that ends behind itself, and whose value, if it is not empty, stands where it starts.
    @inlinable @inline(__always) public mutating func write(
        _ kind: Tree.Kind, _ name: UInt32, at start: Int, length: Int
    ) {
        let place = UInt64(UInt32(truncatingIfNeeded: start))
        node.storeBytes(of: UInt64(name) | end, as: UInt64.self)
        node.storeBytes(of: place | UInt64(truncatingIfNeeded: length) &<< 32, toByteOffset: 8, as: UInt64.self)
        node.storeBytes(of: place | ordinal, toByteOffset: 16, as: UInt64.self)
        node.storeBytes(of: numbers | UInt32(kind.rawValue), toByteOffset: 24, as: UInt32.self)
        node += Self.stride
        end &+= 1 &<< 32
    }

    /// Ends a node before the next one.
    @inlinable @inline(__always) public func close(_ node: Int) { close(nodes + node &* Self.stride) }

    @inlinable @inline(__always) func close(_ node: UnsafeMutableRawPointer) {
        node.storeBytes(of: UInt32(truncatingIfNeeded: end &>> 32) &- 1, toByteOffset: 4, as: UInt32.self)
    }

    /// Ends an element that stands alone, or a repeat, at a byte: a node if it is not empty.
    @inlinable @inline(__always) public mutating func endElement(at end: Int, _ names: UnsafePointer<UInt32>) {
        if end != token { write(.element, names[element], at: token, length: end &- token) }
        token = end &+ 1
    }

    /// Ends a component at a byte: a node for its composite if it is the first, and one for itself if it is not empty. False,
    /// and nothing is written, when it has no number any more.
    @inlinable @inline(__always) public mutating func endComponent(at end: Int, _ names: UnsafePointer<UInt32>) -> Bool
    {
        if !isInComposite {
            composite = node
            write(.composite, names[element], at: token, length: 0)
        }
        guard numbers < 0xFF_0000 else {
            token = end &+ 1
            return false
        }
        numbers &+= 0x1_0000
        if end != token { write(.element, names[component], at: token, length: end &- token) }
        token = end &+ 1
        return true
    }

    /// Ends the composite that is open.
    @inlinable @inline(__always) public mutating func endComposite() {
        close(composite)
        numbers &= 0xFFFF
    }

    /// Goes on to the next element; false when there is no number for it.
    @inlinable @inline(__always) public mutating func nextElement() -> Bool {
        guard numbers & 0xFF00 != 0xFF00 else { return false }
        numbers &+= 0x100
        return true
    }

    /// Starts the next segment at a byte.
    @inlinable @inline(__always) public mutating func nextSegment(at start: Int) {
        ordinal &+= 1 &<< 32
        numbers = 0
        token = start
    }
}
