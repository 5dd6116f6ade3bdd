/// Fields that tell who somebody is, and towards whom that must not be told (DATA-SPEC §7.3). Numbers of identity cards are
/// not here: contracts mark them by their identifier rule.
enum ConfidentialFields {
    /// The planes from which the public is told.
    static let publicSide: Set<Plane> = [.service, .trading]

    /// Data sets about experts, of which nothing goes to the public side.
    static func isAboutExperts(_ dataset: DatasetProfile) -> Bool {
        dataset.nature == .expert || dataset.fields.contains(expertName)
    }

    /// Names of experts.
    static let expertName = "EXPERT_NAME"

    /// Who complained, and what may tell it.
    static let complainant: Set<String> = [
        "COMPLAINT_NAME", "COMPLAINT_PHONE", "COMPLAINT_MAIL", "COMPLAINT_CONTENT", "DISSENT_REASON",
    ]
}
