/// What the content of an event is, by its media type (docs/specs/envelope.md §2, §10).
package enum ContentForm: Sendable, Hashable, CaseIterable {
    /// The record as JSON in UTF-8.
    case json
    /// The record encrypted for its recipient: CMS EnvelopedData (RFC 5652 §6), or that of GM/T 0010.
    case enveloped
    /// The same with an authenticated cipher: CMS AuthEnvelopedData (RFC 5083).
    case authenticated

    /// True when the content is ciphertext.
    package var isEncrypted: Bool { self != .json }

    /// How `content-type` is written.
    package var mediaType: String {
        switch self {
        case .json: "application/json"
        case .enveloped: "application/pkcs7-mime; smime-type=enveloped-data"
        case .authenticated: "application/pkcs7-mime; smime-type=authEnveloped-data"
        }
    }

    /// The form that `text` names, in any case of letters and with or without blanks; nil for every other media type. JSON
    /// has no parameter but `charset=utf-8`.
    package init?(mediaType text: String) {
        if text == "application/json" {
            self = .json
            return
        }
        switch text.lowercased().filter({ $0 != " " }) {
        case "application/json", "application/json;charset=utf-8": self = .json
        case "application/pkcs7-mime;smime-type=enveloped-data": self = .enveloped
        case "application/pkcs7-mime;smime-type=authenveloped-data": self = .authenticated
        default: return nil
        }
    }
}
