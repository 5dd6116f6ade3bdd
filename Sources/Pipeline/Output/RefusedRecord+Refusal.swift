import Core
import Telemetry

extension RefusedRecord {
    /// A record of `platform` refused for `problems`, of which at least one is an error.
    init(_ record: InboundRecord, platform: String, _ problems: ProblemList, _ form: QuarantineForm) {
        let first = problems.problems.first { $0.severity == .error }
        self.init(
            platform: platform,
            source: record.source,
            offset: record.offset,
            code: first?.code ?? .attributeInvalid,
            problems: problems.problems.count + problems.omitted,
            quarantine: form
        )
    }
}
