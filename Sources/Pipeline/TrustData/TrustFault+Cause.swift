package import Telemetry
package import Trust

extension TrustFault {
    /// The fault of revocation data that the book did not take.
    package init(_ code: RevocationFault.Code) {
        self = TrustFault(rawValue: code.rawValue) ?? .other
    }

    /// The fault of a record of the topic.
    init(_ fault: TrustRecordFault) {
        self = TrustFault(rawValue: fault.rawValue) ?? .other
    }
}
