import Foundation

/// A value of a demonstration record: text or number, as it will stand in the JSON body.
enum DemoValue: Codable, Sendable, Hashable {
    case text(String)
    case number(Decimal)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .number(try container.decode(Decimal.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        }
    }

    /// The value as text, for keys and attributes.
    var description: String {
        switch self {
        case .text(let text): text
        case .number(let number): "\(number)"
        }
    }

    /// The value with every `{n}` replaced by `serial`.
    func replacingSerial(with serial: String) -> DemoValue {
        guard case .text(let text) = self else { return self }
        return .text(text.replacingOccurrences(of: "{n}", with: serial))
    }
}
