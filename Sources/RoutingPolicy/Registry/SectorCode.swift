/// A transaction class of three characters, as one number: compared once for each candidate among the recipients.
struct SectorCode: Sendable, Hashable {
    /// Its characters; never zero.
    let bytes: UInt32

    /// The class `text`; nil for what is none, which nobody is responsible for.
    init?(_ text: String) {
        guard text.utf8.count == 3 else { return nil }
        bytes = text.utf8.reduce(1) { $0 << 8 | UInt32($1) }
    }
}
