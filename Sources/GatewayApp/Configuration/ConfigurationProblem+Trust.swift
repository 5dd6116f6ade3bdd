import Core
package import Trust

extension ConfigurationProblem {
    /// A fault of the trust list.
    package init(_ problem: TrustListProblem) {
        let code: Code =
            switch problem.code {
            case .fileUnreadable: .fileUnreadable
            case .notJSON: .notJSON
            case .keyMissing: .missing
            case .keyUnknown: .unknownKey
            case .valueInvalid, .certificateInvalid: .invalid
            }
        self.init(code, file: problem.file, key: problem.key, zh: problem.message.zh, en: problem.message.en)
    }
}
