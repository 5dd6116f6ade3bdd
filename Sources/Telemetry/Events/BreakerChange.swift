/// The breaker of one sender opened or closed.
package struct BreakerChange: Sendable, Hashable {
    /// Identifier of the sending platform.
    package let platform: String
    /// Whether it is slowed down from now on.
    package let isOpen: Bool
    /// How many of its last submissions were refused.
    package let refused: Int
    /// How many of them are looked at.
    package let window: Int

    /// The breaker of `platform` changed when `refused` of its last `window` submissions were refused.
    package init(_ platform: String, isOpen: Bool, refused: Int, of window: Int) {
        self.platform = platform
        self.isOpen = isOpen
        self.refused = refused
        self.window = window
    }
}
