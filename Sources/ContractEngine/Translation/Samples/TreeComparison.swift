internal import Core

/// Equality of trees where the order of members says nothing.
enum TreeComparison {
    /// The pointer of the first place where the trees differ; nil when they are equal.
    static func firstDifference(_ left: JSONNode, _ right: JSONNode, at pointer: String = "") -> String? {
        switch (left, right) {
        case (.object(let first), .object(let second)):
            let names = Set(first.map(\.name)).union(second.map(\.name)).sorted()
            for name in names {
                let place = "\(pointer)/\(PointerText.escaped(name))"
                guard let one = left[name], let other = right[name] else { return place }
                if let difference = firstDifference(one, other, at: place) { return difference }
            }
            return nil
        case (.array(let first), .array(let second)):
            for index in 0..<max(first.count, second.count) {
                let place = "\(pointer)/\(index)"
                guard index < first.count, index < second.count else { return place }
                if let difference = firstDifference(first[index], second[index], at: place) { return difference }
            }
            return nil
        default:
            return left == right ? nil : (pointer.isEmpty ? "/" : pointer)
        }
    }
}
