/// How a flow selects among the platforms of its destination plane.
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

    /// How public a record has to be to go this way.
    package enum Reach: String, Sendable, Hashable, CaseIterable {
        /// Only what may be published.
        case open
        /// Besides that, what needs authorisation, to supervision and to recipients that the registry authorises.
        case authorised
        /// Everything, also what is never published.
        case all
    }

    /// Transaction class of the record against the recipient's sectors.
    package let sector: Match
    /// Region of the record against the recipient's region and level.
    package let region: Match
    /// How public a record has to be.
    package let reach: Reach

    /// A condition on sector and region, for records as public as `reach` says.
    package init(sector: Match, region: Match, reach: Reach = .authorised) {
        self.sector = sector
        self.region = region
        self.reach = reach
    }
}
