package import Core

/// Why a sealed record does not go to a platform before its release, encrypted for it.
package enum CiphertextObstacle: Sendable, Hashable {
    /// The data set is not sealed, so it needs no encryption.
    case notSealed
    /// No platform has this registry id.
    case unknownRecipient
    /// The flow table does not let the data set go to platforms of the recipient's role as ciphertext.
    case role(ExchangeRole)
    /// The recipient's registration does not say that it takes encrypted content.
    case notAccepted
    /// The record would not go to the recipient in clear either.
    case delivery(DeliveryObstacle)

    /// The obstacle for people.
    package var message: BilingualText {
        switch self {
        case .notSealed:
            BilingualText(zh: "该数据集未封存，应以明文发送", en: "the data set is not sealed: it is sent in clear")
        case .unknownRecipient:
            BilingualText(zh: "登记册中没有该接收平台", en: "the registry has no such recipient")
        case .role(let role):
            BilingualText(
                zh: "流向表不允许该数据集以密文提前送往 \(role.rawValue) 类平台",
                en:
                    "the flow table does not let the data set go to platforms of the role \(role.rawValue) early as ciphertext"
            )
        case .notAccepted:
            BilingualText(
                zh: "接收平台的登记未声明接收密文（acceptsEncrypted）",
                en: "the recipient's registration does not say that it takes encrypted content (acceptsEncrypted)"
            )
        case .delivery:
            BilingualText(
                zh: "按其流向、行业、区划和认证，该记录以明文也不送该接收平台",
                en: "by flow, sector, region and certification the record would not go to the recipient in clear either"
            )
        }
    }
}
