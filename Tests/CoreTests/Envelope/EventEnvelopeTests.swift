import Core
import Testing

/// What is read of the headers of a submission (docs/specs/envelope.md §2).
struct EventEnvelopeTests {
    /// One well-formed value for each attribute.
    private static let sound: [AttributeName: String] = [
        .specversion: "1.0", .id: "e-1", .source: "/platforms/91350100MA00000901", .type: "cn.ggzy.TENDER_PROJECT",
        .subject: "招标项目", .time: "2026-11-21T03:18:00Z", .dataschema: "/contracts/national/v2/TENDER_PROJECT",
        .contenttype: "application/json", .partitionkey: "E3501000001000001001", .datakey: "0123456789abcdefghijkl",
        .operation: "add", .sector: "A08", .region: "350100", .corrects: "e-0",
        .supervisedept: "1135010000000129XF;建设局",
        .opentype: "1", .classification: "none",
    ]

    /// The order of the signing base, as the specification lists it.
    private static let order = [
        "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time", "ce_dataschema", "content-type",
        "ce_partitionkey", "ce_datakey", "ce_operation", "ce_sector", "ce_region",
        "ce_corrects", "ce_supervisedept", "ce_opentype", "ce_classification",
    ]

    private static func headers(_ change: (inout [AttributeName: String]) -> Void = { _ in }) -> [RecordHeader] {
        var attributes = sound
        change(&attributes)
        return attributes.map { RecordHeader($0.key.header, $0.value) }.sorted { left, right in
            (order.firstIndex(of: left.name) ?? 0) < (order.firstIndex(of: right.name) ?? 0)
        }
    }

    private static func faults(_ headers: [RecordHeader]) -> [String] {
        EventEnvelope.parse(headers).problems.problems.map { "\($0.code.rawValue) \($0.pointer)" }
    }

    @Test func headersStandInTheOrderOfTheSigningBase() {
        #expect(Self.headers().map(\.name) == Self.order)
        #expect(EventEnvelope(attributes: Self.sound).headers == Self.headers())
    }

    @Test func anyOrderIsRead() {
        let headers = Self.headers()
        for start in headers.indices {
            let turned = Array(headers[start...] + headers[..<start])
            for order in [turned, Array(turned.reversed())] {
                let (envelope, problems) = EventEnvelope.parse(order)
                #expect(problems.isEmpty)
                #expect(envelope == EventEnvelope(attributes: Self.sound))
            }
        }
    }

    @Test func othersHeadersAreLeftAlone() {
        var headers: [RecordHeader] = []
        for header in Self.headers() {
            headers += [RecordHeader("x-\(header.name)", "1"), header, RecordHeader("", "")]
        }
        #expect(Self.faults(headers) == [])
    }

    @Test func whatIsMissingIsNamed() {
        let optional: Set<AttributeName> = [
            .subject, .sector, .region, .corrects, .supervisedept, .opentype, .classification,
        ]
        for name in Self.sound.keys {
            let faults = Self.faults(Self.headers { $0[name] = nil })
            #expect(faults == (optional.contains(name) ? [] : ["attribute_missing /@attributes/\(name.rawValue)"]))
        }
    }

    /// The first value counts, wherever the second stands.
    @Test func whatIsRepeatedIsNamed() {
        for name in Self.sound.keys {
            let second = RecordHeader(name.header, Self.sound[name] ?? "")
            for headers in [Self.headers() + [second], [second] + Self.headers()] {
                #expect(Self.faults(headers) == ["attribute_invalid /@attributes/\(name.rawValue)"])
            }
        }
    }

    @Test func anAttributeThatCannotBeReadIsNotMissing() {
        for name in Self.sound.keys {
            var headers = Self.headers { $0[name] = nil }
            headers.append(RecordHeader(name.header, bytes: [0xff]))
            let (envelope, problems) = EventEnvelope.parse(headers)
            #expect(problems.problems.map(\.pointer) == ["/@attributes/\(name.rawValue)"])
            #expect(envelope[name] == nil)
        }
    }

    /// Lengths count bytes of ASCII letters and digits: no character of several bytes or scalars passes for one.
    @Test(
        arguments: [
            (.source, "/platforms/91350100MA0000090"), (.source, "/platforms/91350100MA000009012"),
            (.source, "/platforms/91350100MA0000é1"), (.source, "/platforms/\u{301}1350100MA00000901"),
            (.source, "/platforms/91350100MA0000090\u{ff11}"), (.source, "/platforms"), (.source, "/platforms/"),
            (.source, "/Platforms/91350100MA00000901"), (.source, "platforms/91350100MA00000901"),
            (.source, " /platforms/91350100MA00000901"), (.source, "/platforms/91350100MA0000090 "),
            (.type, "cn.ggzy."), (.type, "cn.ggzy"), (.type, "cn.ggzy.\u{301}PROJECT"),
            (.type, "cn.ggzy.PROJ\u{415}CT"),
            (.type, "cn.ggzy.TENDER-PROJECT"), (.type, "cn.ggzy.TENDER PROJECT"), (.type, "CN.GGZY.PROJECT"),
            (.type, "cn.ggzy." + String(repeating: "A", count: 65)),
            (.type, "cn.ggzy." + String(repeating: "中", count: 22)),
            (.datakey, "0123456789abcdefghijk"), (.datakey, "0123456789abcdefghijklm"),
            (.datakey, "0123456789abcdefghij中"), (.datakey, "0123456789abcdefghij-l"),
            (.datakey, "0123456789abcdefgh😀"),
            (.sector, "A0"), (.sector, "A080"), (.sector, "中"), (.sector, "A\u{660}"), (.region, "35010"),
            (.region, "3501000"), (.region, "中国"), (.region, "35010A"),
        ] as [(AttributeName, String)]
    )
    func formsAreExact(name: AttributeName, value: String) {
        #expect(
            Self.faults(Self.headers { $0[name] = value }) == ["attribute_invalid /@attributes/\(name.rawValue)"]
        )
    }

    @Test(
        arguments: [
            (.source, "/platforms/abcdefghijklmnopqr"), (.type, "cn.ggzy._"), (.type, "cn.ggzy.a1"),
            (.type, "cn.ggzy." + String(repeating: "A", count: 64)), (.datakey, "ZZZZZZZZZZZZZZZZZZZZZZ"),
            (.sector, "zzz"),
            (.region, "000000"),
        ] as [(AttributeName, String)]
    )
    func theFormIsAllThatIsAsked(name: AttributeName, value: String) {
        #expect(Self.faults(Self.headers { $0[name] = value }) == [])
    }

    @Test(arguments: [
        (nil, nil), ("cn.ggzy.TENDER_PROJECT", "TENDER_PROJECT"), ("cn.ggzy.", nil), ("cn.ggzy", nil), ("", nil),
        ("cn.ggzy.中文", "中文"), ("com.ggzy.PROJECT", nil), ("cn.ggzy.cn.ggzy.X", "cn.ggzy.X"),
    ])
    func theDataSetStandsBehindThePrefix(type: String?, name: String?) {
        var attributes = Self.sound
        attributes[.type] = type
        #expect(EventEnvelope(attributes: attributes).dataSetName == name)
    }

    @Test(arguments: [
        (nil, nil), ("/platforms/91350100MA00000901", "91350100MA00000901"), ("/platforms/", nil), ("/platform", nil),
        ("/platforms/91350100MA0000090", nil), ("/platforms/91350100MA000009011", nil),
        // Six characters of three bytes: the length is one of bytes, and AttributeForm refuses the value.
        ("/platforms/公共资源交易", "公共资源交易"),
    ])
    func thePlatformStandsBehindThePrefix(source: String?, code: String?) {
        var attributes = Self.sound
        attributes[.source] = source
        #expect(EventEnvelope(attributes: attributes).sourcePlatformCode == code)
    }

    /// Reading of signatures looks at headers of this prefix only.
    @Test(arguments: [
        SignatureHeader.form, SignatureHeader.algorithm, SignatureHeader.keyID, SignatureHeader.certificate,
        SignatureHeader.signature,
    ])
    func signatureHeadersShareTheirPrefix(name: String) {
        #expect(name.hasPrefix(SignatureHeader.prefix))
        #expect(!Self.order.contains { $0.hasPrefix(SignatureHeader.prefix) })
    }
}
