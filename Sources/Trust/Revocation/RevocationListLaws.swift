/// What holds of every CRL that can be read, whoever signed it: a recognised authority's lists are searched on the word of its
/// signature, and may be as odd as it likes.
package enum RevocationListLaws {
    /// Entries that are looked up; the time for a long list stays bounded.
    private static let limit = 64

    /// Which law `bytes`, DER or PEM of a list, break; nil for none, and for what is no list.
    package static func violation(by bytes: [UInt8]) -> String? {
        guard case .success(let list) = RevocationList.parse(bytes) else { return nil }
        var entries: [RevocationEntries.Entry] = []
        list.entries.forEach(in: list.der) { entries.append($0) }
        if entries.count != list.count { return "\(list.count) entries, \(entries.count) of them can be read" }
        for entry in entries.prefix(limit) {
            guard let found = list.entries.entry(for: Array(entry.serial), in: list.der),
                found.serial == entry.serial
            else { return "an entry is not found under its number" }
            // Of several with one number the earliest revocation counts, and any before the end of a hold.
            guard entry.reason != .removeFromCRL else { continue }
            if found.reason == .removeFromCRL { return "the end of a hold hides a revocation" }
            if found.date > entry.date { return "a later entry hides an earlier one" }
        }
        let numbers = Set(entries.map { Array($0.serial) })
        for entry in entries.prefix(limit) {
            for other in [Array(entry.serial) + [0], Array(entry.serial.dropLast())] where !numbers.contains(other) {
                if list.entries.entry(for: other, in: list.der) != nil {
                    return "an entry is found under another number"
                }
            }
        }
        return nil
    }
}
