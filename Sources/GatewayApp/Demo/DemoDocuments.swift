import ContractEngine
import Core
import Foundation
import RoutingPolicy

/// The deliveries of recipients with a dialect, read back into the national form so that the books can be kept.
struct DemoDocuments {
    private struct Placeholders: Codable {
        let texts: [String]
        let dates: [String]
    }

    /// Dialect of each platform that has one.
    let recipients: [String: String]
    private let dialects: DialectCatalog
    /// Texts that stand for nothing and that no dialect writes.
    private let absent: Set<String>
    private var translator = Translator()

    /// A reader of what the platforms of `registry` get.
    ///
    /// - Parameter placeholders: the placeholders of the edition, as their file states them.
    init(registry: Registry, dialects: DialectCatalog, placeholders: URL) throws {
        recipients = Dictionary(
            registry.platforms.compactMap { platform in platform.dialect.map { (platform.id, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
        self.dialects = dialects
        let file = try JSONDecoder().decode(Placeholders.self, from: Data(contentsOf: placeholders))
        absent = Set(file.texts + file.dates + [""])
    }

    /// A delivery in the national form.
    struct Reading {
        /// The record; what XML carries as text is a number again where one was sent.
        var body: [String: DemoValue] = [:]
        /// What of the original a document can hold: values, no placeholders.
        var original: [String: DemoValue]
        /// What is wrong with the document itself.
        var faults: [String] = []
    }

    /// What `record`, a delivery to `platform`, says of `original`; nil for a platform that takes the national form.
    mutating func reading(
        of record: InboundRecord,
        to platform: String,
        original: [String: DemoValue],
        contract: String
    ) -> Reading? {
        guard let id = recipients[platform] else { return nil }
        var reading = Reading(original: original.filter { !absent.contains($0.value.description) })
        func header(_ name: String) -> String? {
            record.headers.first { $0.name == name }?.value.map { String(decoding: $0, as: UTF8.self) }
        }
        guard let dialect = dialects[id], header("hutong-dialect") == id,
            header(AttributeName.contenttype.header) == dialect.contentType
        else {
            reading.faults.append("is not marked as \(id)")
            return reading
        }
        var problems = ProblemList()
        guard let read = translator.read(record.value ?? [], of: dialect, problems: &problems) else {
            reading.faults += problems.problems.map { "\($0.pointer) \($0.message.en)" }
            return reading
        }
        if read.translation.program.name != contract { reading.faults.append("is a document of another data set") }
        if read.title[.dataKey] != header(AttributeName.datakey.header) { reading.faults.append("has another key") }
        if read.operation.rawValue != header(AttributeName.operation.header) {
            reading.faults.append("asks for another operation")
        }
        let body = try? JSONDecoder().decode([String: DemoValue].self, from: Data(read.record))
        for (field, value) in body ?? [:] {
            if case .number? = original[field], let number = Decimal(string: value.description) {
                reading.body[field] = .number(number)
            } else {
                reading.body[field] = value
            }
        }
        return reading
    }
}
