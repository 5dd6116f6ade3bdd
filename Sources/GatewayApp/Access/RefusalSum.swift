/// How many attempts were refused, and when the first and the last of them were.
struct RefusalSum: Hashable {
    /// Their number.
    private(set) var count: Int
    /// The earliest; nil where no line told a time.
    private(set) var first: AuthorizerTime?
    /// The latest.
    private(set) var last: AuthorizerTime?

    /// One attempt.
    init(at time: AuthorizerTime?) {
        count = 1
        first = time
        last = time
    }

    /// A sum of nothing, at the same time.
    var none: RefusalSum {
        var none = self
        none.count = 0
        return none
    }

    /// Adds `other`. Logs may be read in any order.
    mutating func add(_ other: RefusalSum) {
        count += other.count
        first = [first, other.first].compactMap(\.self).min()
        last = [last, other.last].compactMap(\.self).max()
    }

    /// This sum and `other`.
    func adding(_ other: RefusalSum) -> RefusalSum {
        var sum = self
        sum.add(other)
        return sum
    }
}
