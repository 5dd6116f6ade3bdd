import Core
import Foundation
import Testing

@testable import ContractEngine

/// Schemas of a small XML dialect against XML Schema 1.0, worked out by hand.
struct XSDExporterTests {
    private static let dialect = #"""
        {"dialect": "box", "title": {"zh": "盒", "en": "Box"}, "format": "xml", "signs": [{"root": "BOX"}],
         "xml": {"root": "BOX", "lists": ["/FILE"]}, "source": "s"}
        """#
    private static let mapping = #"""
        {"dataset": "*", "both": [{"national": "@DATA_KEY", "foreign": "/HEAD/KEY"}, {"national": "@DATA_TYPE", "foreign": "/HEAD/TYPE"}],
         "body": "/BODY", "rest": "copy", "ignored": {"/FILE": "beside"}, "source": "s"}
        """#

    private func schema(_ operation: RecordOperation) throws -> String {
        let fixture = try ContractFixture(replacing: [
            "dialects/box/dialect.json": Self.dialect, "dialects/box/mappings/any.json": Self.mapping,
        ])
        let catalog = try fixture.load()
        let dialects = try DialectCatalog.load(from: fixture.directory.path(), contracts: catalog).dialects
        let export = ContractExport(
            catalog.programs,
            samples: SampleSuite(directory: fixture.directory.path(), catalog: catalog),
            as: .xsd,
            operations: [operation],
            dialects: dialects
        )
        let files = export.files(of: catalog.programs[0])
        #expect(files.map(\.path) == ["SAMPLE.box.\(operation.rawValue).xsd"])
        return try #require(files.first.map { String(decoding: $0.bytes, as: UTF8.self) })
    }

    /// The declaration of an element without line breaks, indentation and documentation.
    private func declaration(_ name: String, in schema: String) throws -> String {
        let lines = schema.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.hasPrefix("<xs:annotation") }
        let start = try #require(lines.firstIndex { $0.hasPrefix("<xs:element name=\"\(name)\"") })
        if lines[start].hasSuffix("/>") { return lines[start] }
        let end = try #require(lines[start...].firstIndex { $0 == "</xs:element>" })
        return lines[start...end].joined()
    }

    @Test(arguments: [
        (
            "CASE",
            #"<xs:element name="CASE"><xs:simpleType><xs:restriction base="xs:string"><xs:minLength value="5"/><xs:maxLength value="5"/></xs:restriction></xs:simpleType></xs:element>"#
        ),
        (
            "KIND",
            #"<xs:element name="KIND" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value=""/><xs:enumeration value="a"/><xs:enumeration value="b"/></xs:restriction></xs:simpleType></xs:element>"#
        ),
        (
            "MONEY",
            #"<xs:element name="MONEY" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="(-?[0-9]{1,3}(\.[0-9]{1,2})?)?"/></xs:restriction></xs:simpleType></xs:element>"#
        ),
        ("SOFT", #"<xs:element name="SOFT" minOccurs="0" type="xs:string"></xs:element>"#),
        (
            "TYPE",
            #"<xs:element name="TYPE"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="1"/></xs:restriction></xs:simpleType></xs:element>"#
        ),
        ("FILE", #"<xs:element name="FILE" minOccurs="0" maxOccurs="unbounded"/>"#),
    ])
    func elementsSayWhatTheirRowsDo(name: String, expected: String) throws {
        #expect(try declaration(name, in: schema(.add)) == expected)
    }

    @Test func anUpdateHoldsWhatItTouches() throws {
        let schema = try schema(.change)
        #expect(try declaration("NAME", in: schema).hasPrefix(#"<xs:element name="NAME" minOccurs="0">"#))
        #expect(schema.contains(#"<xs:enumeration value="2"/>"#))
        #expect(schema.contains(#"<xs:enumeration value="3"/>"#))
    }
}
