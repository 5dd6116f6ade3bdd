internal import Core

/// Runs plans, one document after the other: walks over the tape once, noting the values that rows ask for, then
/// writes the output in the order of the rows.
///
/// The walk, the values and the writing stand in extensions of their own; what is not private here is theirs.
struct TranslationRun: Sendable {
    /// The workspace of one document.
    var tape = JSONTape()
    private(set) var payload: [UInt8] = []
    /// Token of each value; 0 for an absent one (0 is the document itself).
    var slots: [UInt32] = []
    var lists: [[UInt32]] = []
    /// Keys of the members that are passed on.
    var extras: [UInt32] = []
    var items: [[UInt8]] = []
    var written: [Bool] = []
    var uniques: [Int: Set<[UInt8]>] = [:]
    /// Where the values of the rows that elements are told apart by stand in the output.
    var uniqueRanges: [Int: Range<Int>] = [:]
    var output: [UInt8] = []
    private(set) var title = RecordTitle()
    private(set) var operation = RecordOperation.add
    var problems = ProblemList()
    let limits: JSONLimits
    /// What was used, for coverage; nil on the data path.
    var trace: TranslationTrace?

    /// A run that refuses documents beyond `limits` and output of more than four times their size.
    init(limits: JSONLimits, traces: Bool) {
        self.limits = limits
        trace = traces ? TranslationTrace() : nil
    }

    /// Translates `document` by `plan`.
    ///
    /// - Returns: the output, empty for a deleted record; nil when something is wrong, which is added to `found`.
    mutating func run(
        _ plan: TranslationPlan,
        _ document: [UInt8],
        title: RecordTitle,
        operation: RecordOperation,
        problems found: inout ProblemList
    ) -> [UInt8]? {
        prepare(plan, document, title, operation)
        defer { payload = [] }
        guard scan(plan) else {
            found.append(contentsOf: problems)
            return nil
        }
        for row in plan.titleRows { setTitle(plan, row) }
        if plan.direction == .read, let operation = self.title.operation { self.operation = operation }
        if plan.direction == .write || self.operation != .delete {
            _ = run(plan, plan.steps, plan.steps.indices)
            if plan.direction == .write, output.count <= 2, !problems.refuses {
                refuse(
                    .translationFailed,
                    "",
                    "\(plan.dialect).\(plan.dataset)",
                    zh: "方言 \(plan.dialect) 无法表示此记录",
                    en: "dialect \(plan.dialect) has no way to say this record"
                )
            }
        }
        checkMandatory(plan)
        if !problems.isEmpty { found.append(contentsOf: problems) }
        guard !problems.refuses else { return nil }
        return output
    }

    /// The operation of the last document.
    var lastOperation: RecordOperation { operation }

    private mutating func prepare(
        _ plan: TranslationPlan,
        _ document: [UInt8],
        _ title: RecordTitle,
        _ operation: RecordOperation
    ) {
        payload = document
        self.title = title
        self.operation = operation
        problems = ProblemList()
        output.removeAll(keepingCapacity: true)
        output.reserveCapacity(document.count * 2)
        extras.removeAll(keepingCapacity: true)
        if !uniques.isEmpty { uniques.removeAll() }
        if slots.count == plan.sources.slotCount {
            for index in slots.indices { slots[index] = 0 }
        } else {
            slots = [UInt32](repeating: 0, count: plan.sources.slotCount)
        }
        if lists.count == plan.sources.listCount {
            for index in lists.indices { lists[index].removeAll(keepingCapacity: true) }
        } else {
            lists = [[UInt32]](repeating: [], count: plan.sources.listCount)
        }
        if written.count == plan.rows.count {
            for index in written.indices { written[index] = false }
        } else {
            written = [Bool](repeating: false, count: plan.rows.count)
        }
    }

    mutating func refuseKind(_ row: RowPlan) -> Bool {
        refuse(.fieldType, row.pointer, row.rule, zh: "须为单个值", en: "must be a single value")
        return false
    }

    private mutating func setTitle(_ plan: TranslationPlan, _ number: Int) {
        let row = plan.rows[number]
        guard let field = row.title, holds(plan, row.conditions), let value = value(plan, row) else { return }
        var scalar = ScalarValue.absent
        if case .one(let one) = value { scalar = one }
        if scalar.kind == .absent, let fallback = row.fallback { scalar = fallback }
        guard scalar.kind != .absent else { return }
        title[field] = String(decoding: scalar.bytes, as: UTF8.self)
        trace?.use(plan, number)
        checkTitle(plan, row, field)
        if field == .operation, title.operation == nil {
            refuse(
                .fieldCode,
                row.pointer,
                row.rule,
                zh: "操作须为 1 新增、2 修改、3 删除",
                en: "the operation must be 1 add, 2 change or 3 delete"
            )
        }
    }

    private mutating func checkMandatory(_ plan: TranslationPlan) {
        for member in plan.mandatory where member.operations.contains(OperationSet(operation)) {
            if let slot = member.slot {
                guard slots[slot] == 0 else { continue }
                refuse(
                    .fieldMissing,
                    member.pointer,
                    member.rule,
                    zh: "方言必备的成员缺失",
                    en: "the dialect demands this member"
                )
            } else if !member.rows.contains(where: { written[$0] }) {
                refuse(
                    .fieldMissing,
                    "",
                    member.rule,
                    zh: "方言必备的 \(member.pointer) 没有来源",
                    en: "there is nothing for \(member.pointer), which the dialect demands"
                )
            }
        }
    }

    /// A document that names another data set than the one it is read as.
    private mutating func checkTitle(_ plan: TranslationPlan, _ row: RowPlan, _ field: TitleField) {
        let expected: String? =
            switch field {
            case .name: plan.dataset
            case .number: plan.number
            default: nil
            }
        guard let expected, let found = title[field], found != expected else { return }
        refuse(
            .bodyMismatch,
            row.pointer,
            row.rule,
            zh: "数据集 \(plan.dataset) 此处须为 \(expected)",
            en: "must be \(expected) for data set \(plan.dataset)"
        )
    }

    mutating func refuse(_ code: RejectionCode, _ pointer: String, _ rule: String, zh: String, en: String) {
        problems.append(Problem(code, at: pointer, rule: rule, zh: zh, en: en))
    }
}
