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

    /// What the case of a record has to do with the recipient.
    package enum Ownership: String, Sendable, Hashable, CaseIterable {
        /// It does not matter.
        case any
        /// The recipient registered the case. Where nobody has, nobody receives the record.
        case owner
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
    /// Whose the case is.
    package let ownership: Ownership

    /// The supervising department that the record names against those for which the recipient stands.
    package let department: DepartmentMatch

    /// How public a record has to be.
    package let reach: Reach

    /// A condition on sector, region, department and case, for records as public as `reach` says.
    package init(
        sector: Match,
        region: Match,
        department: DepartmentMatch = .any,
        ownership: Ownership = .any,
        reach: Reach = .authorised
    ) {
        self.sector = sector
        self.region = region
        self.department = department
        self.ownership = ownership
        self.reach = reach
    }

    /// What the supervising department has to do with the recipient (docs/specs/policy.md §2.4).
    package enum DepartmentMatch: String, Sendable, Hashable, CaseIterable {
        /// It does not matter.
        case any
        /// At a level where somebody competent stands for a department that the record names, only such recipients are meant.
        case optional
    }
}
