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

    /// The mask of a field that is shown as it was sent; also that of a field without one.
    private static let plain = "whole"

    /// The mask of a field that is shown as a keyed code.
    private static let coded = "digest"

    /// Mask by field, by `<view>/<contract>`.
    private let masks: [String: [String: String]]

    /// Reads the views of `flows`, a flow table.
    init(flows: URL) throws {
        let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: flows))
        var masks: [String: [String: String]] = [:]
        for view in file.views {
            masks["\(view.id)/\(view.contract)"] = Dictionary(
                view.fields.map { ($0.name, $0.mask ?? Self.plain) },
                uniquingKeysWith: { first, _ in first }
            )
        }
        self.masks = masks
    }

    /// How `delivered` departs from the view of `original`: a field that is not on the list, a field that is missing,
    /// a value that was changed though it should be plain, or left readable though it should be masked.
    func faults(
        in delivered: [String: DemoValue],
        of original: [String: DemoValue],
        contract: String,
        view: String
    ) -> [String] {
        guard view.hasSuffix("/\(contract)"), let masks = masks[view] else { return ["no view \(view) of \(contract)"] }
        var faults: [String] = []
        for (field, value) in delivered {
            guard let mask = masks[field] else {
                faults.append("\(field) is not in view \(view)")
                continue
            }
            if mask == Self.plain, original[field] != value { faults.append("\(field) was altered") }
            let shown = mask == "last-four" ? 4 : 0
            if mask == Self.coded {
                if !Self.isCoded(value, of: original[field]) { faults.append("\(field) is no digest") }
                continue
            }
            if mask != Self.plain, Self.showsMore(than: shown, value, of: original[field]) {
                faults.append("\(field) shows more than \(shown) characters")
            }
        }
        for (field, mask) in masks where mask == Self.plain && original[field] != nil && delivered[field] == nil {
            faults.append("\(field) is missing")
        }
        return faults
    }

    /// True when every item of `value` is a digest by its form, and as many of them differ as of `original`.
    private static func isCoded(_ value: DemoValue, of original: DemoValue?) -> Bool {
        func items(_ value: DemoValue?) -> [Substring] { (value?.description ?? "").split(separator: ";") }
        let shown = items(value)
        return shown.allSatisfy { item in
            let parts = item.split(separator: ":", omittingEmptySubsequences: false)
            return parts.count == 3 && parts[0] == "hm1" && parts[1].utf8.count == 8 && parts[2].utf8.count == 32
                && parts.dropFirst().allSatisfy { $0.allSatisfy { $0.isHexDigit && !$0.isUppercase } }
        } && Set(shown).count == Set(items(original)).count && shown.count == items(original).count
    }

    /// True unless every item of `value` is asterisks and at most the last `count` characters of that of `original`.
    private static func showsMore(than count: Int, _ value: DemoValue, of original: DemoValue?) -> Bool {
        let shown = value.description.split(separator: ";", omittingEmptySubsequences: false)
        let hidden = (original?.description ?? "").split(separator: ";", omittingEmptySubsequences: false)
        guard shown.count == hidden.count else { return true }
        return zip(shown, hidden).contains { shown, hidden in
            let readable = shown.drop { $0 == "*" }
            return readable.count > count || readable.count == shown.count && !hidden.isEmpty
                || !hidden.hasSuffix(readable)
        }
    }
}
