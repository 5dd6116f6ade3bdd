/// The code of a party to a transaction (主体代码): what a field accepts that takes organisations and persons alike.
enum PartyCode {
    /// True for a credit code or identity number (18 characters) or an organisation code (9).
    static func isValid(_ text: Span<UInt8>) -> Bool {
        switch text.count {
        case 18: UnifiedSocialCreditCode.isValid(text) || IdentityNumber.isValid(text)
        case 9: OrganisationCode.isValid(text)
        default: false
        }
    }
}
