/// Form and level of the log on standard error.
package struct LogSettings: Sendable, Hashable {
    /// The levels, from the most to the least talkative.
    package static let levels = ["debug", "info", "warning", "error"]

    /// Text for a person or JSON lines.
    package var format: OutputFormat
    /// Least important level that is written.
    package var level: String

    /// All values, with the documented defaults.
    package init(
        format: OutputFormat = .text,
        level: String = "info"
    ) {
        self.format = format
        self.level = level
    }
}
