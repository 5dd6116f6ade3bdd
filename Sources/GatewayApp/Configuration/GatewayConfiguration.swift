/// Everything `hutong run` is told: one JSON file, every path absolute, every value within its range.
package struct GatewayConfiguration: Sendable {
    /// Path of the file.
    package var file: String
    /// Bootstrap servers of the Kafka cluster, `host:port,…`.
    package var brokers: String
    /// Registry id of the public-service platform for which this exchange runs.
    package var servicePlatform: String
    /// Directory of the contracts.
    package var contracts: String
    /// File of the flows.
    package var flows: String
    /// File of the platform registry.
    package var registry: String
    /// File of the trust list.
    package var trustList: String
    /// Path of the pinned certificate of the recognising authority, whose signature makes the trust list count.
    package var trustAuthority: String
    /// The key that seals what leaves the exchange; nil in a configuration that only sends and reads.
    package var seal: SealSettings?
    /// Signing keys by platform id, for `publish` and `sign`; a running gateway needs none.
    package var keys: [String: SigningKeySettings]
    /// How topics are made.
    package var topics: TopicSettings
    /// How workers run.
    package var worker: WorkerSettings
    /// `host:port` of the operations endpoints; nil switches them off.
    package var opsListen: String?
    /// True for the embedded broker, which holds 5 MiB a partition: `publish` refuses loads beyond it.
    package var isEmbedded: Bool
    /// Further librdkafka properties (TLS, SASL, buffers).
    package var kafka: [String: String]
    /// How trust data are got and shared.
    package var trust: TrustSettings
    /// Form and level of the log.
    package var log: LogSettings
    /// Code under which this exchange reports the use of certificates (组件编码); nil takes that of its public-service
    /// platform.
    package var componentsCode: String?
    /// Who comes to the broker as whom.
    package var access: AccessSettings

    /// All values, with the documented defaults.
    package init(
        file: String,
        brokers: String,
        servicePlatform: String,
        contracts: String,
        flows: String,
        registry: String,
        trustList: String,
        trustAuthority: String,
        seal: SealSettings? = nil,
        keys: [String: SigningKeySettings],
        topics: TopicSettings,
        worker: WorkerSettings,
        opsListen: String? = nil,
        isEmbedded: Bool = false,
        kafka: [String: String],
        trust: TrustSettings = TrustSettings(),
        log: LogSettings,
        componentsCode: String? = nil,
        access: AccessSettings = AccessSettings()
    ) {
        self.file = file
        self.brokers = brokers
        self.servicePlatform = servicePlatform
        self.contracts = contracts
        self.flows = flows
        self.registry = registry
        self.trustList = trustList
        self.trustAuthority = trustAuthority
        self.seal = seal
        self.keys = keys
        self.topics = topics
        self.worker = worker
        self.opsListen = opsListen
        self.isEmbedded = isEmbedded
        self.kafka = kafka
        self.trust = trust
        self.log = log
        self.componentsCode = componentsCode
        self.access = access
    }
}
