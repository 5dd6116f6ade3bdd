package import RoutingPolicy

/// The names of the topics that belong to a plane.
package enum TopicName {
    /// The durable log of what was admitted from platforms of `plane`.
    package static func ledger(_ plane: Plane) -> String { "ledger.\(plane.rawValue)" }
    /// The facts about the cases of `plane`.
    package static func facts(_ plane: Plane) -> String { "facts.\(plane.rawValue)" }
}
