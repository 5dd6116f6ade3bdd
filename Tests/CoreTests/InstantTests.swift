import Core
import Testing

struct InstantTests {
    /// Expected milliseconds come from `date -u -d … +%s`.
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-11-21T03:18:00Z", 1_795_231_080_000),
            ("2026-11-21T11:18:00.250+08:00", 1_795_231_080_250),
            ("2000-02-29T23:59:59.9999Z", 951_868_799_999),
            ("1969-12-31T23:59:59Z", -1000),
        ] as [(String, Int64)]
    )
    func readsDateTimes(text: String, milliseconds: Int64) {
        #expect(Instant(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-21T24:00:00Z",
        "2026-11-21T00:00:00", "2026-11-21T00:00:00.Z", "2026-11-21T00:00:00Zx", "0000-01-01T00:00:00Z",
    ])
    func refusesWhatIsNotADateTime(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test(arguments: [0, 951_868_799_999, 1_795_231_080_250, -1, -62_135_596_800_000] as [Int64])
    func writesWhatItReads(milliseconds: Int64) {
        let instant = Instant(milliseconds: milliseconds)
        #expect(Instant(rfc3339: instant.rfc3339) == instant)
    }

    /// Expected texts come from `date -u -d @…`; the first and last instants of the years with four digits included.
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"), (7, "1970-01-01T00:00:00.007Z"),
            (-1000, "1969-12-31T23:59:59.000Z"), (951_782_399_050, "2000-02-28T23:59:59.050Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (951_868_800_100, "2000-03-01T00:00:00.100Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (1_795_231_080_250, "2026-11-21T03:18:00.250Z"), (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)]
    )
    func writesDateTimes(milliseconds: Int64, text: String) {
        #expect(Instant(milliseconds: milliseconds).rfc3339 == text)
    }

    /// A broker may stamp any 64-bit number of milliseconds; the text keeps its form.
    @Test(arguments: [Int64.min, -62_135_596_800_001, 253_402_300_800_000, Int64.max])
    func whatIsBeyondFourDigitsOfAYearStillHasTheForm(milliseconds: Int64) throws {
        let text = Instant(milliseconds: milliseconds).rfc3339
        #expect(text.wholeMatch(of: /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/) != nil)
    }
}
