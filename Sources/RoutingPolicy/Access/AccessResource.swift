/// What a right is about: one thing, or everything whose name begins alike.
package struct AccessResource: Sendable, Hashable, Comparable {
    /// Kinds of resources, as `kafka-acls` names them.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The whole cluster.
        case cluster
        /// A consumer group.
        case group
        /// A topic.
        case topic
        /// A producer's identity across restarts.
        case transactionalID = "transactional-id"
        /// One that this program has no word for.
        case unknown
    }

    /// How the name counts.
    package enum Pattern: String, Sendable, Hashable, CaseIterable {
        /// It is the name; `*` alone means every name.
        case literal
        /// It is the beginning of the name.
        case prefixed
    }

    /// What kind of thing.
    package let kind: Kind
    /// Name, or beginning of it.
    package let name: String
    /// Which of both.
    package let pattern: Pattern

    /// A resource of any form that a broker may report.
    package init(_ kind: Kind, _ name: String, _ pattern: Pattern = .literal) {
        self.kind = kind
        self.name = name
        self.pattern = pattern
    }

    /// The cluster, under the only name that Kafka has for it.
    package static let cluster = AccessResource(.cluster, "kafka-cluster")

    /// The topic `name`.
    package static func topic(_ name: String) -> AccessResource { AccessResource(.topic, name) }

    /// The consumer group `name`.
    package static func group(_ name: String) -> AccessResource { AccessResource(.group, name) }

    private var isEverything: Bool { pattern == .literal && name == "*" }

    /// True when everything that `other` means is meant by this too.
    package func covers(_ other: AccessResource) -> Bool {
        guard kind == other.kind else { return false }
        if isEverything || self == other { return true }
        return pattern == .prefixed && !other.isEverything && other.name.hasPrefix(name)
    }

    /// True when something is meant by both.
    package func meets(_ other: AccessResource) -> Bool {
        if covers(other) || other.covers(self) { return true }
        return kind == other.kind && kind == .cluster
    }

    /// For people: `topic submit.trade`, `group platform.trade.*`.
    package var text: String {
        if kind == .cluster { return kind.rawValue }
        return "\(kind.rawValue) \(name)\(pattern == .prefixed ? "*" : "")"
    }

    /// By kind, name and pattern.
    package static func < (one: AccessResource, other: AccessResource) -> Bool {
        (one.kind.rawValue, one.name, one.pattern.rawValue) < (other.kind.rawValue, other.name, other.pattern.rawValue)
    }
}
