/// Bounds on a JSON text; beyond them it is refused, whatever it says.
package struct JSONLimits: Sendable, Hashable {
    /// Most containers open at the same time.
    package let depth: Int
    /// Longest text in bytes.
    package let size: Int
    /// Longest number in characters.
    package let numberLength: Int

    /// Limits, each brought into the range that the scanner can represent (offsets have 32 bits).
    package init(depth: Int = 64, size: Int = 1 << 20, numberLength: Int = 64) {
        self.depth = min(max(depth, 1), 1 << 16)
        self.size = min(max(size, 1), 1 << 30)
        self.numberLength = min(max(numberLength, 1), 1 << 30)
    }
}
