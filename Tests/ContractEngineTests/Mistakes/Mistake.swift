import Foundation

/// One mistake made in a shipped file.
struct Mistake: Sendable {
    /// Stands in ``new`` before the key or element that is wrong, or before the object that lacks a key.
    static let mark: Character = "§"

    let file: String
    let old: String
    let new: String
    /// The key that ``new`` takes away from the object behind the mark.
    var missing = ""
    /// True when the text is no JSON any more: then there is a line and no key.
    var isSyntax = false

    init(_ file: String, _ old: String, _ new: String, missing: String = "", isSyntax: Bool = false) {
        self.file = file
        self.old = old
        self.new = new
        self.missing = missing
        self.isSyntax = isSyntax
    }
}
