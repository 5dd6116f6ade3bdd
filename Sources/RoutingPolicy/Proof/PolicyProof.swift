/// Checks every invariant against a configuration: whatever can happen in the exchange follows from the flow table, the
/// registry and the rights at the broker, and all of it is looked at.
///
/// Linear in flows × data sets and in principals × topics. It trusts the code of the stages in what it says in
/// ``RecordPaths``; those statements are compared with the running stages by tests.
package struct PolicyProof: Sendable {
    let model: PolicyModel
    /// By which ways records come into topics.
    let paths: RecordPaths

    /// A proof about `model`.
    package init(_ model: PolicyModel) {
        self.model = model
        paths = RecordPaths(model)
    }

    /// All invariants in their order.
    package func results() -> [InvariantResult] {
        Invariant.allCases.map { InvariantResult(invariant: $0, counterexamples: counterexamples(to: $0)) }
    }

    private func counterexamples(to invariant: Invariant) -> [Counterexample] {
        switch invariant {
        case .bodiesAreSeparate: sharedBodies()
        case .identitiesAreSeparate: sharedCertificates() + sharedPrincipals()
        case .hubBetweenTradingAndSupervision: flowsPastTheHub()
        case .tradingExchangesNothingDirectly: directTradingFlows()
        case .tradingSeesItsOwn: tradeDataTowardsTrading() + flowsToAnyTrader() + strangeReaders(of: .trading)
        case .tradingHasNoPower: flows(from: .trading, carrying: \.isAuthoritative)
        case .supervisionWritesNoTrade:
            flows(from: .supervision) { $0 == .transaction } + writersIntoTrading(of: .supervision)
        case .supervisionIsCompetent: undirectedFlows()
        case .serviceOriginatesNoTrade:
            flows(from: .service) { $0 == .transaction } + writersIntoTrading(of: .service)
        case .recipientsSeeTheirView:
            strangeViews() + widerInspection() + uncutCiphertext()
                + strangeReaders(of: .supervision) + strangeReaders(of: .service)
        case .adjacentKeepToTheirFunction:
            flowsBesideTheFunction() + strangeReaders(of: .adjacent) + writersIntoTrading(of: .adjacent)
        case .sealsHoldUntilReleased: openSeals() + releasesByOthers() + ciphertextTowardsTrading()
        case .personalDataIsKept: shownPersons()
        case .classifiedIsNotPublished: publishedSecrets()
        case .flowsHaveABasis: flowsWithoutBasis()
        case .datasetsAreTreated: untreatedDatasets()
        case .nobodyCertifiesItself: selfCertifiers()
        case .stagesKeepToTheirPlane: strayingWorkers()
        }
    }
}
