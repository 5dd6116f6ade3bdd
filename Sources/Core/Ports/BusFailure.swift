/// The bus can not go on in the way it was asked to. Machinery only: nothing a partner sends leads here.
package struct BusFailure: Error, Sendable, Hashable {
    /// What an operator can do about it.
    package enum Kind: String, Sendable, Hashable {
        /// The cluster does not answer; trying again later may help.
        case unavailable
        /// The configuration or the credentials are wrong; trying again does not help.
        case configuration
        /// Another member with the same identity took over; this worker has to stop.
        case fenced
        /// The client library reported an unrecoverable state.
        case fatal
    }

    /// The kind of trouble.
    package let kind: Kind
    /// What was attempted and what the library said; no payload.
    package let detail: String

    /// A failure of `kind`.
    package init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }
}
