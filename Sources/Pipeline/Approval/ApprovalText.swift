package import ContractEngine
import Core

/// The text of a record of 行政监管事项 that its approver signs (docs/specs/approver-signature.md §3).
package enum ApprovalText {
    /// Wire name of the data set.
    package static let dataset = "ADMIN_SUPER_ITEM_INFO"
    /// The field that holds the signature.
    package static let field = "SIGNATURE"

    /// The text of the record whose fields `value` gives: a first line that names the data set, then a line for each field
    /// of `contract` that has a value, in the order of the contract, without the signature.
    package static func bytes(_ contract: ContractProgram, value: (String) -> String?) -> [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        var text = Array("\"@dataset\": ".utf8)
        writer.string(contract.name)
        text += writer.bytes
        for field in contract.fields where field.name != ApprovalText.field {
            guard let found = value(field.name), !found.isEmpty else { continue }
            writer.removeAll()
            writer.string(found)
            text.append(0x0a)
            text += Array("\"\(field.name)\": ".utf8)
            text += writer.bytes
        }
        return text
    }
}
