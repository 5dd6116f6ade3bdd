package import Core

/// What a partner has in hand before it becomes an event: a record and whatever attributes were given for it.
package struct EventDraft: Sendable {
    /// Wire name of the data set; nil has it guessed from the record.
    package var contract: String?
    /// What the record asks for.
    package var operation: RecordOperation = .add
    /// The record's bytes.
    package var payload: [UInt8]
    /// `ce_id`; nil makes one.
    package var id: String?
    /// DATA_KEY; nil makes one.
    package var dataKey: String?
    /// Id of the earlier submission that this one corrects.
    package var corrects: String?
    /// How public the record is; nil says nothing.
    package var opentype: String?
    /// Its classification; nil says nothing.
    package var classification: String?
    /// `ce_time`; nil is now.
    package var time: String?
    /// The case; nil takes it from the body.
    package var caseKey: String?
    /// Transaction class; nil takes it from the body, or from an earlier record of the case.
    package var sector: String?
    /// Region; nil takes it from the body, or from an earlier record of the case.
    package var region: String?
    /// Codes of the supervising departments; nil takes them from the body, or from an earlier record of the case.
    package var department: String?

    /// For whom the content is encrypted, and when he may open it; nil leaves it in clear.
    package var encryption: EncryptionOrder?

    /// A draft of `payload` with nothing else given.
    package init(payload: [UInt8]) {
        self.payload = payload
    }
}
