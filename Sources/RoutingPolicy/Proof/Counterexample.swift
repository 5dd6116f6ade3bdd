package import Core

/// Why an invariant does not hold: one way in which it is broken.
package struct Counterexample: Sendable, Hashable {
    /// The way, from whoever acts or sends to whoever gets or can: principals, topics, stages, flows, data sets.
    package let path: [String]
    /// The same in a sentence.
    package let message: BilingualText

    /// A way with its sentence.
    init(_ path: [String], zh: String, en: String) {
        self.path = path
        message = BilingualText(zh: zh, en: en)
    }
}
