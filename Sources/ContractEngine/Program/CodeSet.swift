internal import Core

/// The codes of a list, for look-up by bytes: those of up to seven bytes packed into words in an open-addressing
/// table, the few longer ones in order.
struct CodeSet: Sendable {
    private let table: [UInt64]
    private let shift: UInt64
    private let longer: Set<[UInt8]>
    private let longest: Int

    /// A set of `codes`.
    init(_ codes: some Collection<String>) {
        var longer: Set<[UInt8]> = []
        var packed: [UInt64] = []
        for code in codes {
            let bytes = Array(code.utf8)
            if let word = CodeSet.packed(bytes.span) { packed.append(word) } else { longer.insert(bytes) }
        }
        var bits: UInt64 = 3
        while 1 << bits < packed.count * 4 { bits += 1 }
        var table = [UInt64](repeating: 0, count: 1 << Int(bits))
        for word in packed {
            var place = CodeSet.place(word, 64 - bits)
            while table[place] != 0 && table[place] != word { place = (place + 1) & (table.count - 1) }
            table[place] = word
        }
        self.table = table
        self.shift = 64 - bits
        self.longer = longer
        longest = longer.map(\.count).max() ?? 0
    }

    /// True when `code` is one of the codes.
    @inline(__always)
    func contains(_ code: Span<UInt8>) -> Bool {
        guard let word = CodeSet.packed(code) else { return containsLonger(code) }
        var place = CodeSet.place(word, shift)
        while true {
            let entry = table[place]
            if entry == word { return true }
            if entry == 0 { return false }
            place = (place &+ 1) & (table.count &- 1)
        }
    }

    @inline(never)
    private func containsLonger(_ code: Span<UInt8>) -> Bool {
        guard code.count <= longest else { return false }
        var bytes: [UInt8] = []
        for index in 0..<code.count { bytes.append(code[index]) }
        return longer.contains(bytes)
    }

    /// The code and, in the highest byte, its length; never 0 but for the empty code, which is in no list.
    @inline(__always)
    private static func packed(_ code: Span<UInt8>) -> UInt64? {
        guard code.count < 8, code.count > 0 else { return nil }
        return WordLoad.prefix(code, 0..<code.count) | UInt64(truncatingIfNeeded: code.count) << 56
    }

    @inline(__always)
    private static func place(_ word: UInt64, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: (word &* 0x9e37_79b9_7f4a_7c15) >> shift)
    }
}
