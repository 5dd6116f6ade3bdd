import Core

/// What must hold between the declarations of a flow table.
struct FlowRules {
    let datasets: [Declared<DatasetName>]
    let views: [Declared<View>]
    let flows: [Declared<Flow>]
    let seals: [Declared<SealRule>]
    let facts: [Declared<FactRule>]
    let acknowledgements: [Declared<AcknowledgementRule>]
    let opentypes: [Declared<PublicityRule>]
    let log: MistakeLog

    func check(policy: Bool) {
        unique(datasets.filter { $0.value.number != nil }, "number", \.text)
        unique(datasets, "name", \.name)
        unique(views, "id") { $0.label }
        unique(flows, "id", \.id)
        unique(seals, "dataset", \.dataset)
        unique(acknowledgements, "dataset", \.dataset)
        unique(opentypes.flatMap { rule in rule.value.datasets.map { Declared(rule.path, $0) } }, "datasets") { $0 }
        checkViews()
        checkFlows()
        guard policy else { return }
        checkAcknowledgements()
        for flow in flows {
            checkBasis(of: flow)
            checkSeparation(of: flow)
            checkReach(of: flow)
        }
        checkTreatment()
        checkEncryption()
    }

    private func unique<Value>(_ items: [Declared<Value>], _ key: String, _ value: (Value) -> String) {
        var first: [String: String] = [:]
        for item in items {
            if let other = first.updateValue(item.path, forKey: value(item.value)) {
                log.report(.duplicate, at: "\(item.path).\(key)", zh: "与 \(other) 重复", en: "the same as \(other)")
            }
        }
    }

    private func checkViews() {
        for view in views {
            var seen: Set<String> = []
            for (index, field) in view.value.fields.enumerated() where !seen.insert(field.name).inserted {
                log.report(
                    .duplicate,
                    at: "\(view.path).fields[\(index)].name",
                    zh: "字段重复",
                    en: "the field occurs twice"
                )
            }
            if view.value.fields.isEmpty {
                log.report(
                    .invalid,
                    at: "\(view.path).fields",
                    zh: "至少须有一个字段",
                    en: "must list at least one field"
                )
            }
        }
    }

    private func checkFlows() {
        let labels = Set(views.map(\.value.label))
        var taken: [String: String] = [:]
        for flow in flows {
            if flow.value.datasets.isEmpty {
                log.report(
                    .invalid,
                    at: "\(flow.path).datasets",
                    zh: "至少须有一个数据集",
                    en: "must list at least one data set"
                )
            }
            if flow.value.condition.department != .any, flow.value.to != .supervision {
                log.report(
                    .invalid,
                    at: "\(flow.path).condition.department",
                    zh: "只有监督平台代表监督部门",
                    en: "only supervision platforms stand for departments"
                )
            }
            for dataset in flow.value.datasets.sorted() {
                if !labels.contains("\(flow.value.view)/\(dataset)") {
                    log.report(
                        .dangling,
                        at: "\(flow.path).view",
                        zh: "视图 \(flow.value.view) 未定义数据集 \(dataset)",
                        en: "view \(flow.value.view) is not defined for \(dataset)"
                    )
                }
                // Two flows for one way would leave open which view holds.
                let way = "\(dataset) \(flow.value.from.rawValue) \(flow.value.to.rawValue)"
                if let other = taken.updateValue(flow.path, forKey: way) {
                    log.report(
                        .duplicate,
                        at: flow.path,
                        zh: "\(dataset) 在同一方向已由 \(other) 声明",
                        en: "\(dataset) already has a flow this way: \(other)"
                    )
                }
            }
        }
    }

    /// What has to be acknowledged goes from supervision to trading, and what acknowledges comes back and says so.
    private func checkAcknowledgements() {
        for rule in acknowledgements {
            let (dataset, answer) = (rule.value.dataset, rule.value.answer)
            if !isCarried(dataset, from: .supervision, to: .trading) {
                log.report(
                    .dangling,
                    at: "\(rule.path).dataset",
                    zh: "没有从监督到交易的流向涉及 \(dataset)",
                    en: "no flow from supervision to trading carries \(dataset)"
                )
            }
            if !isCarried(answer, from: .trading, to: .supervision) {
                log.report(
                    .dangling,
                    at: "\(rule.path).with",
                    zh: "没有从交易到监督的流向涉及 \(answer)",
                    en: "no flow from trading to supervision carries \(answer)"
                )
            }
            if !facts.contains(where: { $0.value.dataset == answer && $0.value.fact == .acknowledged }) {
                log.report(
                    .dangling,
                    at: "\(rule.path).with",
                    zh: "\(answer) 不给出 \(CaseFact.acknowledged.rawValue)",
                    en: "\(answer) does not state \(CaseFact.acknowledged.rawValue)"
                )
            }
        }
    }

    private func isCarried(_ dataset: String, from: ExchangeRole, to: ExchangeRole) -> Bool {
        flows.contains { $0.value.from == from && $0.value.to == to && $0.value.datasets.contains(dataset) }
    }

    /// Every flow names its legal source (苏政办发〔2017〕106号 and the others behind R1 to R20).
    private func checkBasis(of flow: Declared<Flow>) {
        if flow.value.basis.isEmpty || !LegalBasis.known.isSuperset(of: flow.value.basis) {
            log.report(
                .invalid,
                at: "\(flow.path).basis",
                zh: "须注明依据 R1 至 R20",
                en: "must name its sources, R1 to R20"
            )
        }
    }

    /// Rules R2 and R14: trading meets supervision and adjacent systems through the public-service platform only; and nothing
    /// goes directly from one trading platform to another.
    private func checkSeparation(of flow: Declared<Flow>) {
        if flow.value.lacksHub {
            log.report(
                .separation,
                at: "\(flow.path).via",
                zh: "交易与监督、交易与相邻系统之间须经公共服务平台(via: service)",
                en:
                    "trading meets supervision and adjacent systems through the public-service platform (via: service)"
            )
        }
        if flow.value.from == .trading, flow.value.to == .trading {
            log.report(
                .separation,
                at: flow.path,
                zh: "交易平台之间不得直接交换",
                en: "trading platforms exchange nothing directly"
            )
        }
    }

    /// Ciphertext goes where a flow leads, cut by the sender to the flow's view, and never to a trading platform.
    private func checkEncryption() {
        for seal in seals {
            let dataset = seal.value.dataset
            if seal.value.encrypted.contains(.trading) {
                log.report(
                    .separation,
                    at: "\(seal.path).encrypted",
                    zh: "\(dataset) 即使加密也不得提前送交易平台",
                    en: "\(dataset) may not go to trading platforms early, encrypted or not"
                )
            }
            let unreached = seal.value.unreached { role in
                flows.contains { $0.value.to == role && $0.value.datasets.contains(dataset) }
            }
            for role in unreached {
                log.report(
                    .dangling,
                    at: "\(seal.path).encrypted",
                    zh: "没有流向把 \(dataset) 送往 \(role.rawValue) 类平台",
                    en: "no flow brings \(dataset) to platforms of the role \(role.rawValue)"
                )
            }
        }
    }

    /// What is never published goes to supervision alone (R10).
    private func checkReach(of flow: Declared<Flow>) {
        guard flow.value.condition.reach == .all, flow.value.to != .supervision else { return }
        log.report(
            .separation,
            at: "\(flow.path).condition.opentype",
            zh: "不公开和涉及国家安全的记录只送监督平台，此流向不得为 all",
            en: "what is never published goes to supervision alone: not all on this flow"
        )
    }

    /// A data set is treated when some flow carries it; one that nobody may send has no business in the list.
    private func checkTreatment() {
        let carried = Set(flows.flatMap(\.value.datasets))
        for dataset in datasets where !carried.contains(dataset.value.name) {
            log.report(
                .untreated,
                at: dataset.path,
                zh: "没有任何流向涉及 \(dataset.value.name)",
                en: "no flow carries \(dataset.value.name)"
            )
        }
    }
}
