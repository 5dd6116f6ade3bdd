package import Core

/// What an operator decides about admission.
package struct AdmissionConfiguration: Sendable {
    /// Largest distance between `ce_time` and the log-append time in milliseconds, either way; 24 hours by default.
    package var clockSkewMilliseconds: Int64 = 24 * 3600 * 1000
    /// Whether a submission whose time its sender chose is judged as of that time. Only for the embedded broker, which
    /// stamps nothing: whoever chooses the time chooses whether a certificate is valid.
    package var acceptsClaimedTime = false
    /// What a submission may weigh.
    package var limits = RecordLimits()
    /// What `ce_dataschema` is before the wire name.
    package var schemaPrefix = "/contracts/national/v2/"
    /// Number of partitions of the topics `facts.<plane>`.
    package var factsPartitions: Int32 = 1

    /// Code of the component that reports the use of certificates (组件编码).
    package var componentsCode = ""

    /// When senders are slowed down; nil for never.
    package var breaker: BreakerConfiguration?

    /// The defaults.
    package init() {}

    /// What is wrong with the values; empty when they can be used.
    package func validate() -> [ConfigurationProblem] {
        var mistakes: [ConfigurationProblem] = []
        func report(_ key: String, zh: String, en: String) {
            mistakes.append(ConfigurationProblem(.invalid, file: "", key: key, zh: zh, en: en))
        }
        if clockSkewMilliseconds < 1000 {
            report("clockSkewMilliseconds", zh: "须至少 1 秒", en: "must be at least one second")
        }
        if !(1...(1 << 20)).contains(limits.payload) {
            report("limits.payload", zh: "须为 1 至 1048576 字节", en: "must be 1 to 1048576 bytes")
        }
        if !((16 << 10)...(1 << 20)).contains(limits.headers) {
            report("limits.headers", zh: "须为 16384 至 1048576 字节", en: "must be 16384 to 1048576 bytes")
        }
        if factsPartitions < 1 { report("factsPartitions", zh: "须至少为 1", en: "must be at least 1") }
        return mistakes
    }
}
