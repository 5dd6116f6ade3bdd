package import Core
package import Foundation

extension FlowTable {
    /// Loads the flow table at `path`.
    ///
    /// - Returns: the table when there is no mistake, and all mistakes with file and key.
    ///
    /// - Parameter leavingToProof: true where a proof judges hub, basis and treatment (``PolicyProof``), so that they are no
    ///   mistakes here.
    package static func load(
        file path: String,
        leavingToProof: Bool = false
    ) -> (table: FlowTable?, mistakes: [ConfigurationProblem]) {
        let (table, mistakes) = ConfigurationFile.load(path) { build($0, log: $1, leavingToProof: leavingToProof) }
        return (table, mistakes)
    }

    /// Loads a flow table from the bytes of a file; `name` stands for the file in mistakes.
    package static func load(
        _ data: Data,
        name: String,
        leavingToProof: Bool = false
    ) -> (table: FlowTable?, mistakes: [ConfigurationProblem]) {
        let (table, mistakes) = ConfigurationFile.load(data, name: name) {
            build($0, log: $1, leavingToProof: leavingToProof)
        }
        return (table, mistakes)
    }

    private static func build(_ value: JSONNode, log: MistakeLog, leavingToProof: Bool) -> FlowTable? {
        guard let root = ConfigurationObject(value, at: "", as: FlowTableObject.table, log: log) else { return nil }
        _ = root.text("$schema", required: false)
        _ = root.text("edition")
        _ = root.text("version")
        let datasets = root.list("datasets").compactMap { path, value in dataset(value, at: path, log: log) }
        let names = DatasetNames(datasets)
        let views = root.list("views").compactMap { path, value in view(value, at: path, names: names, log: log) }
        let flows = root.list("flows").compactMap { path, value in flow(value, at: path, names: names, log: log) }
        let seals = root.list("sealed").compactMap { path, value in seal(value, at: path, names: names, log: log) }
        let facts = root.list("facts").compactMap { path, value in fact(value, at: path, names: names, log: log) }
        let groups = root.list("groups").compactMap { path, value in group(value, at: path, log: log) }
        FieldGroupRules(groups: groups, views: views, log: log).check()
        let apart = root.list("apart", required: false).compactMap { RoleSeparation($1, at: $0, log: log) }
        let answers = root.list("acknowledgements", required: false).compactMap { path, value in
            acknowledgement(value, at: path, names: names, log: log)
        }
        let opentypes = root.list("opentypes", required: false).compactMap { path, value in
            opentype(value, at: path, names: names, log: log)
        }
        FlowRules(
            datasets: datasets,
            views: views,
            flows: flows,
            seals: seals,
            facts: facts,
            acknowledgements: answers,
            opentypes: opentypes,
            log: log
        )
        .check(policy: !leavingToProof)
        return FlowTable(
            datasets: datasets.map(\.value),
            flows: flows.map(\.value),
            views: views.map(\.value),
            seals: seals.map(\.value),
            facts: facts.map(\.value),
            acknowledgements: answers.map(\.value),
            apart: apart,
            groups: groups.map(\.value),
            opentypes: opentypes.map(\.value)
        )
    }

    private static func opentype(
        _ value: JSONNode,
        at path: String,
        names: DatasetNames,
        log: MistakeLog
    ) -> Declared<PublicityRule>? {
        guard let object = ConfigurationObject(value, at: path, as: FlowTableObject.publicity, log: log) else {
            return nil
        }
        let publicity: Publicity? = object.choice("opentype")
        let datasets = names.resolveAll("datasets", of: object)
        let source = object.text("source")
        guard let publicity, let source else { return nil }
        return Declared(path, PublicityRule(publicity: publicity, datasets: datasets, source: source))
    }

    private static func dataset(
        _ value: JSONNode,
        at path: String,
        log: MistakeLog
    ) -> Declared<DatasetName>? {
        guard let object = ConfigurationObject(value, at: path, as: FlowTableObject.dataset, log: log) else {
            return nil
        }
        let number = object.isNull("number") ? nil : object.integer("number")
        let name = object.text("name")
        guard let name, number != nil || object.isNull("number") else { return nil }
        return Declared(path, DatasetName(number: number, name: name))
    }

    private static func view(
        _ value: JSONNode,
        at path: String,
        names: DatasetNames,
        log: MistakeLog
    ) -> Declared<View>? {
        guard let object = ConfigurationObject(value, at: path, as: FlowTableObject.view, log: log) else {
            return nil
        }
        let id = object.text("id")
        let contract = names.resolve("contract", of: object)
        let fields = object.list("fields").compactMap { path, value in field(value, at: path, log: log) }
        guard let id, let contract else { return nil }
        return Declared(path, View(id: id, contract: contract, fields: fields))
    }

    private static func group(_ value: JSONNode, at path: String, log: MistakeLog) -> Declared<FieldGroup>? {
        guard let object = ConfigurationObject(value, at: path, as: FlowTableObject.group, log: log) else {
            return nil
        }
        let id = object.text("id")
        let fields = object.texts("fields").map(\.text)
        guard let node = object.value("name") else {
            log.report(.missing, at: object.key("name"), zh: "缺少必备的键", en: "required key is missing")
            return nil
        }
        guard let name = ConfigurationObject(node, at: object.key("name"), as: FlowTableObject.text, log: log) else {
            return nil
        }
        let zh = name.text("zh")
        let en = name.text("en")
        guard let id, let zh, let en else { return nil }
        return Declared(path, FieldGroup(id: id, name: BilingualText(zh: zh, en: en), fields: fields))
    }

    private static func field(_ value: JSONNode, at path: String, log: MistakeLog) -> View.Field? {
        guard let object = ConfigurationObject(value, at: path, as: FlowTableObject.field, log: log) else {
            return nil
        }
        // A mask that cannot be read was reported, which keeps the table from loading; it never turns into "whole".
        let mask: FieldMask? = object.value("mask") == nil ? .whole : object.choice("mask")
        let name = object.text("name")
        let domain = mask.flatMap { self.domain(of: object, shownBy: $0) }
        guard let name, let mask else { return nil }
        return View.Field(name: name, mask: mask, domain: domain)
    }

    /// The domain of a field that is shown by `digest`: there it must be said, elsewhere it means nothing.
    private static func domain(of object: ConfigurationObject, shownBy mask: FieldMask) -> String? {
        guard mask == .digest else {
            if object.value("domain") != nil {
                object.log.report(
                    .invalid,
                    at: object.key("domain"),
                    zh: "只有以 digest 显示的字段才有 domain",
                    en: "only a field shown by digest has a domain"
                )
            }
            return nil
        }
        guard let domain = object.text("domain") else { return nil }
        let isWord =
            (1...40).contains(domain.utf8.count)
            && domain.utf8.allSatisfy { byte in
                (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            }
        if !isWord {
            object.log.report(
                .invalid,
                at: object.key("domain"),
                zh: "须为 1 至 40 个小写字母、数字或 -",
                en: "must be 1 to 40 lower-case letters, digits or -"
            )
        }
        return domain
    }

    private static func flow(
        _ value: JSONNode,
        at path: String,
        names: DatasetNames,
        log: MistakeLog
    ) -> Declared<Flow>? {
        guard let object = ConfigurationObject(value, at: path, as: FlowTableObject.flow, log: log) else { return nil }
        let id = object.text("id")
        let datasets = names.resolveAll("datasets", of: object)
        let from: ExchangeRole? = object.choice("from")
        let to: ExchangeRole? = object.choice("to")
        let via: ExchangeRole? = object.choice("via", required: false)
        let direction: FlowDirection? = object.choice("direction")
        let condition = condition(of: object, log: log)
        let view = object.text("view")
        let basis = object.texts("basis").map(\.text)
        guard let id, let from, let to, let direction, let condition, let view else { return nil }
        return Declared(
            path,
            Flow(
                id: id,
                datasets: Set(datasets),
                from: from,
                to: to,
                via: via,
                direction: direction,
                condition: condition,
                view: view,
                basis: basis
            )
        )
    }

    private static func condition(of object: ConfigurationObject, log: MistakeLog) -> FlowCondition? {
        guard let value = object.value("condition") else {
            log.report(.missing, at: object.key("condition"), zh: "缺少必备的键", en: "required key is missing")
            return nil
        }
        guard
            let entry = ConfigurationObject(
                value,
                at: object.key("condition"),
                as: FlowTableObject.condition,
                log: log
            )
        else { return nil }
        let sector: FlowCondition.Match? = entry.choice("sector")
        let region: FlowCondition.Match? = entry.choice("region")
        // One that cannot be read was reported, which keeps the table from loading; it never turns into "any".
        let department: FlowCondition.DepartmentMatch? =
            entry.value("department") == nil ? .any : entry.choice("department")
        let ownership: FlowCondition.Ownership? =
            entry.value("case") == nil ? .any : entry.choice("case")
        let reach: FlowCondition.Reach? = entry.value("opentype") == nil ? .authorised : entry.choice("opentype")
        guard let sector, let region, let department, let ownership, let reach else { return nil }
        return FlowCondition(
            sector: sector,
            region: region,
            department: department,
            ownership: ownership,
            reach: reach
        )
    }

    private static func seal(
        _ value: JSONNode,
        at path: String,
        names: DatasetNames,
        log: MistakeLog
    ) -> Declared<SealRule>? {
        guard let object = ConfigurationObject(value, at: path, as: FlowTableObject.seal, log: log) else { return nil }
        let dataset = names.resolve("dataset", of: object)
        let until: CaseFact? = object.choice("until")
        if let until, !SealRule.releasing.contains(until) {
            let allowed = SealRule.releasing.map(\.rawValue).joined(separator: ", ")
            log.report(
                .invalid,
                at: object.key("until"),
                zh: "须为下列之一：\(allowed)",
                en: "must be one of: \(allowed)"
            )
        }
        let section = object.text("section")
        let source = object.text("source")
        let encrypted = roles("encrypted", of: object)
        guard let dataset, let until, let section, let source else { return nil }
        return Declared(
            path,
            SealRule(dataset: dataset, until: until, section: section, source: source, encrypted: encrypted)
        )
    }

    private static func fact(
        _ value: JSONNode,
        at path: String,
        names: DatasetNames,
        log: MistakeLog
    ) -> Declared<FactRule>? {
        guard let object = ConfigurationObject(value, at: path, as: FlowTableObject.fact, log: log) else { return nil }
        let dataset = names.resolve("dataset", of: object)
        let ends = facts("ends", of: object)
        // A rule that neither states nor ends anything would be taken for one that does.
        let endsNothing = object.value("ends") == nil || object.value("ends") == .array([])
        let fact: CaseFact? = object.choice("fact", required: endsNothing)
        let sections = object.text("sections")
        let when = object.value("when").flatMap { condition($0, at: object.key("when"), log: log) }
        for (path, stated) in ends + (fact.map { [(object.key("fact"), $0)] } ?? []) where !stated.isStatedByRecords {
            log.report(
                .invalid,
                at: path,
                zh: "\(stated.rawValue) 由登记得出，不由记录给出",
                en: "\(stated.rawValue) follows from registration, no record states it"
            )
        }
        guard let dataset, let sections, fact != nil || !ends.isEmpty else { return nil }
        return Declared(
            path,
            FactRule(dataset: dataset, fact: fact, ends: ends.map(\.fact), sections: sections, when: when)
        )
    }

    private static func acknowledgement(
        _ value: JSONNode,
        at path: String,
        names: DatasetNames,
        log: MistakeLog
    ) -> Declared<AcknowledgementRule>? {
        guard let object = ConfigurationObject(value, at: path, as: FlowTableObject.acknowledgement, log: log) else {
            return nil
        }
        let dataset = names.resolve("dataset", of: object)
        let answer = names.resolve("with", of: object)
        let minutes = object.integer("withinMinutes")
        let source = object.text("source")
        if let minutes, !(1...longestAcknowledgement).contains(minutes) {
            log.report(
                .invalid,
                at: object.key("withinMinutes"),
                zh: "须为 1 至 \(longestAcknowledgement)",
                en: "must be 1 to \(longestAcknowledgement)"
            )
            // As milliseconds it might not fit.
            return nil
        }
        guard let dataset, let answer, let minutes, let source else { return nil }
        return Declared(
            path,
            AcknowledgementRule(
                dataset: dataset,
                answer: answer,
                withinMilliseconds: Int64(minutes) * 60_000,
                source: source
            )
        )
    }

    /// Thirty days, in minutes: what is to be answered later needs no machine to remember it.
    private static let longestAcknowledgement = 43_200

    private static func facts(_ name: String, of object: ConfigurationObject) -> [(path: String, fact: CaseFact)] {
        object.texts(name, required: false).compactMap { path, text in
            if let fact = CaseFact(rawValue: text) { return (path, fact) }
            let allowed = CaseFact.allCases.map(\.rawValue).joined(separator: ", ")
            object.log.report(.invalid, at: path, zh: "须为下列之一：\(allowed)", en: "must be one of: \(allowed)")
            return nil
        }
    }

    /// Roles, or planes for all roles of theirs.
    private static func roles(_ name: String, of object: ConfigurationObject) -> Set<ExchangeRole> {
        Set(
            object.texts(name, required: false).flatMap { path, text -> Set<ExchangeRole> in
                if let role = ExchangeRole(rawValue: text) { return [role] }
                if let plane = Plane(rawValue: text) { return ExchangeRole.roles(of: plane) }
                let allowed = (ExchangeRole.allCases.map(\.rawValue) + [Plane.adjacent.rawValue]).joined(
                    separator: ", "
                )
                object.log.report(.invalid, at: path, zh: "须为下列之一：\(allowed)", en: "must be one of: \(allowed)")
                return []
            }
        )
    }

    private static func condition(_ value: JSONNode, at path: String, log: MistakeLog) -> FactRule.Condition? {
        guard let object = ConfigurationObject(value, at: path, as: FlowTableObject.when, log: log) else {
            return nil
        }
        let field = object.text("field")
        let values = object.texts("values").map(\.text)
        return field.map { FactRule.Condition(field: $0, values: values) }
    }
}
