/// One place that breaks a rule.
struct Violation: Hashable, CustomStringConvertible {
    let path: String
    /// Line from 1; 0 for the file as a whole.
    let line: Int
    let reason: String

    var description: String { line == 0 ? "\(path): \(reason)" : "\(path):\(line): \(reason)" }
}
