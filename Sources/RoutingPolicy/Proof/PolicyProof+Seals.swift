import Core

/// What stays sealed, and what ends it.
extension PolicyProof {
    /// A data set that the law keeps secret, that may flow, and whose seal is missing or ends too early.
    func openSeals() -> [Counterexample] {
        StatutoryRelease.earliest.sorted { $0.key < $1.key }.compactMap { name, earliest in
            guard let flow = model.flows.flows.first(where: { $0.datasets.contains(name) }) else { return nil }
            guard let seal = model.flows.seal(of: name) else {
                return Counterexample(
                    [flow.from.rawValue, name, flow.id, flow.to.rawValue],
                    zh: "\(name) 未封存，随到随发",
                    en: "\(name) is not sealed and goes out at once"
                )
            }
            guard StatutoryRelease.isNoEarlier(seal.until, than: earliest) else {
                return Counterexample(
                    [flow.from.rawValue, name, seal.until.rawValue, flow.id, flow.to.rawValue],
                    zh: "\(name) 在 \(seal.until.rawValue) 时即发布，早于 \(earliest.rawValue)",
                    en: "\(name) is released when \(seal.until.rawValue), before \(earliest.rawValue)"
                )
            }
            guard let dataset = model.dataset(name), !dataset.fields.contains(seal.section) else { return nil }
            return Counterexample(
                [name, seal.section],
                zh: "\(name) 的封存所依字段 \(seal.section) 不存在",
                en: "the seal of \(name) goes by the field \(seal.section), which it does not have"
            )
        }
    }

    /// Facts that release are stated by the records that the law names, and by trading alone; a postponement ends them.
    func releasesByOthers() -> [Counterexample] {
        var found: [Counterexample] = []
        for rule in model.flows.facts {
            guard let fact = rule.fact, let allowed = StatutoryRelease.statedBy[fact] else { continue }
            if !allowed.contains(rule.dataset) {
                found.append(
                    Counterexample(
                        [rule.dataset, fact.rawValue],
                        zh: "\(fact.rawValue) 由 \(rule.dataset) 给出，而不是由规定的记录给出",
                        en: "\(fact.rawValue) is stated by \(rule.dataset), which is not the record that the law names"
                    )
                )
            }
            for flow in model.flows.flows where flow.from != .trading && flow.datasets.contains(rule.dataset) {
                found.append(
                    Counterexample(
                        [flow.from.rawValue, rule.dataset, fact.rawValue],
                        zh: "\(flow.from.rawValue) 类平台可发送 \(rule.dataset)，从而给出 \(fact.rawValue)",
                        en:
                            "platforms of the role \(flow.from.rawValue) may send \(rule.dataset) and so state \(fact.rawValue)"
                    )
                )
            }
        }
        return found + forgottenPostponements()
    }

    private func forgottenPostponements() -> [Counterexample] {
        let carried = Set(model.flows.flows.flatMap(\.datasets))
        return StatutoryRelease.postponedBy.sorted().compactMap { name in
            guard carried.contains(name), !model.flows.facts(of: name).contains(where: { $0.ends.contains(.opened) })
            else { return nil }
            return Counterexample(
                [name, CaseFact.opened.rawValue],
                zh: "\(name) 表示延期或中止后，开标仍被视为已完成",
                en: "\(name) may postpone or break off an opening, and what was opened stays so"
            )
        }
    }
}
