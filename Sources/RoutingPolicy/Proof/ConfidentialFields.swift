/// Fields that tell who somebody is, and towards whom that must not be told (DATA-SPEC §7.3). Numbers of identity cards are
/// not here: contracts mark them by their identifier rule.
enum ConfidentialFields {
    /// Who may know of experts: who supervises and inspects, and who keeps the pool.
    static let knowExperts: Set<ExchangeRole> = [.supervision, .inspection, .experts]
    /// Who may know who complained.
    static let knowComplainants: Set<ExchangeRole> = [.supervision]

    /// Data sets about experts, of which nothing goes to anybody else.
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
