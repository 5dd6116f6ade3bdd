package import Core

/// What a record says of its publicity.
package struct Openness: Sendable, Hashable {
    /// The attribute `opentype`; nil where the record does not say.
    package let opentype: String?
    /// The attribute `classification`; nil where the record does not say.
    package let classification: String?

    /// A record that says this, or nothing.
    package init(opentype: String? = nil, classification: String? = nil) {
        self.opentype = opentype
        self.classification = classification
    }

    /// What `envelope` says.
    package init(of envelope: EventEnvelope) {
        self.init(opentype: envelope[.opentype], classification: envelope[.classification])
    }

    /// What it comes to where the data set is `standard` by default. What cannot be read is closed.
    func publicity(otherwise standard: Publicity) -> Publicity {
        guard classification == nil || classification == "none" else { return .closed }
        return opentype.map { Publicity(rawValue: $0) ?? .closed } ?? standard
    }
}
