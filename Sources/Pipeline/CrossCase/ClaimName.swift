import Core
import Trust

/// Under which key a claim stands, in `claims.<plane>` and in `index.<plane>`: the value's name, and the record that
/// claims it.
struct ClaimName: Hashable, Sendable {
    let code: ClaimCode
    /// Name of the record (``RelationName/record(_:)``).
    let record: EntryKey

    static let separator: UInt8 = 0x1f

    init(_ code: ClaimCode, _ record: EntryKey) {
        self.code = code
        self.record = record
    }

    /// Sixteen hexadecimal digits, U+001F, thirty-two.
    var key: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(49)
        Hexadecimal.append(code.rawValue, to: &bytes)
        bytes.append(ClaimName.separator)
        record.appendHex(to: &bytes)
        return bytes
    }

    /// Reads ``key``; nil for anything else.
    init?(key: [UInt8]?) {
        guard let key, key.count == 49, key[16] == ClaimName.separator,
            let code = WordReader.hex(key[..<16]).flatMap(ClaimCode.init(rawValue:)),
            let record = WordReader.key(key[17...])
        else { return nil }
        self.init(code, record)
    }

    /// The partition of the value among `count`: murmur2 of its sixteen digits.
    func partition(among count: Int32) -> Int32 {
        var bytes: [UInt8] = []
        // A parent that is needed and one that is there must meet.
        Hexadecimal.append(code.rawValue & ~7, to: &bytes)
        return Murmur2.partition(of: bytes.span, count: count)
    }

    /// What the claim is found under in memory. The record's name is a digest, and a record has a few codes at most.
    var short: EntryKey { EntryKey(high: record.high ^ code.rawValue, low: record.low) }

    /// The name that ``short`` stands for where the code is known.
    init(short: EntryKey, _ code: ClaimCode) {
        self.init(code, EntryKey(high: short.high ^ code.rawValue, low: short.low))
    }
}
