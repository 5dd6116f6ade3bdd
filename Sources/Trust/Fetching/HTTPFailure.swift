package import Core

/// Why an HTTP source gave nothing that could be looked at.
package struct HTTPFailure: Error, Sendable, Hashable {
    /// The kinds of failure; the raw value is stable and stands in logs and metrics.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The address is none that is fetched from.
        case address
        /// No connection: name unknown, refused, unreachable.
        case unreachable
        /// The total time allowed passed.
        case timedOut = "timed_out"
        /// The connection ended before the answer was complete.
        case cut
        /// The answer is larger than allowed.
        case tooLarge = "too_large"
        /// A status other than 200.
        case status
        /// A redirection. None is followed: the trust list names every address, and an endpoint could send the gateway
        /// to any other inside the operator's network.
        case redirected
        /// Another media type than that of the protocol.
        case contentType = "content_type"
        /// No HTTP, or no DER in it.
        case malformed
    }

    /// The kind.
    package let kind: Kind
    /// What happened, for a person; the library's own words are English in either language.
    package let message: BilingualText

    /// A failure of `kind` with the library's words.
    init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        let words: (zh: String, en: String) =
            switch kind {
            case .address: ("只支持 http:// 地址", "only http:// addresses are fetched from")
            case .unreachable: ("无法连接", "cannot be reached")
            case .timedOut: ("超过总时限", "the total time allowed passed")
            case .cut: ("应答未完即中断", "the answer ended before it was complete")
            case .tooLarge: ("应答过大", "the answer is too large")
            case .status: ("状态码不是 200", "answered with another status than 200")
            case .redirected: ("要求重定向，不予跟随", "answered with a redirection, which is not followed")
            case .contentType: ("媒体类型不符", "answered with another media type")
            case .malformed: ("应答不是 DER 编码", "did not answer with DER over HTTP")
            }
        message = BilingualText(
            zh: detail.isEmpty ? words.zh : "\(words.zh)（\(detail)）",
            en: detail.isEmpty ? words.en : "\(words.en) (\(detail))"
        )
    }
}
