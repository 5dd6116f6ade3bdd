import Core

/// The entries of a CRL: where each begins within the list's DER, ordered by serial number.
///
/// Four bytes an entry beside the DER, no object for any of them: a list of a million entries takes hardly more than its
/// own length, and a look-up reads some twenty serial numbers where they stand.
struct RevocationEntries: Sendable {
    /// One entry.
    struct Entry: Sendable, Hashable {
        let serial: ArraySlice<UInt8>
        let date: Instant
        let reason: RevocationReason?
    }

    /// Offsets of the entries' first octets, ordered by serial number.
    private let offsets: [UInt32]

    /// The number of entries.
    var count: Int { offsets.count }

    /// No entry.
    static let none = RevocationEntries(offsets: [])

    private init(offsets: [UInt32]) {
        self.offsets = offsets
    }

    /// The entries that `list`, content of `revokedCertificates`, holds; nil when one of them is not well formed or says
    /// something critical that is not understood (RFC 5280 §5.3).
    init?(_ list: ArraySlice<UInt8>) {
        var keyed: [(key: UInt64, offset: UInt32)] = []
        keyed.reserveCapacity(list.count / 32)
        var rest = list
        while !rest.isEmpty {
            let offset = rest.startIndex
            guard let element = DERElement(takenFrom: &rest), let entry = Self.entry(element) else { return nil }
            keyed.append((Self.sortingKey(entry.serial), UInt32(truncatingIfNeeded: offset)))
        }
        // The first octets of a serial number decide nearly always; the rest is looked at only where they are equal.
        let bytes = list
        keyed.sort { left, right in
            if left.key != right.key { return left.key < right.key }
            return Self.serial(in: bytes, at: left.offset).lexicographicallyPrecedes(
                Self.serial(in: bytes, at: right.offset)
            )
        }
        offsets = keyed.map(\.offset)
    }

    /// The entry about `serial`, content of an INTEGER, in the list whose DER is `der`; of several the first revoked one.
    ///
    /// - Complexity: O(log n).
    func entry(for serial: [UInt8], in der: [UInt8]) -> Entry? {
        let key = Self.sortingKey(serial[...])
        let bytes = der[...]
        var low = 0
        var high = offsets.count
        while low < high {
            let middle = (low + high) / 2
            let candidate = Self.serial(in: bytes, at: offsets[middle])
            let candidateKey = Self.sortingKey(candidate)
            let precedes =
                candidateKey != key ? candidateKey < key : candidate.lexicographicallyPrecedes(serial)
            if precedes { low = middle + 1 } else { high = middle }
        }
        var found: Entry?
        while low < offsets.count, Self.serial(in: bytes, at: offsets[low]).elementsEqual(serial) {
            var rest = bytes[Int(offsets[low])...]
            if let element = DERElement(takenFrom: &rest), let entry = Self.entry(element) {
                found = found.map { Self.min($0, entry) } ?? entry
            }
            low += 1
        }
        return found
    }

    /// All entries in ascending order of their serial numbers, for output.
    func forEach(in der: [UInt8], _ body: (Entry) -> Void) {
        for offset in offsets {
            var rest = der[Int(offset)...]
            if let element = DERElement(takenFrom: &rest), let entry = Self.entry(element) { body(entry) }
        }
    }

    private static func min(_ left: Entry, _ right: Entry) -> Entry {
        if left.reason == .removeFromCRL { return right }
        return right.reason == .removeFromCRL || left.date <= right.date ? left : right
    }

    /// Length and first seven octets of a serial number, which order as numbers do as far as they reach.
    private static func sortingKey(_ serial: ArraySlice<UInt8>) -> UInt64 {
        var key = UInt64(serial.count) << 56
        var shift: UInt64 = 48
        for octet in serial.prefix(7) {
            key |= UInt64(octet) << shift
            shift = shift >= 8 ? shift - 8 : 0
        }
        return key
    }

    /// The serial number of an entry that was read once before.
    private static func serial(in bytes: ArraySlice<UInt8>, at offset: UInt32) -> ArraySlice<UInt8> {
        var rest = bytes[Int(offset)...]
        guard let element = DERElement(takenFrom: &rest) else { return [] }
        var content = element.content
        return DERElement(takenFrom: &content)?.content ?? []
    }

    /// SEQUENCE { serial INTEGER, Time, extensions OPTIONAL } (RFC 5280 §5.1.2.6).
    private static func entry(_ element: DERElement) -> Entry? {
        var content = element.content
        guard element.tag == 0x30, let serial = DERElement(takenFrom: &content), serial.tag == 0x02,
            let first = serial.content.first, serial.content.count <= 64,
            let time = DERElement(takenFrom: &content), let date = Instant(time: time)
        else { return nil }
        // A padded number would be looked for in another form.
        if serial.content.count > 1, let second = serial.content.dropFirst().first {
            if first == 0, second < 0x80 { return nil }
            if first == 0xff, second >= 0x80 { return nil }
        }
        guard !content.isEmpty else { return Entry(serial: serial.content, date: date, reason: nil) }
        guard let extensions = DERElement(takenFrom: &content), content.isEmpty, extensions.tag == 0x30,
            let all = DERElement.elements(extensions.content, limit: 16), !all.isEmpty
        else { return nil }
        var reason: RevocationReason?
        for item in all {
            guard let fields = DERElement.elements(item.content, limit: 3), fields.count >= 2,
                item.tag == 0x30, let value = fields.last, value.tag == 0x04
            else { return nil }
            if Array(fields[0].encoded) == reasonCode {
                guard value.content.count == 3, value.content.starts(with: [0x0a, 0x01]),
                    let code = value.content.last.flatMap(RevocationReason.init(rawValue:))
                else { return nil }
                reason = code
            } else if fields.count == 3 {
                // BOOLEAN TRUE: critical and not understood, such as certificateIssuer of an indirect list.
                guard fields[1].tag == 0x01, fields[1].content.elementsEqual([0]) else { return nil }
            }
        }
        return Entry(serial: serial.content, date: date, reason: reason)
    }

    private static let reasonCode = DERWriter.objectIdentifier(OID.reasonCode)
}
