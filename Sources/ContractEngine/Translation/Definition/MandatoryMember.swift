internal import Core

/// A member that every document of a data set must have, when it is written and when it is read.
struct MandatoryMember: Sendable, Hashable {
    let pointer: String
    let operations: OperationSet

    /// What `mandatory` and `always` say; the latter is about added and changed records.
    static func list(_ reader: DefinitionReader) -> [MandatoryMember] {
        entries(reader)
            + reader.strings("always", isRequired: false)
            .map { MandatoryMember(pointer: $0, operations: [.add, .change]) }
    }

    /// The entries of `mandatory`: a pointer, which means added records, or a pointer with its operations.
    private static func entries(_ reader: DefinitionReader) -> [MandatoryMember] {
        guard let node = reader.node("mandatory") else { return [] }
        guard case .array(let elements) = node else {
            reader.report("mandatory", zh: "须为数组", en: "must be an array")
            return []
        }
        return elements.enumerated().compactMap { index, element in
            if let pointer = element.text { return member(reader, pointer, .add, "mandatory[\(index)]") }
            guard case .object(let members) = element, let pointer = element["to"]?.text,
                case .array(let words)? = element["operations"], members.count == 2
            else {
                reader.report(
                    "mandatory[\(index)]",
                    zh: "须为指针，或 {\"to\": 指针, \"operations\": […]}",
                    en: "must be a pointer or {\"to\": pointer, \"operations\": […]}"
                )
                return nil
            }
            var operations: OperationSet = []
            for (place, word) in words.enumerated() {
                if let operation = word.text.flatMap({ RecordOperation(rawValue: $0) }) {
                    operations.insert(OperationSet(operation))
                } else {
                    reader.report(
                        "mandatory[\(index)].operations[\(place)]",
                        zh: "须为 add、change、delete",
                        en: "must be add, change or delete"
                    )
                }
            }
            return member(reader, pointer, operations, "mandatory[\(index)].to")
        }
    }

    private static func member(
        _ reader: DefinitionReader,
        _ pointer: String,
        _ operations: OperationSet,
        _ key: String
    ) -> MandatoryMember? {
        guard !pointer.contains("*") else {
            reader.report(key, zh: "\(pointer) 须为单个成员", en: "\(pointer) must be a single member")
            return nil
        }
        return MandatoryMember(pointer: pointer, operations: operations)
    }
}
