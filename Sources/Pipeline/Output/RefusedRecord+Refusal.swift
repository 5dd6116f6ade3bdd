import Core
import Telemetry

extension RefusedRecord {
    /// The record at `place`, of `platform`, refused for `problems`, of which at least one is an error.
    init(_ place: RecordPlace, platform: String, _ problems: ProblemList, _ form: QuarantineForm) {
        let first = problems.problems.first { $0.severity == .error }
        self.init(
            platform: platform,
            source: place.partition,
            offset: place.offset,
            code: first?.code ?? .attributeInvalid,
            problems: problems.problems.count + problems.omitted,
            quarantine: form
        )
    }
}
