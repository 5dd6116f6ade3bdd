/// What must hold for the envelope on any headers; checked by fuzzing and on the committed corpus.
package enum EnvelopeLaws {
    /// Checks the laws on the headers that `bytes` stand for: fields parted by the byte 0, in turns a name and a value;
    /// a value that is the single byte 1 stands for Kafka's null.
    ///
    /// - Returns: the law that is broken, or nil.
    package static func violation(by bytes: [UInt8]) -> String? {
        let (envelope, problems) = EventEnvelope.parse(headers(bytes))
        guard problems.problems.count <= ProblemList.defaultLimit else { return "the problems are unbounded" }
        for name in AttributeName.allCases {
            guard let value = envelope[name] else { continue }
            guard value.utf8.count <= EventEnvelope.maximumValueLength else { return "a value is too long" }
            if value.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) }) {
                return "a value holds a control character"
            }
        }
        let base = SigningBase.bytes(
            of: envelope,
            digestName: "sha-256",
            digest: Array("AA==".utf8),
            algorithm: "cms",
            keyID: ""
        )
        let present = AttributeName.allCases.filter { envelope[$0] != nil }.count
        guard base.count(where: { $0 == 0x0a }) == present + 1 else {
            return "a value forges a line of the signing base"
        }
        guard !problems.refuses else { return nil }
        if let missing = AttributeName.allCases.first(where: { $0.isRequired && envelope[$0] == nil }) {
            return "accepted without \(missing.rawValue)"
        }
        guard envelope.sourcePlatformCode != nil, envelope.dataSetName != nil else {
            return "accepted without a sender"
        }
        let again = EventEnvelope.parse(envelope.headers)
        return again.problems.isEmpty && again.envelope == envelope ? nil : "its own headers are another envelope"
    }

    private static func headers(_ bytes: [UInt8]) -> [RecordHeader] {
        let fields = bytes.split(separator: 0, omittingEmptySubsequences: false)
        return stride(from: 0, to: fields.count - 1, by: 2).map { index in
            let value = Array(fields[index + 1])
            return RecordHeader(String(decoding: fields[index], as: UTF8.self), bytes: value == [1] ? nil : value)
        }
    }
}
