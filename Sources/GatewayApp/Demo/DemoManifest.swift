import Foundation

/// The committed statement of what must become of every demonstration record.
///
/// One JSON object a line in `Contracts/demo/manifest.ndjson`. A record's id is the row's id, a slash and the instance
/// (`fault.json-syntax/000001`), so a few hundred rows speak for any number of records. The manifest is written by hand
/// and by the golden samples, never by the gateway.
struct DemoManifest: Sendable {
    /// What must become of the records of one row.
    struct Row: Codable, Sendable, Hashable {
        /// Row id.
        let row: String
        /// `accepted` or `refused`.
        let verdict: String
        /// All codes on the receipt, errors and warnings, each once, sorted.
        let codes: [String]
        /// The platforms that receive it, sorted.
        let recipients: [String]
    }

    /// The rows by id.
    let rows: [String: Row]

    /// Reads the manifest.
    init(contentsOf file: URL) throws {
        var rows: [String: Row] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let row = try JSONDecoder().decode(Row.self, from: Data(line.utf8))
            rows[row.row] = row
        }
        self.rows = rows
    }

    /// The row that speaks for the record `id`; nil when the manifest does not know it.
    func row(forRecord id: String) -> Row? {
        guard let slash = id.lastIndex(of: "/") else { return nil }
        return rows[String(id[..<slash])]
    }
}
