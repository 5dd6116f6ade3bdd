/// The bus can not go on in the way it was asked to. Machinery only: nothing a partner sends leads here.
package struct BusFailure: Error, Sendable, Hashable {
    /// What an operator can do about it.
    package enum Kind: String, Sendable, Hashable {
        /// The cluster does not answer; trying again later may help.
        case unavailable
        /// The configuration or the credentials are wrong; trying again does not help.
        case configuration
        /// Another member with the same identity took over; this worker has to stop.
        case fenced
        /// The client library reported an unrecoverable state.
        case fatal

        /// The kind in words.
        var text: BilingualText {
            switch self {
            case .unavailable: BilingualText(zh: "消息总线没有应答", en: "the message bus does not answer")
            case .configuration:
                BilingualText(zh: "消息总线的配置或凭据有误", en: "the message bus refuses configuration or credentials")
            case .fenced:
                BilingualText(zh: "已由同名成员接替", en: "another member of the same name has taken over")
            case .fatal: BilingualText(zh: "消息总线的客户端无法继续", en: "the client of the message bus cannot go on")
            }
        }
    }

    /// The kind of trouble.
    package let kind: Kind
    /// What was attempted and what the library said; no payload.
    package let detail: String

    /// A failure of `kind`.
    package init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    /// The kind in words, and the detail, which the library gives in English alone.
    package var message: BilingualText {
        BilingualText(zh: "\(kind.text.zh)：\(detail)", en: "\(kind.text.en): \(detail)")
    }
}
