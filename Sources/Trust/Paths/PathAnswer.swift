package import Core

/// The answer to a ``PathQuestion``.
package struct PathAnswer: Sendable {
    /// Why a path is refused.
    package struct Refusal: Sendable, Hashable {
        /// Stable name of the rule, for example `path.revoked`.
        package let rule: String
        /// Which certificate, which rule, which data, for a person.
        package let message: BilingualText
        /// Position of the certificate: 0 is the one in question.
        package let depth: Int
    }

    /// Nil when the certificate may be believed.
    package let refusal: Refusal?
    /// The path as far as it was built, from the certificate in question to the anchor.
    package let path: [Certificate]

    /// True when the certificate may be believed.
    package var isAccepted: Bool { refusal == nil }

    /// An answer.
    init(refusal: Refusal?, path: [Certificate]) {
        self.refusal = refusal
        self.path = path
    }

    /// A refusal that has nothing to do with a path: something given is unreadable.
    package static func unreadable(_ what: BilingualText) -> PathAnswer {
        PathAnswer(refusal: Refusal(rule: "path.input", message: what, depth: 0), path: [])
    }
}
