/// One recipient of a record and what it gets to see.
package struct Recipient: Sendable, Hashable {
    /// The recipient.
    package let platform: RegisteredPlatform
    /// The allow-list by which the record is cut.
    package let view: View
    /// Id of the flow that allows it.
    package let flow: String
    /// Id of the public-service platform through which it goes, where the flow names one.
    package let via: String?
}
