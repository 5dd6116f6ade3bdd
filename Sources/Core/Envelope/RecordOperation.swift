/// What a record asks for: the national title field DATA_TYPE as the signed attribute `operation`.
package enum RecordOperation: String, Sendable, Hashable, CaseIterable {
    /// 新增 (DATA_TYPE 1): a complete record that did not exist.
    case add
    /// 修改 (DATA_TYPE 2): the columns supplied replace those stored.
    case change
    /// 删除 (DATA_TYPE 3): no body; the attributes say which record.
    case delete
}
