/// A request head that was read to its end and is in order; the body, which none may have, is not looked at.
package struct HTTPRequest: Sendable, Hashable {
    /// The method.
    package let method: HTTPMethod
    /// Path of the target without its query, beginning with `/`; percent signs stay as they are.
    package let path: String
    /// Bytes of the head with the empty line that ends it.
    package let length: Int
}
