import Foundation
import GatewayApp

extension ProvincePolicy {
    /// One change of a part of the flow table that its schema allows, whatever comes of it.
    mutating func changeAtRandom(_ random: inout OracleRandom) {
        let flowIDs = (flows["flows"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
        let flow = flowIDs.randomElement(using: &random) ?? ""
        let roles = ["trading", "service", "supervision", "experts", "archive"]
        switch Int.random(in: 0..<8, using: &random) {
        case 0:
            let via = roles.randomElement(using: &random)
            changeFlow(flow) { $0["via"] = via }
        case 1:
            let isSupervised = (flows["flows"] as? [[String: Any]] ?? []).contains {
                $0["id"] as? String == flow && $0["to"] as? String == "supervision"
            }
            let keys = ["sector", "region"] + (isSupervised ? ["department"] : [])
            let key = keys.randomElement(using: &random) ?? "sector"
            let matches = key == "department" ? ["any", "optional"] : ["any", "match", "optional"]
            let match = matches.randomElement(using: &random) ?? "any"
            changeFlow(flow) { flow in
                var condition = flow["condition"] as? [String: Any] ?? [:]
                condition[key] = match
                flow["condition"] = condition
            }
        case 7:
            let reach = ["open", "authorised", "all"].randomElement(using: &random) ?? "all"
            changeFlow(flow) { flow in
                var condition = flow["condition"] as? [String: Any] ?? [:]
                condition["opentype"] = reach
                flow["condition"] = condition
            }
        case 2:
            // Away from one flow: never wrong but for the treatment.
            let dataset = datasets(of: flow).randomElement(using: &random)
            let before = self
            changeFlow(flow) { flow in
                flow["datasets"] = (flow["datasets"] as? [Any] ?? []).filter { before.dataset($0) != dataset }
            }
            remove("flows") { ($0["datasets"] as? [Any] ?? []).isEmpty }
        case 3:
            let sealed = (flows["sealed"] as? [[String: Any]] ?? []).count
            guard sealed > 0 else { return }
            let place = Int.random(in: 0..<sealed, using: &random)
            let until = ["opened", "publicised", "settled"].randomElement(using: &random)
            var rules = flows["sealed"] as? [[String: Any]] ?? []
            if Int.random(in: 0..<3, using: &random) == 0 {
                rules.remove(at: place)
            } else {
                rules[place]["until"] = until
            }
            flows["sealed"] = rules
        case 4:
            changeViewAtRandom(&random)
        case 5:
            // A data set of another flow, under another sender: only where its view knows it and the way is free.
            let other = flowIDs.randomElement(using: &random) ?? ""
            guard let dataset = datasets(of: other).randomElement(using: &random) else { return }
            moveAtRandom(dataset, to: flow)
        default:
            let from = roles.randomElement(using: &random)
            guard flow == "deal-code-requests" || flow == "credit-to-service" else { return }
            changeFlow(flow) { $0["from"] = from }
        }
    }

    /// Drops a field of a view, or shows one whole.
    private mutating func changeViewAtRandom(_ random: inout OracleRandom) {
        var views = flows["views"] as? [[String: Any]] ?? []
        let place = Int.random(in: views.indices, using: &random)
        var fields = views[place]["fields"] as? [[String: Any]] ?? []
        let field = Int.random(in: fields.indices, using: &random)
        if Bool.random(using: &random), fields.count > 1 {
            fields.remove(at: field)
        } else {
            fields[field]["mask"] = "whole"
            // Means something with a digest alone.
            fields[field]["domain"] = nil
        }
        views[place]["fields"] = fields
        flows["views"] = views
    }

    private mutating func moveAtRandom(_ dataset: String, to id: String) {
        let all = flows["flows"] as? [[String: Any]] ?? []
        guard let target = all.first(where: { $0["id"] as? String == id }), let view = target["view"] as? String,
            (flows["views"] as? [[String: Any]] ?? []).contains(where: {
                $0["id"] as? String == view && self.dataset($0["contract"]) == dataset
            }),
            !all.contains(where: { flow in
                flow["from"] as? String == target["from"] as? String && flow["to"] as? String == target["to"] as? String
                    && datasets(of: flow["id"] as? String ?? "").contains(dataset)
            })
        else { return }
        changeFlow(id) { $0["datasets"] = ($0["datasets"] as? [Any] ?? []) + [dataset] }
    }
}
