/// What kind of data a data set holds, as far as the separation of functions asks; from the domain of its contract.
package enum DatasetNature: String, Sendable, Hashable, CaseIterable {
    /// What happens in a proceeding: notices, bids, results, contracts (5xx to 7xx, and the other trades).
    case transaction
    /// Parties and persons (1xx).
    case subject
    /// Experts (2xx).
    case expert
    /// Credit, penalties and rewards (3xx): decided by an authority.
    case credit
    /// 行政监管事项, alerts and complaints (4xx): decided by an authority.
    case supervision
    /// Attachments of transaction sets, requests for deal codes and the like.
    case attachment

    /// The nature of the data sets of `domain`; every domain that is not named is one of trading.
    package init(domain: String) {
        self = DatasetNature(rawValue: domain) ?? .transaction
    }

    /// True for what only an authority may say (rule R13).
    var isAuthoritative: Bool { self == .credit || self == .supervision }
}
