/// The transaction classes (交易分类, dictionary 10) for which a platform is responsible.
package enum SectorSelection: Sendable, Hashable {
    /// Every class (`["*"]`).
    case all
    /// These classes.
    case only(Set<String>)

    /// True when records of `sector` fall to it; a record without a sector falls only to who has them all.
    package func contains(_ sector: String?) -> Bool {
        switch self {
        case .all: true
        case .only(let classes): sector.map(classes.contains) ?? false
        }
    }
}
