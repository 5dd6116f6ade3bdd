/// One log line of librdkafka. It names brokers, topics and groups, never payload.
package struct BusLogLine: Sendable, Hashable {
    /// Severity as in syslog: 0 emergency … 3 error, 4 warning, 6 information, 7 debug.
    package let level: Int32
    /// The library's short name of the occasion, such as `FAIL` or `REBALANCE`.
    package let facility: String
    /// The line.
    package let text: String

    /// A line as it came from the library.
    package init(level: Int32, facility: String, text: String) {
        self.level = level
        self.facility = facility
        self.text = text
    }
}
