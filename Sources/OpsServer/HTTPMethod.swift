/// The methods that the operations server answers (RFC 9110 §9.3).
package enum HTTPMethod: String, CaseIterable, Sendable, Hashable {
    case get = "GET"
    case head = "HEAD"
}
