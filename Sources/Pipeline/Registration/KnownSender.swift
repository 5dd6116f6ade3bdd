import RoutingPolicy

/// A sender and what is written again and again for it, put into text once.
final class KnownSender: Sendable {
    /// Registry id.
    let id: String
    /// `receipt.<id>`
    let receiptTopic: String

    init(_ id: String) {
        self.id = id
        receiptTopic = TopicName.receipt(id)
    }
}
