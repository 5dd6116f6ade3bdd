/// What a certificate is used for: the closed list `usageScene` of certificate usage records (DATA-SPEC.md §4).
package enum UsageScene: String, Sendable, Hashable, CaseIterable {
    /// 登录: signing in.
    case login
    /// 报文签名: signing of a message between systems, as a platform signs its submissions.
    case messageSignature
    /// 签名: signing of a document by or for a person, as an approver signs a decision.
    case signature
    /// 撤销签名: taking a signature back.
    case revokeSignature
    /// 加密: encryption.
    case encrypt
    /// 解密: decryption.
    case decrypt
}
