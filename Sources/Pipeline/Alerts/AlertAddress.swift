import Core

/// What of an alert decides who receives it, read from its headers.
struct AlertAddress {
    /// Transaction class; nil where none is known.
    let sector: String?
    /// GB/T 2260.
    let region: String
    /// The supervision platform that receives it in any case.
    let concerned: String?

    /// Reads `record` of `alert.<plane>`; nil for anything that is no alert.
    init?(_ record: InboundRecord) {
        func text(_ name: String) -> String? {
            record.headers.last { $0.name == name }?.value.flatMap { String(validating: $0, as: UTF8.self) }
        }
        guard text(AttributeName.type.header) == Alert.type, let region = text(AttributeName.region.header) else {
            return nil
        }
        self.region = region
        sector = text(AttributeName.sector.header)
        concerned = text(RecordHeaderName.concerned)
    }
}
