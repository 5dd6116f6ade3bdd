import ContractEngine
import Core
import Pipeline

/// A record of 行政监管事项 on its way to be signed by its approver.
struct SupervisionRecord {
    private let contract: ContractProgram
    private let members: [JSONNode.Member]
    /// What the approver signs.
    let text: [UInt8]

    /// What speaks against signing a record, in words for the receipt that it would get.
    struct Refusal: Error {
        /// At least one error.
        let problems: ProblemList
    }

    /// Reads `payload` as a record of `contract` under `operation`; whatever stands in its signature is passed over.
    ///
    /// - Throws: the problems for which admission would refuse the record, those of the signature left out.
    init(
        _ payload: [UInt8],
        _ contract: ContractProgram,
        operation: RecordOperation = .add
    ) throws(Refusal) {
        var validator = RecordValidator()
        var problems = ProblemList()
        _ = validator.validate(payload, against: contract, operation: operation, problems: &problems)
        var others = ProblemList()
        for problem in problems.problems where problem.pointer != "/\(ApprovalText.field)" { others.append(problem) }
        guard !others.refuses else { throw Refusal(problems: others) }
        guard case .object(let members)? = try? JSONNode.parse(payload) else { throw Refusal(problems: problems) }
        self.contract = contract
        self.members = members
        text = ApprovalText.bytes(contract, value: validator.text(of:))
    }

    /// The record with `signature` in its place, the other members as they were and in their order.
    func payload(signature: String) -> [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.beginObject()
        for member in members where member.name != ApprovalText.field {
            writer.key(member.name)
            SupervisionRecord.write(member.value, to: &writer)
        }
        writer.member(ApprovalText.field, signature)
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ node: JSONNode, to writer: inout JSONWriter) {
        switch node {
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.name)
                write(member.value, to: &writer)
            }
            writer.endObject()
        case .array(let items):
            writer.beginArray()
            for item in items { write(item, to: &writer) }
            writer.endArray()
        case .string(let text): writer.string(text)
        case .number(let text): writer.raw(text)
        case .bool(let flag): writer.bool(flag)
        case .null: writer.null()
        }
    }
}
