import Foundation
import Testing
import Trust

@Suite struct DirectoryExportTests {
    /// As `ldapsearch -LLL` prints: values of 76 columns, continued behind a space.
    static func folded(_ attribute: String, _ value: [UInt8], ending: String = "\n") -> String {
        let line = "\(attribute):: \(Data(value).base64EncodedString())"
        var rest = line[...]
        var lines: [String] = []
        while !rest.isEmpty {
            let room = lines.isEmpty ? 76 : 75
            lines.append((lines.isEmpty ? "" : " ") + rest.prefix(room))
            rest = rest.dropFirst(room)
        }
        return lines.joined(separator: ending) + ending
    }

    static let first: [UInt8] = [0x30, 0x03, 1, 2, 3]
    static let second = [UInt8](repeating: 0x5a, count: 1000)

    @Test(arguments: ["\n", "\r\n"]) func everyListOfAnExportIsFound(ending: String) {
        let text =
            [
                "version: 1", "# CRL distribution points of the authority,",
                " certificateRevocationList:: AAAA is no value here",
                "dn: cn=CRL 1,ou=CA,o=Example,c=CN", "objectClass: cRLDistributionPoint", "cn: CRL 1",
            ].joined(separator: ending) + ending
        let export =
            text + Self.folded("certificateRevocationList;binary", Self.first, ending: ending)
            + Self.folded("cACertificate;binary", [9, 9], ending: ending) + ending
            + "dn: cn=CRL 2,ou=CA,o=Example,c=CN" + ending
            + Self.folded("AUTHORITYREVOCATIONLIST", Self.second, ending: ending)
            + Self.folded("deltaRevocationList;lang-zh;binary", Self.first, ending: ending)
        #expect(TrustMaterial.lists(in: Array(export.utf8)) == [Self.first, Self.second, Self.first])
    }

    @Test func whatIsNoBase64AndWhatStandsElsewhereIsHandedOnToBeRefused() {
        let export = """
            dn: cn=a
            certificateRevocationList;binary:: %%%
            certificateRevocationList;binary:< file:///etc/passwd
            """
        let found = TrustMaterial.lists(in: Array(export.utf8)) ?? []
        #expect(found.map { String(decoding: $0, as: UTF8.self) } == ["%%%", "< file:///etc/passwd"])
        #expect(
            found.allSatisfy {
                if case .failure(let fault) = RevocationList.parse($0) { fault.code == .malformed } else { false }
            }
        )
    }

    @Test(arguments: ["", "<html>certificateRevocationList</html>", "dn: cn=a\ncn: a\n", ":::::", " x\n y"])
    func whatHoldsNoListIsNone(text: String) {
        #expect(TrustMaterial.lists(in: Array(text.utf8)) == nil)
    }
}
