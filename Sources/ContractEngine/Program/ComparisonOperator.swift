/// How the two sides of a `compare` rule must stand to each other.
package enum ComparisonOperator: String, CaseIterable, Sendable, Hashable {
    case less = "<"
    case atMost = "<="
    case equal = "=="
    case notEqual = "!="
    case atLeast = ">="
    case greater = ">"

    /// True when a left side that compares to the right one by `order` satisfies the rule.
    ///
    /// - Parameter order: negative, zero or positive as the left side is smaller, equal or greater.
    func holds(_ order: Int) -> Bool {
        switch self {
        case .less: order < 0
        case .atMost: order <= 0
        case .equal: order == 0
        case .notEqual: order != 0
        case .atLeast: order >= 0
        case .greater: order > 0
        }
    }

    /// True when whatever satisfies this operator satisfies `other` too.
    func implies(_ other: ComparisonOperator) -> Bool {
        switch self {
        case .less: [.less, .atMost, .notEqual].contains(other)
        case .equal: [.equal, .atMost, .atLeast].contains(other)
        case .greater: [.greater, .atLeast, .notEqual].contains(other)
        case .atMost, .notEqual, .atLeast: self == other
        }
    }
}
