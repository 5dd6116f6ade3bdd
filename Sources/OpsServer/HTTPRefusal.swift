/// Why a request is not answered as asked; the raw value is the status code.
package enum HTTPRefusal: Int, CaseIterable, Sendable, Hashable {
    /// Not a request of RFC 9112, or one with a body.
    case malformed = 400
    /// A method other than GET and HEAD.
    case methodNotAllowed = 405
    /// The request line's target is too long.
    case targetTooLong = 414
    /// The head does not fit into the buffer.
    case headTooLarge = 431
    /// Not version 1 of HTTP.
    case versionUnsupported = 505
}
