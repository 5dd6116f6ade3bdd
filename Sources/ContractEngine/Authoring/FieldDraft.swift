/// One row of a field table that is being written.
struct FieldDraft {
    var name: String
    var title: String
    var shape: FieldShape
    var isRequired: Bool
    var separator: String?
    var list: String?
    var values: [CodeListDefinition.Value] = []
    var check: String?
    var notes: String = ""
}
