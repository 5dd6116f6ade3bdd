import COpenSSL
import Core

/// What must hold of ciphertext on any bytes; checked by fuzzing and on the committed corpus.
package enum CiphertextLaws {
    /// Checks the laws on `bytes`.
    ///
    /// - Returns: the law that is broken, or nil.
    package static func violation(by bytes: [UInt8]) -> String? {
        let document: CiphertextDocument
        do throws(CiphertextFault) {
            document = try CiphertextDocument(bytes)
        } catch {
            return error.problem.code.isRetryable ? "a malformed document may be accepted later" : nil
        }
        guard (1...CiphertextDocument.maximumReaders).contains(document.readers.count) else {
            return "nobody, or too many, can open what was accepted"
        }
        guard (try? CiphertextDocument(bytes + [0])) == nil, (try? CiphertextDocument(Array(bytes.dropLast()))) == nil
        else { return "something stands behind what was accepted" }
        // OpenSSL knows no names of GM/T 0010. Where it reads a document too, nobody in it may have been passed over.
        guard document.family == .international, let count = recipientCount(bytes) else { return nil }
        return count == document.recipientCount ? nil : "OpenSSL finds \(count) recipients"
    }

    /// How many RecipientInfos OpenSSL finds; nil when it does not read the document.
    private static func recipientCount(_ der: [UInt8]) -> Int? {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        // The bytes live during the call; OpenSSL copies what it keeps.
        let parsed = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var cursor = buffer.baseAddress
            return unsafe d2i_CMS_ContentInfo(nil, &cursor, buffer.count)
        }
        guard let document = unsafe Handle<MessageKind>(adopting: parsed) else { return nil }
        return unsafe document.withPointer { document in
            // The stack belongs to the document.
            guard let recipients = unsafe CMS_get0_RecipientInfos(document) else { return nil }
            return Int(unsafe hutong_recipient_count(recipients))
        }
    }
}
