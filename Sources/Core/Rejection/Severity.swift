/// How much a problem weighs: an error refuses the record, a warning travels with an accepted one.
package enum Severity: String, Sendable, Hashable, CaseIterable {
    case error
    case warning
}
