/// How far a record may be made known: what 公开属性 (openType) and classification come to (docs/specs/policy.md §2.5).
package enum Publicity: String, Sendable, Hashable, CaseIterable {
    /// 0 依法公开: it may be published.
    case open = "0"
    /// 1 授权使用: for supervision, and for who is authorised.
    case authorised = "1"
    /// 2 不公开, or touching national security: for supervision alone.
    case closed = "2"
}
