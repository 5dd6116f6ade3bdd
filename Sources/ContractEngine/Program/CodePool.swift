internal import Core

/// The codes of all lists of a contract, for look-up by bytes: those of up to seven bytes packed into words in
/// open-addressing tables that lie one behind the other in one array, the few longer ones in sets.
struct CodePool: Sendable {
    /// One list of codes in the pool.
    struct CodeSet: Sendable {
        /// Where its table begins.
        fileprivate let start: UInt32
        /// The table has 2^bits places.
        fileprivate let bits: UInt32
        /// Number of its set of longer codes; -1 when it has none.
        fileprivate let longer: Int32
    }

    private var words: [UInt64] = []
    private var longer: [Set<[UInt8]>] = []

    /// Takes `codes` in.
    mutating func add(_ codes: some Sequence<String>) -> CodeSet {
        var long: Set<[UInt8]> = []
        var packed: Set<UInt64> = []
        for code in codes {
            let bytes = Array(code.utf8)
            if let word = CodePool.packed(bytes.span) { packed.insert(word) } else { long.insert(bytes) }
        }
        var bits: UInt32 = 3
        while 1 << bits < packed.count * 4 { bits += 1 }
        var table = [UInt64](repeating: 0, count: 1 << Int(bits))
        for word in packed {
            var place = CodePool.place(word, bits)
            while table[place] != 0 { place = (place + 1) & (table.count - 1) }
            table[place] = word
        }
        let set = CodeSet(
            start: UInt32(clamping: words.count),
            bits: bits,
            longer: long.isEmpty ? -1 : Int32(clamping: longer.count)
        )
        words += table
        if !long.isEmpty { longer.append(long) }
        return set
    }

    /// True when `code` is one of the codes of `set`.
    @inline(__always)
    func contains(_ code: Span<UInt8>, in set: CodeSet) -> Bool {
        guard let word = CodePool.packed(code) else { return containsLonger(code, in: set) }
        let start = Int(set.start)
        let mask = (1 << Int(set.bits)) &- 1
        var place = CodePool.place(word, set.bits)
        while true {
            let entry = words[start &+ place]
            if entry == word { return true }
            if entry == 0 { return false }
            place = (place &+ 1) & mask
        }
    }

    @inline(never)
    private func containsLonger(_ code: Span<UInt8>, in set: CodeSet) -> Bool {
        // The empty code is in no list, and nothing of such length is a code: the bound keeps the copy small.
        guard set.longer >= 0, code.count > 0, code.count <= 4096 else { return false }
        var bytes: [UInt8] = []
        for index in 0..<code.count { bytes.append(code[index]) }
        return longer[Int(set.longer)].contains(bytes)
    }

    /// The code and, in the highest byte, its length: never 0.
    @inline(__always)
    private static func packed(_ code: Span<UInt8>) -> UInt64? {
        guard code.count < 8, code.count > 0 else { return nil }
        return WordLoad.prefix(code, 0..<code.count) | UInt64(truncatingIfNeeded: code.count) << 56
    }

    @inline(__always)
    private static func place(_ word: UInt64, _ bits: UInt32) -> Int {
        Int(truncatingIfNeeded: (word &* 0x9e37_79b9_7f4a_7c15) >> (64 &- UInt64(bits)))
    }
}
