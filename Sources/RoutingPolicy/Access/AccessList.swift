/// The rights that a broker knows of.
package struct AccessList: Sendable, Hashable {
    /// What is allowed.
    package var allowed: Set<AccessRight>
    /// What is refused, whatever is allowed.
    package var denied: Set<AccessRight>

    /// A list.
    package init(allowed: Set<AccessRight> = [], denied: Set<AccessRight> = []) {
        self.allowed = allowed
        self.denied = denied
    }
}
