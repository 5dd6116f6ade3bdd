/// Why a log event was not written.
package enum LogDropReason: String, CaseIterable, Sendable, Hashable {
    /// The queue to the log's thread was full: the reader of standard error does not keep up.
    case queueFull = "queue_full"
    /// The same event came too often.
    case rate
}
