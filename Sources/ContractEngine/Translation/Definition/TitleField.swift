/// What travels beside a record in the envelope, as far as dialects carry it in their documents
/// (docs/specs/dialect.md §2).
package enum TitleField: String, CaseIterable, Sendable, Hashable {
    /// Identity of the record, 22 characters.
    case dataKey = "@DATA_KEY"
    /// Number of the data set.
    case number = "@DATA_NO"
    /// Wire name of the data set.
    case name = "@DATA_EN"
    /// Chinese title of the data set.
    case title = "@DATA_CN"
    /// `1` add, `2` change, `3` delete.
    case operation = "@DATA_TYPE"
    /// Name of the sender's key.
    case key = "@CA_KEY"
    /// `0` for live data.
    case route = "@ROUTE_WAY"
    /// 公开属性: `0`, `1` or `2`.
    case openType = "@OPEN_TYPE"

    /// Place in ``allCases``.
    var position: Int {
        switch self {
        case .dataKey: 0
        case .number: 1
        case .name: 2
        case .title: 3
        case .operation: 4
        case .key: 5
        case .route: 6
        case .openType: 7
        }
    }
}
