import Core
package import Pipeline

/// One submission in quarantine, however often it was refused, or one delivery that could not be made.
package struct ShelvedRecord: Sendable, Hashable {
    /// How it stands with the entry.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Refused, and nobody asked for it since.
        case refused
        /// Asked for, and not refused since: accepted, waiting for its parent, or not judged yet.
        case requested
        /// Asked for and refused once more.
        case refusedAgain = "refused-again"
        /// A delivery; it is not redriven.
        case delivery
    }

    /// The refusals in their order; the first has the sender's headers. Never empty.
    package private(set) var refusals: [QuarantineRecord]
    /// The last request for it, and where it stands.
    package var request: (place: RecordPlace, request: RedriveRequest)? {
        get { requestPlace.flatMap { place in requestContent.map { (place, $0) } } }
        set { (requestPlace, requestContent) = (newValue?.place, newValue?.request) }
    }
    /// The correction that was accepted in its place; nil where nobody corrected it, or where the receipt is gone.
    package var correction: AcceptedCorrection?
    private var requestPlace: RecordPlace?
    private var requestContent: RedriveRequest?

    /// An entry of one refusal.
    package init(_ refusal: QuarantineRecord) {
        refusals = [refusal]
    }

    /// Takes in another refusal of the same record. Requests for one record stand in one partition, so their offsets
    /// order what they led to.
    package mutating func add(_ refusal: QuarantineRecord) {
        refusals.append(refusal)
        refusals.sort { ($0.redrive?.offset ?? -1, $0.place.offset) < ($1.redrive?.offset ?? -1, $1.place.offset) }
    }

    /// What is known of the record itself: its first refusal.
    package var first: QuarantineRecord { refusals[0] }
    /// Its last refusal, whose reasons count.
    package var last: QuarantineRecord { refusals[refusals.count - 1] }

    /// How it stands.
    package var state: State {
        if first.isDelivery { return .delivery }
        guard let requestPlace else { return refusals.count > 1 ? .refusedAgain : .refused }
        return refusals.contains { $0.redrive == requestPlace } ? .refusedAgain : .requested
    }
}
