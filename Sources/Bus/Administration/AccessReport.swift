/// What a broker answered when it was asked for its list of rights.
package enum AccessReport: Sendable, Hashable {
    /// The whole list.
    case entries(Set<AccessEntry>)
    /// It has no authorizer: everybody may do everything.
    case withoutAuthorizer
    /// Whoever asked may not see the list: Describe on the cluster is missing.
    case forbidden
}
