import Foundation
import RoutingPolicy

/// One way of spoiling the configuration that breaks one invariant, and no other.
struct PolicyMutation: Sendable, CustomStringConvertible {
    let description: String
    /// What it breaks.
    let broken: Invariant
    let apply: @Sendable (inout ProvincePolicy) -> Void

    init(_ broken: Invariant, _ description: String, _ apply: @escaping @Sendable (inout ProvincePolicy) -> Void) {
        self.broken = broken
        self.description = "\(broken.rawValue): \(description)"
        self.apply = apply
    }
}
