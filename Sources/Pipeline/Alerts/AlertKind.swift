/// What an alert 预警 is about (docs/specs/topics.md §17). The words are an interface.
enum AlertKind: String, Sendable, CaseIterable {
    /// Sealed data was sent before the fact that releases it.
    case sealedTooEarly = "sealed-too-early"
    /// What a supervision platform told a trading platform was not acknowledged in time.
    case notAcknowledged = "not-acknowledged"
}
