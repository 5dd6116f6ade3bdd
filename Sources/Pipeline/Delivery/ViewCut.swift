import Core
import RoutingPolicy

/// Cuts records of one data set to one view: what the allow-list does not name does not leave.
struct ViewCut {
    private let masks: [String: FieldMask?]
    private let dataset: String

    init(_ view: View) {
        dataset = view.contract
        masks = Dictionary(view.fields.map { ($0.name, $0.mask) }) { first, _ in first }
    }

    /// The members of `payload` that the view lists, in the order of the payload; nil with the problem when it is not
    /// a JSON object.
    func project(_ payload: [UInt8], problems: inout ProblemList) -> [UInt8]? {
        var tape = JSONTape()
        let bytes = payload.span
        if let failure = tape.scan(bytes) {
            problems.append(failure.problem)
            return nil
        }
        guard tape[0].kind == .object else {
            problems.append(
                Problem(
                    .recordNotObject,
                    rule: "view.object",
                    zh: "\(dataset) 的记录不是 JSON 对象",
                    en: "the record of \(dataset) is not a JSON object"
                )
            )
            return nil
        }
        var writer = JSONWriter(capacity: payload.count)
        writer.beginObject()
        var index = 1
        let end = tape.indexAfter(0)
        while index + 1 < end {
            let name = JSONText.string(bytes, tape[index])
            if let mask = masks[name] { write(name, tape[index + 1], bytes, mask, &writer) }
            index = tape.indexAfter(index + 1)
        }
        writer.endObject()
        return writer.bytes
    }

    private func write(
        _ name: String,
        _ token: JSONToken,
        _ bytes: Span<UInt8>,
        _ mask: FieldMask?,
        _ writer: inout JSONWriter
    ) {
        switch token.kind {
        case .string, .number:
            writer.key(name)
            if let mask {
                writer.string(ViewCut.masked(JSONText.string(bytes, token), by: mask))
            } else {
                writer.raw(bytes, token.rawRange)
            }
        case .null:
            writer.key(name)
            writer.null()
        case .object, .array, .key, .true, .false:
            // No field of a contract has such a value; what is not understood does not leave.
            break
        }
    }

    /// An empty value stays empty: it hides nothing.
    private static func masked(_ text: String, by mask: FieldMask) -> String {
        let scalars = Array(text.unicodeScalars)
        let shown =
            switch mask {
            case .whole: 0..<0
            case .lastFour: scalars.count > 4 ? scalars.count - 4..<scalars.count : 0..<0
            case .yearOnly: 0..<min(4, scalars.count)
            }
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() { result.append(shown.contains(index) ? scalar : "*") }
        return String(result)
    }
}
