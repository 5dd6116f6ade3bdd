/// The form of a command's result on standard output.
package enum OutputFormat: String, Sendable, Hashable, CaseIterable {
    /// For a person.
    case text
    /// For a program: JSON alone, one object per line where a verb handles many items.
    case json
}
