/// A place of a sample certificate that holds the code of an organisation, and how it is written there.
struct IdentityGuess {
    /// The place as an entry of the identity map.
    let source: IdentitySource
    /// The whole text at the place.
    let value: String
    /// The code in it.
    let code: String
    /// True when the check character of the code is right.
    let isChecked: Bool

    /// Looks for a 统一社会信用代码, else an organisation code, at `place` of `sample`; what stands around it becomes the
    /// pattern. Nil when there is none.
    init?(at place: IdentitySource.Place, in sample: Certificate) {
        for value in CertificateIdentity.values(in: sample, at: place) where value.count <= 256 {
            if let found = IdentityGuess.window(18, of: value, SocialCreditCode.text, SocialCreditCode.isChecked) {
                self.init(place, value, found, holds: .uscc)
                return
            }
            // Nine characters occur by chance: the check character has to be right, and nothing may stand around.
            if let code = OrganisationCode.text(value), OrganisationCode.isChecked(code) {
                self.init(place, value, (0..<value.count, code, true), holds: .organisationCode)
                return
            }
        }
        return nil
    }

    private init?(
        _ place: IdentitySource.Place,
        _ value: [UInt8],
        _ found: (range: Range<Int>, code: String, isChecked: Bool),
        holds: IdentitySource.Content
    ) {
        let text = String(decoding: value[..<found.range.lowerBound], as: UTF8.self)
        let rest = String(decoding: value[found.range.upperBound...], as: UTF8.self)
        guard let pattern = IdentityPattern(text + IdentityPattern.placeholder + rest) else { return nil }
        source = IdentitySource(place, pattern: pattern, holds: holds)
        self.value = String(decoding: value, as: UTF8.self)
        code = found.code
        isChecked = found.isChecked
    }

    /// The stretch of `value` that `read` takes for a code: one with the right check character, else the whole.
    private static func window(
        _ length: Int,
        of value: [UInt8],
        _ read: (ArraySlice<UInt8>) -> String?,
        _ isChecked: (String) -> Bool
    ) -> (range: Range<Int>, code: String, isChecked: Bool)? {
        guard value.count >= length else { return nil }
        for start in 0...(value.count - length) {
            let range = start..<(start + length)
            if let code = read(value[range]), isChecked(code) { return (range, code, true) }
        }
        return read(value[...]).map { (0..<length, $0, false) }
    }
}
