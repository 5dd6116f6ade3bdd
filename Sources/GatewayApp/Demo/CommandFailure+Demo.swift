extension CommandFailure {
    /// The data of the demonstration contradict themselves; never a verdict on a record.
    static func demoData(_ detail: String) -> CommandFailure {
        CommandFailure(.internalError, zh: "演示数据有误：\(detail)", en: "the demonstration's data are wrong: \(detail)")
    }
}
