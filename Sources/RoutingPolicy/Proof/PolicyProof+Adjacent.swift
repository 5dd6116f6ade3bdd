import Core

/// What adjacent systems send, get and can do.
extension PolicyProof {
    /// Flows from or to an adjacent system that carry what is not of its function, or do not choose by region.
    func flowsBesideTheFunction() -> [Counterexample] {
        let supervised = Set(
            model.flows.flows.filter { $0.to == .supervision }.flatMap { flow in
                flow.datasets.map { Way(dataset: $0, from: flow.from) }
            }
        )
        return model.flows.flows.filter { $0.from.plane == .adjacent || $0.to.plane == .adjacent }.flatMap { flow in
            flow.datasets.sorted().compactMap { name -> Counterexample? in
                guard let dataset = model.dataset(name) else { return nil }
                let isSupervised = supervised.contains(Way(dataset: name, from: flow.from))
                let isSent =
                    flow.from.plane != .adjacent || AdjacentFunction.maySend(flow.from, dataset, to: flow.to)
                let isReceived =
                    flow.to.plane != .adjacent
                    || AdjacentFunction.mayReceive(flow.to, dataset, from: flow.from, isSupervised: isSupervised)
                guard !isSent || !isReceived else { return nil }
                let system = isSent ? flow.to : flow.from
                return Counterexample(
                    [flow.from.rawValue, name, flow.id, flow.to.rawValue],
                    zh: "流向 \(flow.id) 所载 \(name) 不属于 \(system.rawValue) 的职能",
                    en: "the flow \(flow.id) carries \(name), which is not of the function of \(system.rawValue)"
                )
            } + (flow.to.plane == .adjacent && flow.condition.region == .any ? [undirected(flow)] : [])
        }
    }

    private struct Way: Hashable {
        let dataset: String
        let from: ExchangeRole
    }

    private func undirected(_ flow: Flow) -> Counterexample {
        Counterexample(
            [flow.from.rawValue, flow.id, flow.to.rawValue],
            zh: "流向 \(flow.id) 不按区划选择 \(flow.to.rawValue)",
            en: "the flow \(flow.id) does not choose \(flow.to.rawValue) by region"
        )
    }

    /// Fields that an inspection body would see of what is traded and its supervisor does not, or sees masked.
    func widerInspection() -> [Counterexample] {
        model.flows.flows.filter { $0.to == .inspection }.flatMap { flow in
            flow.datasets.sorted().flatMap { dataset -> [Counterexample] in
                // Numbers of identity cards have an invariant of their own.
                let personal = model.dataset(dataset)?.identityNumbers ?? []
                guard let view = model.flows.view(flow.view, of: dataset),
                    let other = model.flows.flows(of: dataset, from: flow.from).first(where: { $0.to == .supervision }),
                    let measure = model.flows.view(other.view, of: dataset)
                else { return [] }
                let shown = Dictionary(measure.fields.map { ($0.name, $0.mask) }) { first, _ in first }
                return view.fields.filter { field in
                    if personal.contains(field.name) { return false }
                    guard let mask = shown[field.name] else { return true }
                    return mask != .whole && mask != field.mask
                }.map { field in
                    Counterexample(
                        [flow.from.rawValue, dataset, flow.id, "\(view.label)#\(field.name)", flow.to.rawValue],
                        zh: "视图 \(view.label) 显示监督平台所不见的 \(field.name)",
                        en: "the view \(view.label) shows \(field.name), which supervision does not see so"
                    )
                }
            }
        }
    }
}
