import Core
import Foundation

/// A trust list as it came from a file or a topic, with its detached signature. Nothing of it counts before
/// ``verified(by:after:)``.
package struct TrustListDocument: Sendable, Hashable {
    /// What the name of a list's file is followed by in the name of its signature's.
    package static let signatureSuffix = ".p7s"

    /// The exact bytes of the list.
    package let bytes: [UInt8]
    /// Detached CMS SignedData over ``bytes``, in DER.
    package let signature: [UInt8]
    /// Where the list came from: the path of its file, or how messages shall call it.
    package let origin: String

    /// A list and its signature as they were received.
    package init(bytes: [UInt8], signature: [UInt8], origin: String) {
        self.bytes = bytes
        self.signature = signature
        self.origin = origin
    }

    /// Reads the list at `path` and its signature beside it.
    ///
    /// - Throws: ``TrustListProblems`` when either cannot be read.
    package init(contentsOfFile path: String) throws(TrustListProblems) {
        let beside = path + TrustListDocument.signatureSuffix
        let (list, signature) = (
            FileManager.default.contents(atPath: path), FileManager.default.contents(atPath: beside)
        )
        var problems: [ConfigurationProblem] = []
        if list == nil { problems.append(TrustListReader.unreadable(path)) }
        if signature == nil {
            problems.append(
                ConfigurationProblem(
                    .fileUnreadable,
                    file: beside,
                    zh: "信任列表没有签名：无法读取签名文件",
                    en: "the trust list is not signed: its signature file cannot be read"
                )
            )
        }
        guard let list, let signature else { throw TrustListProblems(problems: problems) }
        self.init(bytes: [UInt8](list), signature: [UInt8](signature), origin: path)
    }

    /// The list, when `signer` signed exactly these bytes while its certificate was valid, nothing in it is wrong, and it
    /// is no older than the one that was seen last.
    ///
    /// Whether the certificate was valid is judged at the time of issue that the signed list states: a list stays usable
    /// when the certificate ends, and a new one needs a new certificate.
    ///
    /// - Parameter seen: the newest list seen so far, nil when there was none.
    /// - Throws: ``TrustListProblems`` with everything that is wrong; of a list with a bad signature nothing else is told.
    package func verified(
        by signer: TrustListSigner,
        after seen: TrustListMark? = nil
    ) throws(TrustListProblems) -> TrustList {
        if let fault = signer.fault(of: signature, over: bytes) {
            let file = origin + TrustListDocument.signatureSuffix
            throw TrustListProblems(problems: [
                ConfigurationProblem(.signature, file: file, zh: fault.zh, en: fault.en)
            ])
        }
        let list = try TrustListReader.list(bytes, file: origin)
        var problems: [ConfigurationProblem] = []
        if !signer.certificate.isValid(at: list.issued) {
            let (from, until) = (signer.certificate.notBefore.rfc3339, signer.certificate.notAfter.rfc3339)
            problems.append(
                ConfigurationProblem(
                    .signature,
                    file: origin,
                    key: "issued",
                    zh: "签发时间 \(list.issued.rfc3339) 不在认可机构证书的有效期（\(from) 至 \(until)）内",
                    en: "\(list.issued.rfc3339) lies outside the validity of the recognising authority's certificate, "
                        + "\(from) to \(until)"
                )
            )
        }
        if let seen, let fault = list.fault(after: seen) {
            problems.append(
                ConfigurationProblem(.rollback, file: origin, key: "serial", zh: fault.zh, en: fault.en)
            )
        }
        guard problems.isEmpty else { throw TrustListProblems(problems: problems) }
        return list
    }

    /// Signs the bytes of a list with the recognising authority's key; whether they are a list is not looked at.
    ///
    /// - Throws: ``TrustFailure`` when key and certificate do not belong together or are of no kind that lists are signed
    ///   with.
    package static func signed(
        _ bytes: [UInt8],
        key: SigningKey,
        certificate: Certificate,
        origin: String
    ) throws(TrustFailure) -> TrustListDocument {
        _ = try TrustListSigner(certificate)
        let signature = try DetachedSignature.document(over: bytes, key: key, certificate: certificate)
        return TrustListDocument(bytes: bytes, signature: signature, origin: origin)
    }
}
