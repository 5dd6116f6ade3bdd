import Core
import RoutingPolicy

/// Tells the sender on `receipt.<platform>` where an undecided submission is (docs/specs/topics.md §4).
struct Progress {
    let admitted: AdmittedSubmission
    /// Data set of the parent that is missing.
    let waitsFor: String
    /// When it is refused if the parent does not come.
    let until: Instant

    var outbound: OutboundRecord {
        ProgressEvent(
            envelope: admitted.envelope,
            sender: admitted.sender,
            // A record that waits after a request waits for the second time, which is another event.
            name: admitted.redrive.map { "parked/\($0)" } ?? "parked",
            state: "parked",
            stage: "registration",
            time: admitted.trace.time,
            submission: admitted.place,
            digest: admitted.trace.digest
        ) { writer in
            writer.member("parent", waitsFor)
            writer.member("until", until.rfc3339)
        }.outbound
    }
}
