import Core
import Testing

struct JSONWriterTests {
    @Test func setsCommasAndColons() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("a", 1)
        writer.member("b", nil as String?)
        writer.key("c")
        writer.beginArray()
        writer.beginObject()
        writer.endObject()
        writer.bool(false)
        writer.raw("1.50")
        writer.beginArray()
        writer.endArray()
        writer.endArray()
        writer.member("d", "x\"y")
        writer.member("e", true)
        writer.endObject()
        #expect(writer.text == #"{"a":1,"b":null,"c":[{},false,1.50,[]],"d":"x\"y","e":true}"#)
        writer.removeAll()
        writer.integer(-7)
        #expect(writer.text == "-7")
    }

    @Test(arguments: [
        (0.0, "0"), (1.5, "1.5"), (-0.25, "-0.25"), (1234.5678, "1234.568"), (-0.0004, "0"), (100, "100"),
        (.infinity, "null"), (.nan, "null"), (1e300, "null"),
    ])
    func writesMeasurements(value: Double, expected: String) {
        var writer = JSONWriter()
        writer.number(value)
        #expect(writer.text == expected)
    }

    @Test func writesProblemsInTheirWireForm() {
        var writer = JSONWriter()
        writer.problems([Problem(.fieldType, at: "/A", rule: "1.A.type", severity: .warning, zh: "中", en: "en")])
        #expect(
            writer.text
                == #"[{"code":"field_type","pointer":"/A","rule":"1.A.type","severity":"warning","message":{"zh":"中","en":"en"}}]"#
        )
    }
}
