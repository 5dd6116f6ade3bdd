import Core

/// What names an event for good: CloudEvents makes `source` and `id` together unique. The text is `<ce_source>#<ce_id>`;
/// an acknowledgement names by it what it acknowledges.
struct EventReference: Sendable, Hashable {
    let text: String

    /// The name of the event with `envelope`.
    init(_ envelope: EventEnvelope) {
        self.init(source: envelope.source, id: envelope.id)
    }

    /// The name of the event `id` of `source`.
    init(source: String, id: String) {
        text = "\(source)#\(id)"
    }
}
