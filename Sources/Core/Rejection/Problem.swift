/// One thing that is wrong with a record: where, against which rule, how badly, and in words.
///
/// The shape on the wire is `{"code","pointer","rule","severity","message":{"zh","en"}}`.
/// A message never repeats payload values that could be personal data; it may name lengths, codes and field names.
package struct Problem: Sendable, Hashable {
    /// The stable code.
    package let code: RejectionCode
    /// RFC 6901 pointer into the payload; an attribute is written `/@attributes/<name>`, the whole record is empty.
    package let pointer: String
    /// Id of the violated rule, for example `501.TENDER_MODE.list` or `envelope.id`.
    package let rule: String
    /// Error or warning.
    package let severity: Severity
    /// What is wrong, for a person.
    package let message: BilingualText

    /// A problem found at `pointer`.
    package init(
        _ code: RejectionCode,
        at pointer: String = "",
        rule: String,
        severity: Severity = .error,
        zh: String,
        en: String
    ) {
        self.code = code
        self.pointer = pointer
        self.rule = rule
        self.severity = severity
        self.message = BilingualText(zh: zh, en: en)
    }
}
