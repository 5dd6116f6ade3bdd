import Core
import RoutingPolicy
import Telemetry

/// Slows down senders whose submissions are nearly all refused, so that they do not fill the batches in which others
/// stand too.
///
/// It opens for a sender when of its last ``BreakerConfiguration/window`` submissions the share refused is reached, and
/// closes when the share is below it again, or after ``BreakerConfiguration/retryMilliseconds``, when it takes a whole
/// window to open it again. What a batch changes counts when the batch is committed. Nothing is refused or lost by it.
struct SenderBreaker {
    private struct Sender {
        /// The last outcomes, true for a refusal; overwritten in turn once full.
        var outcomes: [Bool] = []
        var next = 0
        var refused = 0
        var openedAt: Instant?
    }

    private let configuration: BreakerConfiguration
    private var committed: [String: Sender] = [:]
    private var staged: [String: Sender] = [:]

    init(_ configuration: BreakerConfiguration) {
        self.configuration = configuration
    }

    /// How many records of a submit topic a batch may hold; topics without a limit are not named.
    var quotas: [String: Int] {
        committed.filter { $0.value.openedAt != nil }.reduce(into: [:]) { quotas, sender in
            quotas[TopicName.submit(sender.key)] = configuration.recordsPerBatch
        }
    }

    /// A submission of `platform` was refused, or not.
    mutating func note(_ platform: String, isRefused: Bool) {
        var sender = staged[platform] ?? committed[platform] ?? Sender()
        // No second copy of the outcomes while they are changed.
        staged[platform] = nil
        if sender.outcomes.count < configuration.window {
            sender.outcomes.append(isRefused)
        } else {
            if sender.outcomes[sender.next] { sender.refused -= 1 }
            sender.outcomes[sender.next] = isRefused
            sender.next = (sender.next + 1) % configuration.window
        }
        if isRefused { sender.refused += 1 }
        staged[platform] = sender
    }

    /// Opens and closes after a batch at `now`: what changed, in the order of the senders' names.
    mutating func settle(at now: Instant) -> [BreakerChange] {
        var changes: [BreakerChange] = []
        let open = committed.filter { $0.value.openedAt != nil }.keys
        for platform in Set(staged.keys).union(open).sorted() {
            guard var sender = staged[platform] ?? committed[platform] else { continue }
            let isReached =
                sender.outcomes.count == configuration.window
                && sender.refused * 100 >= configuration.refusedPercent * configuration.window
            if let openedAt = sender.openedAt {
                let isRetried = openedAt.advanced(byMilliseconds: configuration.retryMilliseconds) <= now
                guard isRetried || !isReached else { continue }
                changes.append(
                    BreakerChange(platform, isOpen: false, refused: sender.refused, of: configuration.window)
                )
                // A retry begins anew; a sender that recovered keeps its record.
                if isRetried { sender = Sender() }
                sender.openedAt = nil
            } else if isReached {
                changes.append(BreakerChange(platform, isOpen: true, refused: sender.refused, of: configuration.window))
                sender.openedAt = now
            } else {
                continue
            }
            staged[platform] = sender
        }
        return changes
    }

    /// The batch is durable.
    mutating func commit() {
        committed.merge(staged) { _, new in new }
        staged = [:]
    }

    /// The batch came to nothing.
    mutating func discard() {
        staged = [:]
    }
}
