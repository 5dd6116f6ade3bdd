import Trust

/// One entry of `index.<plane>` (docs/specs/topics.md §15), under the key of its claim.
enum IndexState: Sendable, Equatable {
    /// The claim at `offset` of `claims.<plane>` stands.
    case stands(ClaimEntry)
    /// It was taken back, or everything is said about it.
    case removed

    private static let version = "1"

    /// Words separated by one blank; nil is a tombstone.
    var value: [UInt8]? {
        guard case .stands(let entry) = self else { return nil }
        return Array("\(IndexState.version) \(Hexadecimal.encode(entry.word)) \(entry.offset)".utf8)
    }

    /// Reads ``value`` under `name`; nil for anything that the stage does not write.
    static func parse(_ name: ClaimName, value: [UInt8]?) -> IndexState? {
        guard let value else { return .removed }
        var words = WordReader(value[...], separator: UInt8(ascii: " "))
        guard let first = words.next(), WordReader.isText(first, version),
            let word = words.next().flatMap(WordReader.hex), let offset = words.next().flatMap(WordReader.signed),
            words.isAtEnd
        else { return nil }
        return .stands(ClaimEntry(code: name.code, word: word, offset: offset))
    }
}
