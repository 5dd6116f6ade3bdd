import ContractEngine
import Testing

/// Vectors: python-stdnum and hutool tests, a public code worked out by hand, ISBT 128 and the python-stdnum doctest for
/// MOD 37-2, and the bodies of a published synthetic set computed by an independent program.
struct IdentifierTests {
    private func accepts(_ kind: IdentifierKind, _ text: String) -> Bool { kind.accepts(Array(text.utf8).span) }

    @Test(arguments: [
        "91110000600037341L", "121200004013590816", "911522010783762860", "91152201078377449P", "91620105L015101280",
        "92340602MA2PBQAH7E", "91310110666007217T", "91310115591693856A", "91140100MA0GTCLY49", "12350100000000019K",
        "91350200MA0000007F", "11350000000000027C",
    ])
    func creditCodes(text: String) {
        #expect(accepts(.uscc, text))
        #expect(accepts(.partyCode, text))
        #expect(accepts(.organisationCode, String(text.dropFirst(8).prefix(9))))
        // Any other check character is wrong.
        for check in "0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ*" where check != text.last {
            #expect(!accepts(.uscc, String(text.dropLast()) + String(check)))
        }
    }

    @Test(arguments: [
        "91350211M00013FA1N", "91110000600037341N", "9111000060003IOZSV", "", "91110000600037341",
        "91110000600037341LL",
        "91110000600037341l", "9111000060003734１", "91110000600037342L",
    ])
    func noCreditCodes(text: String) {
        #expect(!accepts(.uscc, text))
        #expect(!accepts(.partyCode, text))
    }

    @Test(arguments: [
        ("MA0GTCLY4", true), ("MA0GTCLY5", false), ("MA0GTCL4", false), ("600037341", true), ("60003734X", false),
    ])
    func organisationCodes(text: String, expected: Bool) {
        #expect(accepts(.organisationCode, text) == expected)
        #expect(accepts(.partyCode, text) == expected)
    }

    @Test(arguments: [
        ("360426199101010071", true), ("110101199001010015", true), ("350100198506150025", true),
        ("360426199101010072", false), ("360426199102300071", false), ("36042619910101007x", false),
        ("36042619910101007", false), ("A60426199101010071", false),
    ])
    func identityNumbers(text: String, expected: Bool) {
        #expect(accepts(.identityNumber, text) == expected)
    }

    @Test(arguments: [
        (IdentifierKind.projectCode, "E3501000000000001", true), (.projectCode, "E350100000000000", false),
        (.projectCode, "e3501000000000001", false), (.projectCode, "E9901000000000001", false),
        (.projectCode, "E35010000000000A1", false), (.tenderProjectCode, "E3501000000000001001", true),
        (.tenderProjectCode, "E3501000000000001", false), (.sectionCode, "E3501000000000001001001", true),
        (.sectionCode, "E350100000000000100100A", false), (.platformCode, "E4401000002", true),
        (.platformCode, "44401000002", false), (.platformCode, "E440100000", false), (.region, "350100", true),
        (.region, "660000", true), (.region, "990000", false), (.region, "35010", false), (.region, "35010a", false),
        (.industry, "E47", true), (.industry, "T97", true), (.industry, "U01", false), (.industry, "E4", false),
        (.industry, "E4a", false), (.currency, "156", true), (.currency, "CNY", true), (.currency, "036", true),
        (.currency, "999", false), (.currency, "cny", false), (.currency, "ABC", false), (.currency, "15", false),
        (.investmentCode, "2017-440300-48-03-701234", true), (.investmentCode, "2017-440300-48-03-70123", false),
        (.investmentCode, "2017_440300-48-03-701234", false),
    ])
    func compositions(kind: IdentifierKind, text: String, expected: Bool) {
        #expect(accepts(kind, text) == expected)
    }

    @Test(arguments: [
        ("A01-12350100000000019K-20240105-000001-4", true, true),
        ("A02-12350100000000019K-20240105-000001-R", true, true),
        ("D01-12350100000000019K-20240105-000001-L", true, true),
        ("B01-12350100000000019K-20240105-000001-M", true, true),
        ("C01-12350100000000019K-20240105-000001-3", true, true), ("C0112350100000000019K202401050000013", true, true),
        ("A01-12350100000000019K-20240105-000001-C", true, false),
        ("A01-12350100000000019K-20240105-000001-*", true, false),
        ("A01-12350100000000019K-20240230-000001-4", false, true),
        ("A01-1235010000000001ZK-20240105-000001-4", false, false),
        ("A0112350100000000019K-20240105-000001-4", false, false),
        ("a01-12350100000000019K-20240105-000001-4", false, false), ("", false, false),
    ])
    func unifiedDealCodes(text: String, isWellFormed: Bool, hasCheck: Bool) {
        #expect(accepts(.unifiedDealCode, text) == isWellFormed)
        if isWellFormed { #expect(accepts(.unifiedDealCheck, text) == hasCheck) }
    }

    /// No byte sequence traps, whatever its length.
    @Test(arguments: IdentifierKind.allCases)
    func nothingTraps(kind: IdentifierKind) {
        for length in 0...48 {
            for byte: UInt8 in [0, 0x2a, 0x2d, 0x30, 0x39, 0x41, 0x5a, 0x80, 0xff] {
                _ = kind.accepts([UInt8](repeating: byte, count: length).span)
            }
        }
    }

    @Test(arguments: [
        ("http://a", true), ("https://ggzy.example/a?b=c#d", true), ("HTTPS://Example", true), ("http://例子.cn/", true),
        ("http://[::1]/", true), ("http://1.2.3.4:8080/x", true), ("", false), ("#", false), ("www.example.cn", false),
        ("http:/a", false), ("http://", false), ("https://", false), ("https:///path", false), ("ftp://a/b/c", false),
        ("http://a b", false), (" http://a", false), ("http://a\u{3000}", false), ("http://a\u{a0}b", false),
        ("http://a\n", false), ("httpx://abc", false), ("http://-a", false), ("http:\\\\abc", false),
    ])
    func webAddresses(text: String, expected: Bool) {
        #expect(accepts(.url, text) == expected)
    }
}
