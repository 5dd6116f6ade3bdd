/// The names of the topics (docs/specs/topics.md §1).
package enum TopicName {
    /// `submit.<platform>`: what the platform sends.
    package static func submit(_ platform: String) -> String { "submit.\(platform)" }
    /// `receipt.<platform>`: the verdicts on what it sent.
    package static func receipt(_ platform: String) -> String { "receipt.\(platform)" }
    /// `deliver.<platform>`: what it receives.
    package static func deliver(_ platform: String) -> String { "deliver.\(platform)" }
    /// `quarantine.<platform>`: what was refused of it, or could not be delivered to it; read by the operator.
    package static func quarantine(_ platform: String) -> String { "quarantine.\(platform)" }
    /// `view-usage.<platform>`: what the platform was shown, by groups of fields; read by operator and regulator.
    package static func viewUsage(_ platform: String) -> String { "view-usage.\(platform)" }
    /// `admitted.<plane>`: records that admission found in order, on their way to registration.
    package static func admitted(_ plane: Plane) -> String { "admitted.\(plane.rawValue)" }
    /// `case.<plane>`: what registration remembers of the cases of a plane.
    package static func cases(_ plane: Plane) -> String { "case.\(plane.rawValue)" }
    /// `redrive.<plane>`: requests to judge refused submissions of a plane once more; written by the operator.
    package static func redrive(_ plane: Plane) -> String { "redrive.\(plane.rawValue)" }
    /// `ledger.<plane>`: accepted records of the senders of a plane.
    package static func ledger(_ plane: Plane) -> String { "ledger.\(plane.rawValue)" }
    /// `facts.<plane>`: facts about the cases of the senders of a plane.
    package static func facts(_ plane: Plane) -> String { "facts.\(plane.rawValue)" }
    /// `claims.<plane>`: what accepted records of a plane say of values that reach beyond their case.
    package static func claims(_ plane: Plane) -> String { "claims.\(plane.rawValue)" }
    /// `index.<plane>`: what the index remembers of those values.
    package static func index(_ plane: Plane) -> String { "index.\(plane.rawValue)" }
    /// `finding.<plane>`: what was found about accepted records of a plane afterwards; read by operator and supervision.
    package static func finding(_ plane: Plane) -> String { "finding.\(plane.rawValue)" }
    /// `alert.<plane>`: what supervision has to know at once of what happened with records of a plane; without content.
    package static func alert(_ plane: Plane) -> String { "alert.\(plane.rawValue)" }

    /// `position.<worker>`: where the group of a worker stands in its inputs.
    package static func position(_ worker: String) -> String { "position.\(worker)" }

    /// True for what is sealed: what leaves the exchange, `deliver.*` and `receipt.*`, and the accounts of it, `view-usage.*`.
    package static func isSealed(_ topic: String) -> Bool {
        topic.hasPrefix("deliver.") || topic.hasPrefix("receipt.") || isViewUsage(topic)
    }

    /// True for `view-usage.<platform>`.
    package static func isViewUsage(_ topic: String) -> Bool { topic.hasPrefix("view-usage.") }
    /// `trust`: the signed trust list, CRLs and OCSP answers that every process of the exchange shares.
    package static let trust = "trust"

    /// `cert-usage`: what certificates were used for, one record for each certificate, scene and batch.
    package static let certificateUsage = "cert-usage"

    /// The plane in the name of a topic of requests; nil for any other topic.
    package static func plane(ofRedrive topic: String) -> Plane? {
        let prefix = "redrive."
        guard topic.hasPrefix(prefix) else { return nil }
        return Plane(rawValue: String(topic.dropFirst(prefix.count)))
    }

    /// True for `alert.<plane>`.
    package static func isAlert(_ topic: String) -> Bool { topic.hasPrefix("alert.") }

    /// The platform id in the name of a submit topic; nil for any other topic.
    package static func platform(ofSubmit topic: String) -> String? { platform(of: topic, behind: "submit.") }

    /// The platform id in the name of a receipt topic; nil for any other topic.
    package static func platform(ofReceipt topic: String) -> String? { platform(of: topic, behind: "receipt.") }

    private static func platform(of topic: String, behind prefix: String) -> String? {
        guard topic.hasPrefix(prefix) else { return nil }
        let id = String(topic.dropFirst(prefix.count))
        return PlatformForm.isSlug(id) ? id : nil
    }
}
