extension IdentifierKind {
    /// What a regular expression can say of the rule.
    struct Pattern {
        /// Matches every value that the rule accepts.
        let text: String
        /// True when it matches no other value: the rule has no check character.
        let isExact: Bool
    }

    /// The rule as a regular expression.
    var pattern: Pattern {
        switch self {
        case .uscc: Pattern(text: Self.credit, isExact: false)
        case .organisationCode: Pattern(text: Self.organisation, isExact: false)
        case .identityNumber: Pattern(text: Self.identity, isExact: false)
        case .partyCode: Pattern(text: "(\(Self.credit)|\(Self.identity)|\(Self.organisation))", isExact: false)
        case .projectCode: Pattern(text: Self.project(17), isExact: true)
        case .tenderProjectCode: Pattern(text: Self.project(20), isExact: true)
        case .sectionCode: Pattern(text: Self.project(23), isExact: true)
        case .unifiedDealCode:
            Pattern(
                text:
                    "[A-Z][0-9]{2}(-[0-9A-HJ-NPQRTUWXY]{18}-\(PatternText.date)-[0-9]{6}-|[0-9A-HJ-NPQRTUWXY]{18}\(PatternText.date)[0-9]{6})"
                    + "[0-9A-Z*]",
                isExact: true
            )
        case .unifiedDealCheck: Pattern(text: "([0-9A-Z\\-]{39}|[0-9A-Z\\-]{35})[0-9A-Z*]", isExact: false)
        case .platformCode: Pattern(text: "[A-Z][0-9]{10}", isExact: true)
        case .region: Pattern(text: "\(PatternText.province)[0-9]{4}", isExact: true)
        case .industry: Pattern(text: "[A-T][0-9]{2}", isExact: true)
        case .currency: Pattern(text: PatternText.choice(CurrencyCode.all), isExact: true)
        case .url:
            // The host begins with a letter, a digit, a bracket or a character beyond ASCII; there is no blank.
            Pattern(
                text: #"[hH][tT][tT][pP][sS]?://[^\u0000-\u002f\u003a-\u0040\u005c-\u0060\u007b-\u007f\u00a0\u3000]"#
                    + #"[^\u0000-\u0020\u007f\u00a0\u3000]*"#,
                isExact: true
            )
        case .investmentCode: Pattern(text: "[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}", isExact: true)
        }
    }

    /// The alphabet of GB 32100 is without I, O, S, V and Z; character 17 is the check character of GB 11714.
    private static let credit = "[0-9A-HJ-NPQRTUWXY]{16}[0-9X][0-9A-HJ-NPQRTUWXY]"
    private static let organisation = "[0-9A-Z]{8}[0-9X]"
    private static let identity = "[0-9]{6}\(PatternText.date)[0-9]{3}[0-9X]"

    private static func project(_ length: Int) -> String {
        "[A-Z]\(PatternText.province)[0-9]{\(length - 3)}"
    }
}
