import Core

/// The labels of Hutong's metrics, section 2 of `docs/specs/instrumentation.md`.
package enum LabelName {
    /// The stages of the pipeline.
    package static let stage = Label("stage", .closed(["admission", "registration", "index", "delivery"]))
    /// The three planes.
    package static let plane = Label("plane", .closed(["trading", "service", "supervision", "adjacent"]))
    /// A platform of the registry.
    package static let platform = Label("platform", .open(limit: 512))
    /// A contract that is loaded.
    package static let dataset = Label("dataset", .open(limit: 128))
    /// A rejection code.
    package static let code = Label("code", of: RejectionCode.self)
    /// Severity of a problem.
    package static let severity = Label("severity", of: Severity.self)
    /// Verdict of a receipt.
    package static let verdict = Label("verdict", .closed(["accepted", "refused"]))
    /// Form of a quarantine record.
    package static let quarantineForm = Label("form", of: QuarantineForm.self)
    /// Form of a signature.
    package static let signatureForm = Label("form", .closed(["raw", "cms", "batch", "none"]))
    /// Algorithm of a signature.
    package static let algorithm = Label(
        "algorithm",
        .closed(Set(SignatureAlgorithm.allCases.map(\.rawValue)).union(["none"]))
    )
    /// How a transaction ended.
    package static let transactionOutcome = Label("outcome", .closed(["committed", "aborted", "unknown"]))
    /// What a verification said.
    package static let verificationOutcome = Label("outcome", .closed(["valid", "refused"]))
    /// What a validation said.
    package static let validationOutcome = Label("outcome", .closed(["accepted", "refused"]))
    /// Kind of a rebalance.
    package static let rebalanceKind = Label("kind", of: RebalanceKind.self)
    /// Kind of a bus failure.
    package static let failureKind = Label("kind", .closed(["unavailable", "configuration", "fenced", "fatal"]))
    /// Input topic of an assigned partition.
    package static let topic = Label("topic", .open(limit: 1024))
    /// Number of an assigned partition.
    package static let partition = Label("partition", .open(limit: 1024))
    /// An authority of the trust list.
    package static let authority = Label("authority", .open(limit: 256))
    /// What an attempt to fetch trust data came to.
    package static let fetchOutcome = Label("outcome", of: TrustFetchOutcome.self)
    /// Why trust data were not taken.
    package static let trustFault = Label("fault", of: TrustFault.self)
    /// Latch of readiness.
    package static let latch = Label("latch", of: ReadinessLatch.self)
    /// Name of a worker thread.
    package static let worker = Label("worker", .open(limit: 64))
    /// Level of a log event.
    package static let level = Label("level", of: LogLevel.self)
    /// Why a log event was dropped.
    package static let dropReason = Label("reason", of: LogDropReason.self)
    /// Route of the operations server; `none` for requests that reach no route.
    package static let route = Label("route", .closed(["/live", "/ready", "/metrics", "/version", "none"]))
    /// HTTP status that the operations server can answer.
    package static let status = Label(
        "status",
        .closed(["200", "400", "404", "405", "408", "414", "431", "503", "505"])
    )
}
