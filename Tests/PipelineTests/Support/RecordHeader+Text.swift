import Core

extension BidirectionalCollection<RecordHeader> {
    /// The text of the last header `name`.
    func text(_ name: String) -> String? {
        last { $0.name == name }?.value.map { String(decoding: $0, as: UTF8.self) }
    }
}
