package import Core
package import Telemetry

/// What a stage makes of a batch: records to write in one transaction, and the account of it.
package struct BatchEffects: Sendable {
    /// The records to write.
    package var outputs: [OutboundRecord] = []
    /// What to count once they are committed.
    package var tally = BatchTally()

    /// No effects.
    package init() {}
}
