/// To which group each field belongs.
struct FieldGroups: Sendable {
    private let numbers: [String: Int]

    init(_ groups: [FieldGroup]) {
        var numbers: [String: Int] = [:]
        for (number, group) in groups.enumerated() {
            for field in group.fields where numbers[field] == nil { numbers[field] = number }
        }
        self.numbers = numbers
    }

    /// The number of the group of `field` in `dataset`; nil when no group has it.
    func number(of field: String, in dataset: String) -> Int? { numbers["\(dataset)/\(field)"] ?? numbers[field] }
}
