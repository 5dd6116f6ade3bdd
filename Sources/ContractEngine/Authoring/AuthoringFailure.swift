/// Why the files of a new contract cannot be made.
package enum AuthoringFailure: Error, Sendable, Hashable {
    /// Something stands at this path already.
    case exists(String)
    /// The file at this path cannot be written.
    case cannotWrite(String)
    /// This is no edition, which has a name and a version: `national/v2`.
    case noEdition(String)
}
