import Core

/// Makes the names under which registration keeps what it remembers of one record (docs/specs/topics.md §14).
struct RelationName {
    let caseKey: String
    let sender: String
    let dataset: String

    /// The name of a message.
    func message(_ id: String) -> EntryKey { EntryKey(caseKey, "m", sender, id) }

    /// The name of a record.
    func record(_ datakey: String) -> EntryKey { EntryKey(caseKey, "r", sender, dataset, datakey) }

    /// The name of a record that is encrypted for the platform `recipient`: another than that of the one in clear.
    func record(_ datakey: String, encryptedFor recipient: String) -> EntryKey {
        EntryKey(caseKey, "r", sender, dataset, datakey, recipient)
    }

    /// The name of what `values` of fields of `dataset` are; never 0, which stands for no code.
    func code(_ values: [String], of dataset: String) -> UInt64 {
        // Values come from a payload and may hold anything: their lengths keep them apart.
        let text = values.map { "\($0.utf8.count):\($0)" }.joined()
        return EntryKey(caseKey, "c", sender, dataset, text).high | 1
    }
}
