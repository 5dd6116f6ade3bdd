import Core

/// What recipients are shown.
extension PolicyProof {
    /// A view is an allow-list for the recipients of one role; one that serves two shows to the one what the other needs.
    /// Where a flow names a view that is not there nothing is delivered.
    func strangeViews() -> [Counterexample] {
        var roles: [String: Set<ExchangeRole>] = [:]
        for flow in model.flows.flows { roles[flow.view, default: []].insert(flow.to) }
        return model.flows.flows.filter { roles[$0.view, default: []].count > 1 }.map { flow in
            let others = roles[flow.view, default: []].subtracting([flow.to]).map(\.rawValue).sorted()
            return Counterexample(
                [flow.id, flow.view, flow.to.rawValue],
                zh: "流向 \(flow.id) 所用视图 \(flow.view) 也用于 \(others.joined(separator: ", ")) 类平台",
                en:
                    "the flow \(flow.id) uses the view \(flow.view), which is also one for \(others.joined(separator: ", "))"
            )
        }
    }

    /// Flows past supervision that carry everything, also what is never published.
    func publishedSecrets() -> [Counterexample] {
        model.flows.flows.filter { $0.condition.reach == .all && $0.to != .supervision }.flatMap { flow in
            flow.datasets.sorted().map { dataset in
                Counterexample(
                    [flow.from.rawValue, dataset, flow.id, flow.to.rawValue],
                    zh: "流向 \(flow.id) 也把不公开的 \(dataset) 送往 \(flow.to.rawValue) 类平台",
                    en: "the flow \(flow.id) brings \(dataset) to the \(flow.to.rawValue) plane also when it is not "
                        + "for publication"
                )
            }
        }
    }

    /// Persons whom a recipient would learn of and must not.
    func shownPersons() -> [Counterexample] {
        model.flows.flows.flatMap { flow in
            flow.datasets.sorted().compactMap(model.dataset).flatMap { dataset -> [Counterexample] in
                if !ConfidentialFields.knowExperts.contains(flow.to), ConfidentialFields.isAboutExperts(dataset) {
                    return [
                        Counterexample(
                            [flow.from.rawValue, dataset.name, flow.id, flow.to.rawValue],
                            zh: "流向 \(flow.id) 把专家数据 \(dataset.name) 送往 \(flow.to.rawValue)",
                            en:
                                "the flow \(flow.id) brings \(dataset.name), which is about experts, to \(flow.to.rawValue)"
                        )
                    ]
                }
                return shownFields(flow, dataset)
            }
        }
    }

    private func shownFields(_ flow: Flow, _ dataset: DatasetProfile) -> [Counterexample] {
        let isTold = !ConfidentialFields.knowComplainants.contains(flow.to)
        guard let view = model.flows.view(flow.view, of: dataset.name) else { return [] }
        return view.fields.compactMap { field in
            let isNumber = dataset.identityNumbers.contains(field.name)
            let isWhole = isNumber && field.mask == .whole
            // A code tells persons apart: supervision needs that, nobody else must be able to.
            let isTraced = isNumber && flow.to != .supervision && field.mask == .digest
            let isComplainant = isTold && ConfidentialFields.complainant.contains(field.name)
            guard isWhole || isTraced || isComplainant else { return nil }
            return Counterexample(
                [flow.from.rawValue, dataset.name, flow.id, "\(view.label)#\(field.name)", flow.to.rawValue],
                zh: isWhole
                    ? "视图 \(view.label) 完整显示身份证件号码 \(field.name)"
                    : isTraced
                        ? "视图 \(view.label) 以 digest 显示 \(field.name)，使公众一侧可关联个人"
                        : "视图 \(view.label) 显示投诉人信息 \(field.name)",
                en: isWhole
                    ? "the view \(view.label) shows the identity number \(field.name) whole"
                    : isTraced
                        ? "the view \(view.label) shows \(field.name) by digest, by which the public side could trace persons"
                        : "the view \(view.label) shows \(field.name), which tells who complained"
            )
        }
    }
}
