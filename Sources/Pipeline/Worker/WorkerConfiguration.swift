/// How a worker goes round its loop.
package struct WorkerConfiguration: Sendable {
    /// Most records in a batch.
    package var batchRecords = 1000
    /// Longest wait for records; also how long a stop may go unnoticed.
    package var wait: Duration = .milliseconds(250)
    /// First wait after the bus was unavailable.
    package var backoffFloor: Duration = .milliseconds(50)
    /// Longest wait after the bus was unavailable.
    package var backoffCeiling: Duration = .seconds(5)

    /// The defaults.
    package init() {}
}
