import Bus
import Core
import RoutingPolicy

/// Compares the rights of a cluster with those that a configuration asks for, and aligns them.
struct AccessAlignment {
    /// What was done, and what was not.
    struct Outcome {
        /// Rights that this version of the Kafka library cannot write, and surplus ones that it cannot take away alone.
        var byHand: (added: [AccessRight], removed: [AccessRight]) = ([], [])
    }

    /// Who may do what by the configuration.
    let access: ExchangeAccess
    private let configuration: GatewayConfiguration

    /// The alignment for a loaded configuration.
    init(_ loaded: LoadedConfiguration) {
        configuration = loaded.configuration
        access = ExchangeAccess(loaded.artifacts.policy, loaded.configuration)
    }

    /// The rights of the cluster.
    ///
    /// - Throws: ``CommandFailure``: 69 when the cluster does not answer, 77 when this principal may not see them, 78 when
    ///   there are none to see because the brokers have no authorizer.
    func listing() throws(CommandFailure) -> AccessListing {
        try withAdministrator { administrator throws(CommandFailure) in
            try AccessAlignment.listing(from: administrator)
        }
    }

    /// Adds the rights that are missing, then takes `surplus` away, and waits until the brokers act on both.
    ///
    /// - Throws: ``CommandFailure``, as ``listing()``, and 78 naming a right that was refused.
    func apply(
        missing: [AccessRight],
        surplus: [AccessRight],
        of listing: AccessListing
    ) throws(CommandFailure) -> Outcome {
        let removal = listing.removal(of: surplus)
        let entries = missing.map { ($0, $0.entry) }
        return try withAdministrator { administrator throws(CommandFailure) in
            var outcome = Outcome()
            let refused = try CommandFailure.bus { () throws(BusFailure) in
                let refused = try administrator.create(entries.compactMap(\.1))
                try administrator.delete(removal.entries)
                try administrator.awaitEffect(
                    added: Set(entries.compactMap(\.1)).subtracting(refused),
                    removed: Set(removal.entries)
                )
                return Set(refused)
            }
            outcome.byHand.added = entries.filter { $0.1.map(refused.contains) ?? true }.map(\.0)
            outcome.byHand.removed = removal.entangled
            return outcome
        }
    }

    /// The list of rights that `administrator` may see.
    static func listing(from administrator: AccessAdministrator) throws(CommandFailure) -> AccessListing {
        let report = try CommandFailure.bus { () throws(BusFailure) in try administrator.describe() }
        switch report {
        case .entries(let entries):
            return AccessListing(entries, knowsTransactionalIDs: administrator.writesTransactionalIDs)
        case .withoutAuthorizer:
            throw CommandFailure(
                .configuration,
                zh: "集群未启用授权（authorizer.class.name）：任何主体可做任何操作，没有权限可比对",
                en:
                    "the brokers have no authorizer (authorizer.class.name): everybody may do everything, and there are no "
                    + "rights to compare"
            )
        case .forbidden:
            throw CommandFailure(
                .permission,
                zh: "当前主体无权查看权限列表：缺少对 cluster 的 Describe",
                en: "this principal may not see the list of rights: it has no Describe on the cluster"
            )
        }
    }

    private func withAdministrator<Result>(
        _ body: (AccessAdministrator) throws(CommandFailure) -> Result
    ) throws(CommandFailure) -> Result {
        if configuration.isEmbedded {
            throw CommandFailure(
                .configuration,
                zh: "内嵌代理没有权限管理",
                en: "the embedded broker knows no rights"
            )
        }
        let connection = ClusterSettings.connection(configuration)
        let administrator = try CommandFailure.bus { () throws(BusFailure) in try AccessAdministrator(connection) }
        defer { administrator.close() }
        return try body(administrator)
    }
}
