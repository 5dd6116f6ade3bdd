import Core
import Trust

/// A part of a signed record that an input replaces; the raw value is the input's first byte.
enum SignaturePart: UInt8 {
    /// A SignedData in DER.
    case document = 1
    /// A TimeStampToken in DER.
    case stamp = 2
    /// A bare signature.
    case signature = 3
    /// The hashes of a path.
    case path = 4
    /// A certificate in DER, under its own key id.
    case certificate = 5
    /// The text of a batch's place.
    case place = 6

    /// True where only the part itself may be accepted; of the others a part is not signed, or has a twin.
    var isExact: Bool {
        switch self {
        case .path, .certificate, .place: true
        case .document, .stamp, .signature: false
        }
    }

    private var header: String {
        switch self {
        case .document, .signature: SignatureHeader.signature
        case .stamp: SignatureHeader.stamp
        case .path: SignatureHeader.path
        case .certificate: SignatureHeader.certificate
        case .place: SignatureHeader.batch
        }
    }

    /// True when `record` has such a part.
    func occurs(in record: SignedRecord) -> Bool {
        let isDocument = record.text(SignatureHeader.form) == Array("cms".utf8)
        switch self {
        case .document: return isDocument
        case .signature: return !isDocument
        default: return record.text(header) != nil
        }
    }

    /// The part as it stands in `record`, decoded.
    func value(in record: SignedRecord) -> [UInt8]? {
        let text = record.text(header)
        return self == .place ? text : text.flatMap { Base64.decode($0, limit: 1 << 16) }
    }

    /// The headers of `record` with `bytes` in the place of the part.
    func replaced(in record: SignedRecord, by bytes: [UInt8]) -> [RecordHeader] {
        let text = self == .place ? bytes : Array(Base64.encode(bytes).utf8)
        return record.headers.map { field in
            if field.name == header { return RecordHeader(field.name, bytes: text) }
            guard self == .certificate, field.name == SignatureHeader.keyID else { return field }
            return RecordHeader(field.name, "sha-256:" + PayloadDigest(.sha256, of: bytes).hex)
        }
    }
}
