/// What became of one invariant.
package struct InvariantResult: Sendable, Hashable {
    /// The invariant.
    package let invariant: Invariant
    /// All ways in which it is broken; none where it holds.
    package let counterexamples: [Counterexample]

    /// True where nothing breaks it.
    package var holds: Bool { counterexamples.isEmpty }
}
