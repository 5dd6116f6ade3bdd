import Core

/// One record of the demonstration as it will be sent, before it is signed.
struct DemoSubmission: Sendable {
    /// Id of the submission: manifest row, slash, instance.
    let id: String
    /// Who sends it.
    let sender: DemoSender
    /// The attributes that are signed.
    let envelope: EventEnvelope
    /// The body that is signed; nil for a delete.
    var payload: [UInt8]?
    /// The Kafka key.
    let key: String
    /// The credential that signs, when it is not the sender's own.
    let credential: DemoFault.Credential?
    /// True for a supervision item that its approver is to sign.
    var needsApproval = false
    /// Headers set (or, with nil, removed) after signing.
    let headersAfterSigning: [String: String?]
    /// True when one byte of the body is changed after signing.
    let flipsPayload: Bool
}
