/// How log lines are spelt.
package enum LogFormat: String, CaseIterable, Sendable, Hashable {
    /// One JSON object per line.
    case json
    /// `time LEVEL event name=value …`, for a terminal.
    case text
}
