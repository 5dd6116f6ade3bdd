internal import Core
internal import RoutingPolicy

/// The decisions of routing as the specification states them, by looking at every platform and every flow: what the
/// product's are compared with, in answer and in time.
struct NaiveRouting {
    let platforms: [RegisteredPlatform]
    let flows: FlowTable
    let time: Instant

    /// What a recipient receives: its id, the view, the flow, and the platform through which it goes.
    struct Answer: Hashable {
        let platform: String
        let view: String
        let flow: String
        let via: String?
    }

    /// The answer that the product gave.
    static func answer(_ recipient: Recipient) -> Answer {
        Answer(
            platform: recipient.platform.id,
            view: recipient.view.label,
            flow: recipient.flow,
            via: recipient.via
        )
    }

    /// Whether the sender may send the record, and the attributes that it must carry.
    func admission(_ question: RoutingQuestion) -> (isAllowed: Bool, required: [AttributeName]) {
        guard let sender = sender(question), sender.code == question.code else { return (false, []) }
        var (isDeclared, isSent, sector, region) = (false, false, false, false)
        for name in flows.datasets.indices where flows.datasets[name].name == question.dataset { isDeclared = true }
        for flow in flows.flows.indices where carries(flow, question, from: sender) {
            isSent = true
            if flows.flows[flow].condition.sector == .match { sector = true }
            if flows.flows[flow].condition.region == .match { region = true }
        }
        return (
            isDeclared && isSent && sender.certification.holds(at: time),
            (sector ? [.sector] : []) + (region ? [.region] : [])
        )
    }

    /// Everybody who receives the record.
    func recipients(_ question: RoutingQuestion) -> [Answer] {
        guard let sender = sender(question) else { return [] }
        var answers: [Answer] = []
        for flow in flows.flows.indices where carries(flow, question, from: sender) {
            for place in platforms.indices {
                if let answer = answer(question, flow, sender, platforms[place]) { answers.append(answer) }
            }
        }
        return answers
    }

    /// What `recipient` receives.
    func delivery(_ question: RoutingQuestion, to recipient: RegisteredPlatform) -> Answer? {
        guard let sender = sender(question) else { return nil }
        for flow in flows.flows.indices where carries(flow, question, from: sender) {
            if let answer = answer(question, flow, sender, recipient) { return answer }
        }
        return nil
    }

    private func sender(_ question: RoutingQuestion) -> RegisteredPlatform? {
        platforms.first { $0.id == question.sender }
    }

    private func carries(_ flow: Int, _ question: RoutingQuestion, from sender: RegisteredPlatform) -> Bool {
        flows.flows[flow].from == sender.role && flows.flows[flow].datasets.contains(question.dataset)
    }

    private func answer(
        _ question: RoutingQuestion,
        _ place: Int,
        _ sender: RegisteredPlatform,
        _ recipient: RegisteredPlatform
    ) -> Answer? {
        let flow = flows.flows[place]
        guard isEntitled(recipient, to: question, flow, sender), isMeant(recipient, by: question, flow, sender)
        else { return nil }
        var hub: RegisteredPlatform?
        if let via = flow.via {
            hub = nearest(of: via, to: question.region ?? sender.region)
            guard hub != nil else { return nil }
        }
        return Answer(
            platform: recipient.id,
            view: "\(flow.view)/\(question.dataset)",
            flow: flow.id,
            via: hub?.id
        )
    }

    /// Whether everything but departments and hub lets `recipient` have the record.
    private func isEntitled(
        _ recipient: RegisteredPlatform,
        to question: RoutingQuestion,
        _ flow: Flow,
        _ sender: RegisteredPlatform
    ) -> Bool {
        guard recipient.role == flow.to, recipient.id != sender.id, recipient.certification.holds(at: time),
            flow.condition.ownership == .any || recipient.id == question.concerned
        else { return false }
        switch flow.condition.sector {
        case .any: break
        case .match: guard question.sector != nil, recipient.sectors.contains(question.sector) else { return false }
        case .optional: guard recipient.sectors.contains(question.sector) else { return false }
        }
        switch flow.condition.region {
        case .any: break
        case .match:
            guard let region = question.region, recipient.covers(region: region) else { return false }
        case .optional:
            guard recipient.covers(region: question.region ?? sender.region) else { return false }
        }
        switch flows.publicity(of: question.dataset, question.openness) {
        case .open: return true
        case .closed: return flow.condition.reach == .all
        case .authorised:
            return flow.condition.reach != .open
                && (flow.to == .supervision || !recipient.authorised.isDisjoint(with: [flow.id, question.dataset]))
        }
    }

    /// Whether `recipient` stands for the department of the record, or nobody at its level who is entitled does.
    private func isMeant(
        _ recipient: RegisteredPlatform,
        by question: RoutingQuestion,
        _ flow: Flow,
        _ sender: RegisteredPlatform
    ) -> Bool {
        guard flow.condition.department == .optional, let department = question.department else { return true }
        if recipient.departments == .beside || stands(recipient, for: department) { return true }
        return !platforms.contains {
            $0.level == recipient.level && stands($0, for: department) && isEntitled($0, to: question, flow, sender)
        }
    }

    private func stands(_ platform: RegisteredPlatform, for department: String) -> Bool {
        guard platform.role == .supervision, case .only(let codes) = platform.departments else { return false }
        return codes.contains(department)
    }

    /// The certified platform of `role` that covers `region`: the city's before the province's before the nation's.
    private func nearest(of role: ExchangeRole, to region: String) -> RegisteredPlatform? {
        for level in [AdministrativeLevel.city, .province, .nation] {
            for place in platforms.indices
            where platforms[place].role == role && platforms[place].level == level
                && platforms[place].covers(region: region) && platforms[place].certification.holds(at: time)
            {
                return platforms[place]
            }
        }
        return nil
    }
}
