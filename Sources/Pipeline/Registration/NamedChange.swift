/// A change of something that has a name, under which a later one takes its place.
protocol NamedChange: Sendable {
    /// The same for all changes under one name.
    var nameHash: UInt64 { get }

    /// True when both are changes of the same thing.
    func hasName(of other: Self) -> Bool
}
