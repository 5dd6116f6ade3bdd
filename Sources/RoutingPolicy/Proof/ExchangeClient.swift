/// A principal of the broker and the topics that its rights let it read and write.
package struct ExchangeClient: Sendable, Hashable {
    /// Whose credentials they are.
    package enum Role: Sendable, Hashable {
        /// A registered platform, by id.
        case platform(String)
        /// A worker of a stage. With delivery `plane` is that of the recipient, which is named.
        case worker(GatewayStage, plane: Plane, recipient: String?)
        /// Whoever runs the exchange.
        case `operator`
    }

    /// Name of the principal, for example `User:trade`.
    package let principal: String
    /// Whose it is.
    package let role: Role
    /// The topics that it may read.
    package let reads: Set<String>
    /// The topics that it may write.
    package let writes: Set<String>

    /// A client of these rights.
    package init(principal: String, role: Role, reads: Set<String>, writes: Set<String>) {
        self.principal = principal
        self.role = role
        self.reads = reads
        self.writes = writes
    }
}

extension ExchangeClient.Role {
    /// True for who shares its credentials with nobody; workers of one process do.
    var isAlone: Bool {
        if case .worker = self { false } else { true }
    }

    /// The platform's id, the worker's name, or `operator`.
    var name: String {
        switch self {
        case .platform(let id): id
        case .worker(let stage, let plane, let recipient): stage.worker(for: recipient ?? plane.rawValue)
        case .operator: "operator"
        }
    }
}
