/// What a ``JSONToken`` stands for.
@usableFromInline
package enum JSONKind: UInt8, Sendable, Hashable {
    /// `{ … }`
    case object
    /// `[ … ]`
    case array
    /// The name of an object member; the token after it is its value.
    case key
    /// A string that is a value.
    case string
    /// A number, kept as text.
    case number
    /// `true`
    case `true`
    /// `false`
    case `false`
    /// `null`
    case null
}
