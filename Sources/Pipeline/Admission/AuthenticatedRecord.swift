import Core
import RoutingPolicy

/// A submission whose signature holds under a certificate of its sender. Only ``Authentication`` makes one.
struct AuthenticatedRecord {
    let record: InboundRecord
    let envelope: EventEnvelope
    let sender: RegisteredPlatform
    /// Wire name of the data set.
    let dataset: String
    let signer: SignatureCheck.Signer

    fileprivate init(
        _ submission: Submission,
        sender: RegisteredPlatform,
        dataset: String,
        signer: SignatureCheck.Signer
    ) {
        record = submission.record
        envelope = submission.envelope
        self.sender = sender
        self.dataset = dataset
        self.signer = signer
    }
}

/// The step that turns a submission into an ``AuthenticatedRecord``.
struct Authentication {
    let check: SignatureCheck

    enum Outcome {
        case authenticated(AuthenticatedRecord)
        case refused([Problem], PresentedCertificate?)
        /// The signing base is not defined, or nobody is known whose signature it could be.
        case notChecked
    }

    func outcome(of submission: Submission, limits: RecordLimits) -> Outcome {
        guard let sender = submission.platform, submission.isSignable, submission.payload.count <= limits.payload,
            submission.headerBytes <= limits.headers
        else { return .notChecked }
        let verdict = check.verify(
            submission.envelope,
            submission.record.headers,
            submission.payload,
            sender,
            submission.record.timestamp
        )
        switch verdict {
        case .refused(let problems, let certificate):
            return .refused(problems, certificate)
        case .verified(let signer):
            guard let dataset = submission.dataset else { return .notChecked }
            return .authenticated(AuthenticatedRecord(submission, sender: sender, dataset: dataset, signer: signer))
        }
    }
}
