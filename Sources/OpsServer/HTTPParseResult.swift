/// What the bytes received so far amount to.
package enum HTTPParseResult: Sendable, Hashable {
    /// The beginning of a request; more has to come.
    case incomplete
    /// A request.
    case request(HTTPRequest)
    /// Not a request that will be answered, whatever comes after.
    case refused(HTTPRefusal)
}
