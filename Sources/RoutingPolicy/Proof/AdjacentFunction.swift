/// What belongs to the function of each adjacent system (docs/specs/policy.md §2.3): what a flow table may let it send and
/// bring to it, and no more.
enum AdjacentFunction {
    /// True where `system` may send `dataset` to `recipient`: the credit system shares credit, the others only take.
    static func maySend(_ system: ExchangeRole, _ dataset: DatasetProfile, to recipient: ExchangeRole) -> Bool {
        system == .credit && dataset.nature == .credit && (recipient == .service || recipient == .supervision)
    }

    /// True where `dataset` of `sender` is what `system` is for.
    ///
    /// - Parameter isSupervised: whether supervision gets the data set from the same sender.
    static func mayReceive(
        _ system: ExchangeRole,
        _ dataset: DatasetProfile,
        from sender: ExchangeRole,
        isSupervised: Bool
    ) -> Bool {
        switch (system, sender) {
        case (.credit, .supervision): dataset.nature == .credit
        case (.inspection, .supervision): dataset.nature == .supervision
        case (.inspection, .trading): isSupervised
        case (.experts, .trading): ConfidentialFields.isAboutExperts(dataset)
        case (.investment, .trading), (.archive, .trading):
            dataset.nature == .transaction && StatutoryRelease.earliest[dataset.name] == nil
        default: false
        }
    }
}
