/// Comparison of keys by their decoded bytes, and the search for duplicates by sorting.
///
/// Sorting costs O(n log n) comparisons for any keys at all, which is what a text built to collide in the hash gets.
enum JSONKeyOrder {
    /// True when two keys decode to the same bytes.
    static func areEqual(_ bytes: Span<UInt8>, _ left: JSONToken, _ right: JSONToken) -> Bool {
        if left.isEscaped || right.isEscaped {
            return decoded(bytes, left) == decoded(bytes, right)
        }
        guard left.end &- left.start == right.end &- right.start else { return false }
        var offset = Int(left.start)
        let distance = Int(right.start) &- offset
        while offset < Int(left.end) {
            guard bytes[offset] == bytes[offset &+ distance] else { return false }
            offset &+= 1
        }
        return true
    }

    /// The hash of a key with escapes, over its decoded bytes.
    @inline(never)
    static func decodedHash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        JSONText.decode(bytes, range, into: &text)
        return JSONKeyHash.hash(text.span)
    }

    /// The first key, in the order of the text, that repeats an earlier one of its object: its index on the tape.
    ///
    /// - Parameter tape: the tokens of an accepted text, exactly.
    static func firstRepeated(_ bytes: Span<UInt8>, _ tape: Span<JSONToken>) -> Int? {
        var first: Int?
        var keys: [Int] = []
        for object in 0..<tape.count where tape[object].kind == .object {
            keys.removeAll(keepingCapacity: true)
            var index = object + 1
            while index < Int(tape[object].link) {
                keys.append(index)
                index = JSONTape.indexAfter(index + 1, tape)
            }
            sort(&keys, bytes, tape)
            for position in keys.indices.dropFirst() {
                guard areEqual(bytes, tape[keys[position - 1]], tape[keys[position]]) else { continue }
                first = min(first ?? Int.max, keys[position])
            }
        }
        return first
    }

    /// Heap sort by decoded bytes, equal keys by position: in place, bounded, without recursion.
    private static func sort(_ keys: inout [Int], _ bytes: Span<UInt8>, _ tape: Span<JSONToken>) {
        func sink(_ start: Int, _ end: Int, _ keys: inout [Int], _ bytes: Span<UInt8>, _ tape: Span<JSONToken>) {
            var root = start
            while root * 2 + 1 < end {
                var child = root * 2 + 1
                if child + 1 < end, precedes(bytes, tape, keys[child], keys[child + 1]) { child += 1 }
                guard precedes(bytes, tape, keys[root], keys[child]) else { return }
                keys.swapAt(root, child)
                root = child
            }
        }
        for start in stride(from: keys.count / 2 - 1, through: 0, by: -1) {
            sink(start, keys.count, &keys, bytes, tape)
        }
        for end in stride(from: keys.count - 1, to: 0, by: -1) {
            keys.swapAt(0, end)
            sink(0, end, &keys, bytes, tape)
        }
    }

    private static func precedes(_ bytes: Span<UInt8>, _ tape: Span<JSONToken>, _ left: Int, _ right: Int) -> Bool {
        let first = tape[left]
        let second = tape[right]
        if first.isEscaped || second.isEscaped {
            let one = decoded(bytes, first)
            let other = decoded(bytes, second)
            return one == other ? left < right : one.lexicographicallyPrecedes(other)
        }
        let length = Int(min(first.end - first.start, second.end - second.start))
        for offset in 0..<length {
            let one = bytes[Int(first.start) + offset]
            let other = bytes[Int(second.start) + offset]
            if one != other { return one < other }
        }
        let difference = Int(first.end - first.start) - Int(second.end - second.start)
        return difference == 0 ? left < right : difference < 0
    }

    private static func decoded(_ bytes: Span<UInt8>, _ token: JSONToken) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(Int(token.end - token.start))
        JSONText.decode(bytes, token.range, into: &text)
        return text
    }
}
