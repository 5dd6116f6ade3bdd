/// The three functions that the law separates (苏政办发〔2017〕106号 and the rules R1, R6, R12 in docs/specs/topics.md), and what
/// stands beside them.
package enum Plane: String, Sendable, Hashable, CaseIterable {
    /// 交易: trading platforms; they run the tender and send transaction sets.
    case trading
    /// 公共服务: public-service platforms; the hub and the publisher, without trading functions.
    case service
    /// 行政监督: supervision platforms; they see what supervision needs and send supervision items.
    case supervision
    /// 相邻系统: systems of other bodies that the exchange has to do with, each with a function of its own
    /// (``AdjacentSystem``, ADR 15).
    case adjacent
}
