import RoutingPolicy

/// The six topics that each platform has.
package enum PlatformTopic: String, Sendable, Hashable, CaseIterable {
    /// What the platform submits.
    case submit
    /// The verdicts on it.
    case receipt
    /// What the platform receives.
    case deliver
    /// What was refused of its submissions, with the reasons.
    case quarantine
    /// What the platform was shown.
    case viewUsage
    /// Where delivery to it stands.
    case position

    /// The topic of `platform`.
    package func name(of platform: String) -> String {
        switch self {
        case .submit: TopicName.submit(platform)
        case .receipt: TopicName.receipt(platform)
        case .deliver: TopicName.deliver(platform)
        case .quarantine: TopicName.quarantine(platform)
        case .viewUsage: TopicName.viewUsage(platform)
        case .position: TopicName.position(GatewayStage.delivery.worker(for: platform))
        }
    }

    /// How many partitions the topic has, where that does not depend on how many cases there are: a few records a batch,
    /// read in the order of time.
    var partitions: Int32? { self == .viewUsage ? ExchangeTopics.usagePartitions : nil }

    /// Topic properties. Times: submissions a week, receipts and deliveries a month, quarantine a quarter, accounts for good. Only
    /// submissions take the broker's time; it decides on certificates and deadlines.
    var properties: [String: String] {
        let day = 86_400_000
        switch self {
        case .submit:
            return [
                "cleanup.policy": "delete", "message.timestamp.type": "LogAppendTime",
                "max.message.bytes": ExchangeTopics.submissionSize, "retention.ms": String(7 * day),
            ]
        case .receipt, .deliver:
            return [
                "cleanup.policy": "delete", "max.message.bytes": ExchangeTopics.internalSize,
                "retention.ms": String(30 * day),
            ]
        case .quarantine:
            return [
                "cleanup.policy": "delete", "max.message.bytes": ExchangeTopics.internalSize,
                "retention.ms": String(90 * day),
            ]
        case .viewUsage: return ExchangeTopics.durable
        case .position: return ExchangeTopics.standing
        }
    }
}
