package import Bus
import Foundation

/// Turns the configuration into what the bus needs.
package enum ClusterSettings {
    /// The connection to the configured cluster.
    package static func connection(
        _ configuration: GatewayConfiguration,
        clientID: String = "hutong",
        log: (@Sendable (BusLogLine) -> Void)? = nil
    ) -> ClusterConnection {
        ClusterConnection(
            brokers: configuration.brokers.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) },
            clientID: clientID,
            properties: configuration.kafka,
            log: log
        )
    }
}
