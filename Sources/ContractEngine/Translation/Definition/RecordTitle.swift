package import Core

/// The title fields of one record.
package struct RecordTitle: Sendable, Hashable {
    private var values = [String?](repeating: nil, count: TitleField.allCases.count)

    /// A title without any field.
    package init() {}

    /// The text of `field`; nil when it is absent.
    package subscript(_ field: TitleField) -> String? {
        get { values[field.position] }
        set { values[field.position] = newValue?.isEmpty == true ? nil : newValue }
    }

    /// What the operation field says; nil when it is absent or says nothing that is known.
    package var operation: RecordOperation? {
        get {
            switch self[.operation] {
            case "1": .add
            case "2": .change
            case "3": .delete
            default: nil
            }
        }
        set {
            self[.operation] =
                switch newValue {
                case .add: "1"
                case .change: "2"
                case .delete: "3"
                case nil: nil
                }
        }
    }

    /// Fills what is absent with what `program` and `operation` say.
    package mutating func complete(with program: ContractProgram, operation: RecordOperation) {
        if self[.number] == nil { self[.number] = program.number.map { String($0) } }
        if self[.name] == nil { self[.name] = program.name }
        if self[.title] == nil { self[.title] = program.title.zh }
        if self.operation == nil { self.operation = operation }
        if self[.route] == nil { self[.route] = "0" }
    }
}
