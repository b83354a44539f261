/// A stack in plain memory, for what reading puts down and takes away again thousands of times a document. Whoever made
/// it frees it.
struct ScratchStack<Element: BitwiseCopyable> {
    private var memory: UnsafeMutablePointer<Element>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = capacity
        memory = .allocate(capacity: capacity)
    }

    func free() { memory.deallocate() }

    @inline(__always) subscript(index: Int) -> Element {
        precondition(index >= 0 && index < count)
        return memory[index]
    }

    @inline(__always) mutating func append(_ element: Element) {
        if count == capacity { grow() }
        memory[count] = element
        count += 1
    }

    /// Takes away all but the first elements.
    @inline(__always) mutating func drop(from mark: Int) {
        precondition(mark >= 0 && mark <= count)
        count = mark
    }

    /// The elements from one on.
    func elements(from mark: Int) -> [Element] { (mark..<max(mark, count)).map { self[$0] } }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        larger.update(from: memory, count: count)
        memory.deallocate()
        memory = larger
        capacity *= 2
    }
}
