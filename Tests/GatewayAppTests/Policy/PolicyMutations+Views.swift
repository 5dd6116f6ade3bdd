import Foundation
import RoutingPolicy

/// Mutations of views, of what is declared, and of who is who.
extension PolicyMutations {
    static func ofViews(_ policy: ProvincePolicy) throws -> [PolicyMutation] {
        var all: [PolicyMutation] = []
        let profiles = Dictionary(try ProvincePolicy.profiles.get().map { ($0.name, $0) }) { first, _ in first }
        for view in policy.flows["views"] as? [[String: Any]] ?? [] {
            guard let id = view["id"] as? String, let dataset = policy.dataset(view["contract"]),
                let profile = profiles[dataset]
            else { continue }
            for field in profile.identityNumbers.sorted() {
                all.append(
                    PolicyMutation(.personalDataIsKept, "\(id)/\(dataset) shows \(field) whole") {
                        $0.show(field, in: id, of: dataset)
                    }
                )
                // A digest tells persons apart, which supervision may and the public side may not.
                guard id == "service" else { continue }
                all.append(
                    PolicyMutation(.personalDataIsKept, "\(id)/\(dataset) shows \(field) by digest") {
                        $0.show(field, in: id, of: dataset, by: ["mask": "digest", "domain": "identity-number"])
                    }
                )
            }
            guard id == "service" || id == "inspection", dataset == "COMPLAINT_INFO" else { continue }
            // Who complained, and what may tell it: DATA-SPEC §7.3.
            for field in ["COMPLAINT_NAME", "COMPLAINT_PHONE", "COMPLAINT_MAIL", "COMPLAINT_CONTENT", "DISSENT_REASON"]
            {
                all.append(
                    PolicyMutation(.personalDataIsKept, "\(id)/\(dataset) shows \(field)") {
                        $0.show(field, in: id, of: dataset)
                    }
                )
            }
        }
        for (dataset, sender) in [
            ("BID_EVALUATION_EXPERT", "trading"), ("EXPERT_BID_EVALUATION", "trading"),
            ("EXPERT_EVALUATION", "trading"),
            ("EXPERT_CREDIT_RECORD", "supervision"),
        ] {
            all.append(
                PolicyMutation(.personalDataIsKept, "\(dataset) to the public service") {
                    $0.addFlow(
                        "experts",
                        dataset,
                        from: sender,
                        to: "service",
                        view: "experts-public",
                        copying: sender == "trading" ? "supervision" : "expert-credit"
                    )
                }
            )
        }
        return all
    }

    /// Data sets that nobody declares, and declared ones that no flow carries.
    static func ofTreatment(_ policy: ProvincePolicy) -> [PolicyMutation] {
        let sealed = (policy.flows["sealed"] as? [[String: Any]] ?? []).compactMap { policy.dataset($0["dataset"]) }
        let stating = (policy.flows["facts"] as? [[String: Any]] ?? []).compactMap { policy.dataset($0["dataset"]) }
        let answered = (policy.flows["acknowledgements"] as? [[String: Any]] ?? []).flatMap { rule in
            [rule["dataset"], rule["with"]].compactMap { policy.dataset($0) }
        }
        let plain = (policy.flows["datasets"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
            .filter { !sealed.contains($0) && !stating.contains($0) && !answered.contains($0) }
        return plain.enumerated().filter { $0.offset % 4 == 0 }.flatMap { _, dataset in
            [
                PolicyMutation(.datasetsAreTreated, "\(dataset) not declared") {
                    $0.forget(dataset, isDeclared: false)
                },
                PolicyMutation(.datasetsAreTreated, "\(dataset) in no flow") { $0.forget(dataset, isDeclared: true) },
            ]
        }
    }

    static func ofRegistry(_ policy: ProvincePolicy) -> [PolicyMutation] {
        let platforms = policy.registry["platforms"] as? [[String: Any]] ?? []
        func ids(_ plane: String) -> [String] {
            platforms.filter { $0["plane"] as? String == plane }.compactMap { $0["id"] as? String }
        }
        var all: [PolicyMutation] = []
        for trading in ids("trading") {
            all.append(
                PolicyMutation(.sealsHoldUntilReleased, "\(trading) takes sealed data encrypted") {
                    $0.changePlatform(trading) { platform in
                        platform["acceptsEncrypted"] = true
                        platform["encryptionCertificates"] = ["\(trading).encryption.pem"]
                    }
                }
            )
        }
        for (trading, supervision) in zip(ids("trading"), ids("supervision")) {
            let body = platforms.first { $0["id"] as? String == trading }?["body"] as? String ?? ""
            all.append(
                PolicyMutation(.bodiesAreSeparate, "\(supervision) run by the body of \(trading)") {
                    $0.changePlatform(supervision) { $0["body"] = body }
                }
            )
            all.append(
                PolicyMutation(.identitiesAreSeparate, "one certificate for \(trading) and \(supervision)") {
                    for id in [trading, supervision] { $0.changePlatform(id) { $0["certificates"] = ["shared.pem"] } }
                }
            )
        }
        for (one, other) in zip(ids("service"), ids("service").dropFirst()) {
            all.append(
                PolicyMutation(.identitiesAreSeparate, "one certificate for \(one) and \(other)") {
                    for id in [one, other] { $0.changePlatform(id) { $0["certificates"] = ["shared.pem"] } }
                }
            )
        }
        return all
    }
}

extension ProvincePolicy {
    /// Lets the view `id` show `field` of `dataset`, as it was sent unless `mask` says otherwise.
    mutating func show(
        _ field: String,
        in id: String,
        of dataset: String,
        by mask: [String: String] = [:]
    ) {
        let before = self
        change("views", where: { $0["id"] as? String == id && before.dataset($0["contract"]) == dataset }) { view in
            let others = (view["fields"] as? [[String: Any]] ?? []).filter { $0["name"] as? String != field }
            view["fields"] = others + [["name": field].merging(mask) { own, _ in own }]
        }
    }

    /// Takes `dataset` out of all flows and views, and out of the list unless it `isDeclared`.
    fileprivate mutating func forget(_ dataset: String, isDeclared: Bool) {
        let before = self
        change("flows", where: { _ in true }) { flow in
            flow["datasets"] = (flow["datasets"] as? [Any] ?? []).filter { before.dataset($0) != dataset }
        }
        remove("flows") { ($0["datasets"] as? [Any] ?? []).isEmpty }
        guard !isDeclared else { return }
        change("opentypes", where: { _ in true }) { rule in
            rule["datasets"] = (rule["datasets"] as? [Any] ?? []).filter { before.dataset($0) != dataset }
        }
        remove("views") { before.dataset($0["contract"]) == dataset }
        remove("datasets") { $0["name"] as? String == dataset }
    }
}
