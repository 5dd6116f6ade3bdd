package import Core

/// An event ready to be signed.
package struct ComposedEvent: Sendable, Hashable {
    /// The attributes.
    package let envelope: EventEnvelope
    /// The payload; nil for a delete.
    package let payload: [UInt8]?
    /// Wire name of the data set.
    package let contract: String

    /// An event of `contract`.
    package init(envelope: EventEnvelope, payload: [UInt8]?, contract: String) {
        self.envelope = envelope
        self.payload = payload
        self.contract = contract
    }
}
