/// How a flow selects among the platforms of the role it leads to.
package struct FlowCondition: Sendable, Hashable {
    /// What one routing attribute has to do with the recipient.
    package enum Match: String, Sendable, Hashable, CaseIterable {
        /// It does not matter.
        case any
        /// The record must carry the attribute, and it must fall to the recipient.
        case match
        /// The record may lack it. Without a sector only a recipient for all sectors is meant; without a region
        /// the sender's own region counts.
        case optional
    }

    /// Transaction class of the record against the recipient's sectors.
    package let sector: Match
    /// Region of the record against the recipient's region and level.
    package let region: Match

    /// A condition on sector and region.
    package init(sector: Match, region: Match) {
        self.sector = sector
        self.region = region
    }
}
