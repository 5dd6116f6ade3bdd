import Foundation

/// The views as their file states them, read apart from the code that cuts them.
struct DemoViews: Sendable {
    private struct File: Codable {
        struct View: Codable {
            struct Field: Codable {
                let name: String
                let mask: String?
            }

            let id: String
            let contract: String
            let fields: [Field]
        }

        let views: [View]
    }

    /// Mask by field, by `<view>/<contract>`.
    private let masks: [String: [String: String]]

    /// Reads the views of `flows`, a flow table.
    init(flows: URL) throws {
        let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: flows))
        var masks: [String: [String: String]] = [:]
        for view in file.views {
            masks["\(view.id)/\(view.contract)"] = Dictionary(
                view.fields.map { ($0.name, $0.mask ?? "whole") },
                uniquingKeysWith: { first, _ in first }
            )
        }
        self.masks = masks
    }

    /// How `delivered` departs from the view of `original`: a field that is not on the list, a field that is missing,
    /// a value that was changed though it should be whole, or left whole though it should be masked.
    func faults(
        in delivered: [String: DemoValue],
        of original: [String: DemoValue],
        contract: String,
        view: String
    ) -> [String] {
        guard let masks = masks["\(view)/\(contract)"] else { return ["no view \(view) of \(contract)"] }
        var faults: [String] = []
        for (field, value) in delivered {
            guard let mask = masks[field] else {
                faults.append("\(field) is not in view \(view)")
                continue
            }
            if mask == "whole", original[field] != value { faults.append("\(field) was altered") }
            if mask == "last-four", Self.showsTooMuch(value, of: original[field]) {
                faults.append("\(field) shows more than four characters")
            }
        }
        for (field, mask) in masks where mask == "whole" && original[field] != nil && delivered[field] == nil {
            faults.append("\(field) is missing")
        }
        return faults
    }

    /// True when more than the last four characters of `original` are still readable in `value`.
    private static func showsTooMuch(_ value: DemoValue, of original: DemoValue?) -> Bool {
        guard let original, original.description.count > 4 else { return false }
        return zip(value.description, original.description).prefix(original.description.count - 4)
            .contains { $0 == $1 && $0 != "*" }
    }
}
