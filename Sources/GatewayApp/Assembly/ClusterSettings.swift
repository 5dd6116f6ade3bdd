package import Bus
import Core

/// Turns the configuration into what the bus needs.
package enum ClusterSettings {
    /// The connection to the configured cluster.
    package static func connection(
        _ configuration: GatewayConfiguration,
        clientID: String = "hutong",
        log: (@Sendable (BusLogLine) -> Void)? = nil
    ) -> ClusterConnection {
        ClusterConnection(
            brokers: configuration.brokers.split(separator: ",").map {
                String($0).trimmingPrefix(while: \.isWhitespace).description
            },
            clientID: clientID, properties: configuration.kafka, log: log)
    }

    /// What the bus finds wrong with the connection, under the keys of the configuration file.
    package static func problems(_ configuration: GatewayConfiguration) -> [ConfigurationProblem] {
        connection(configuration).validate().map { problem in
            let key =
                problem.key.hasPrefix("properties.") ? "kafka." + problem.key.dropFirst("properties.".count) : problem.key
            return ConfigurationProblem(
                .invalid, file: configuration.file, key: key, zh: problem.message.zh, en: problem.message.en)
        }
    }
}
