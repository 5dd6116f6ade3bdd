/// The hash of an object key's decoded bytes, shared by the duplicate check and by the field tables of contracts.
///
/// It is fast and unseeded, therefore open to deliberate collisions; whoever uses it bounds its probes and has a
/// second way that does not depend on it (``JSONKeyOrder``), or probes a table that no outside data can fill.
package enum JSONKeyHash {
    /// The hash of `bytes`.
    ///
    /// - Complexity: O(n)
    package static func hash(_ bytes: Span<UInt8>) -> UInt32 {
        hash(bytes, 0..<bytes.count)
    }

    /// The hash of the bytes of `range`; what stands around them does not matter.
    @inline(__always)
    static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
        var state: UInt64 = 0
        var index = range.lowerBound
        while index &+ 8 <= range.upperBound {
            state = mixed(state, WordLoad.word(bytes, index))
            index &+= 8
        }
        state = mixed(state, WordLoad.prefix(bytes, index..<range.upperBound))
        state = mixed(state, UInt64(truncatingIfNeeded: range.count))
        return UInt32(truncatingIfNeeded: state >> 32)
    }

    @inline(__always)
    private static func mixed(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word) &* 0x9fb2_1c65_1e98_df25
        return product ^ product >> 29
    }
}
