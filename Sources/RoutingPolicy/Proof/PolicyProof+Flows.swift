import Core

/// What the flow table lets happen.
extension PolicyProof {
    /// The flows from `role` that carry a data set of a nature that `isForbidden`.
    func flows(from role: ExchangeRole, carrying isForbidden: (DatasetNature) -> Bool) -> [Counterexample] {
        model.flows.flows.filter { $0.from == role }.flatMap { flow in
            model.datasets(of: flow, where: isForbidden).map { dataset in
                Counterexample(
                    [flow.from.rawValue, dataset, flow.id, flow.to.rawValue],
                    zh: "流向 \(flow.id) 让 \(flow.from.rawValue) 类平台发送 \(dataset)",
                    en: "the flow \(flow.id) lets platforms of the role \(flow.from.rawValue) send \(dataset)"
                )
            }
        }
    }

    /// Rules R2 and R14: the public service stands between trading and whoever supervises or stands beside.
    func flowsPastTheHub() -> [Counterexample] {
        flows {
            $0.lacksHub
        } because: { flow in
            (
                zh: "流向 \(flow.id) 不经公共服务平台", en: "the flow \(flow.id) does not go through the public service"
            )
        }
    }

    /// Rule R2: trading platforms exchange nothing with each other.
    func directTradingFlows() -> [Counterexample] {
        flows {
            $0.from == .trading && $0.to == .trading
        } because: { flow in
            (
                zh: "流向 \(flow.id) 由交易平台直接到交易平台",
                en: "the flow \(flow.id) leads from one trading platform to another"
            )
        }
    }

    /// A transaction set that comes to trading platforms from elsewhere was sent by another one of them.
    func tradeDataTowardsTrading() -> [Counterexample] {
        model.flows.flows.filter { $0.to == .trading && $0.from != .trading }.flatMap { flow in
            model.datasets(of: flow) { $0 == .transaction }.map { dataset in
                Counterexample(
                    [flow.from.rawValue, dataset, flow.id, flow.to.rawValue],
                    zh: "流向 \(flow.id) 把交易数据 \(dataset) 送到交易平台",
                    en: "the flow \(flow.id) brings the transaction set \(dataset) to trading platforms"
                )
            }
        }
    }

    /// What supervision tells trading platforms is about a case, and goes to the one that registered it.
    func flowsToAnyTrader() -> [Counterexample] {
        flows {
            $0.to == .trading && $0.from == .supervision && $0.condition.ownership != .owner
        } because: { flow in
            (
                zh: "流向 \(flow.id) 不以登记项目的交易平台为限",
                en: "the flow \(flow.id) is not limited to the platform that registered the case"
            )
        }
    }

    /// Rules R5 and R15: a supervisor gets what it is competent for, by region always, by sector and department where trading
    /// sends.
    func undirectedFlows() -> [Counterexample] {
        model.flows.flows.filter { $0.to == .supervision }.compactMap { flow in
            let isTraded = flow.from == .trading
            let missing: (zh: String, en: String)
            if flow.condition.region == .any {
                missing = ("区划", "region")
            } else if isTraded, flow.condition.sector == .any {
                missing = ("行业", "sector")
            } else if isTraded, flow.condition.department == .any {
                missing = ("监督部门", "department")
            } else {
                return nil
            }
            return Counterexample(
                [flow.from.rawValue, flow.id, flow.to.rawValue],
                zh: "流向 \(flow.id) 不按\(missing.zh)选择监督平台",
                en: "the flow \(flow.id) does not choose supervisors by \(missing.en)"
            )
        }
    }

    func flowsWithoutBasis() -> [Counterexample] {
        flows {
            !LegalBasis.known.isSuperset(of: $0.basis)
                || LegalBasis.sources(from: $0.from, to: $0.to)?.isDisjoint(with: $0.basis) ?? false
        } because: { flow in
            (
                zh: "流向 \(flow.id) 没有与其方向相符的依据（\(flow.basis.joined(separator: ", "))）",
                en:
                    "the flow \(flow.id) names no source that fits its direction (\(flow.basis.joined(separator: ", ")))"
            )
        }
    }

    /// A data set with a contract that the table does not declare, or that no flow carries.
    func untreatedDatasets() -> [Counterexample] {
        let carried = Set(model.flows.flows.flatMap(\.datasets))
        return model.datasets.map(\.name).sorted().compactMap { dataset in
            guard !model.flows.declares(dataset) || !carried.contains(dataset) else { return nil }
            return Counterexample(
                [dataset],
                zh: "数据集 \(dataset) 未声明处理方式",
                en: "the data set \(dataset) has no declared treatment"
            )
        }
    }

    private func flows(
        where isBroken: (Flow) -> Bool,
        because sentence: (Flow) -> (zh: String, en: String)
    ) -> [Counterexample] {
        model.flows.flows.filter(isBroken).map { flow in
            let (zh, en) = sentence(flow)
            return Counterexample([flow.from.rawValue, flow.id, flow.to.rawValue], zh: zh, en: en)
        }
    }
}
