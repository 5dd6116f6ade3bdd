import ContractEngine
import Core
import Pipeline
import RoutingPolicy
import Trust

/// What becomes of records of one data set that one platform sends: the answer that the stages give, with its reasons.
struct PolicyExplanation {
    /// What is asked.
    struct Question {
        let sender: RegisteredPlatform
        let dataset: String
        /// One recipient; nil asks for all.
        let recipient: RegisteredPlatform?
        /// True when it is asked about a record that comes before its release, encrypted for ``recipient``.
        var isEncrypted = false
        let sector: String?
        /// The region of the record; that of the sender where the record has none.
        let region: String?
        /// Codes of the supervising departments that the record names.
        let department: String?
        /// What the record says of its publicity.
        var openness = Openness()
        let time: Instant
        /// Who registered the case of the record; nil where that is not known.
        var caseOwner: String?
        /// The facts that are known about the section of the record, each with the time from which on, nil for always; nil
        /// where nobody says, so that it is not asked whether the record is released.
        var facts: [CaseFact: Instant?]?
        /// A record of the data set; nil asks about any.
        let record: [UInt8]?
    }

    /// A reason against it, with the code that a receipt or `hutong check` would give.
    struct Reason: Equatable {
        let code: String
        let message: BilingualText
        /// Where a receipt would have it; nil for what keeps the record from a recipient without being told to its sender.
        var place: String?
        /// By which rule; nil where ``place`` is.
        var rule: String?

        init(code: String, message: BilingualText) {
            self.code = code
            self.message = message
        }

        /// What admission says.
        init(_ problem: Problem) {
            self.init(code: problem.code.rawValue, message: problem.message)
            place = problem.pointer
            rule = problem.rule
        }
    }

    let question: Question
    let policy: ExchangePolicy
    let contracts: ContractCatalog
    /// The key for fields that are shown by `digest`; nil where there is none to be had.
    let masking: MaskingKey?

    /// The flow to the recipient; nil for none, and where all are asked for.
    var flow: Flow? {
        question.recipient.flatMap { policy.flow(of: question.dataset, from: question.sender, to: $0) }
    }

    /// The view by which the recipient would see it; of one that is encrypted, to which its sender has to cut it.
    var view: View? { flow.flatMap { policy.flows.view($0.view, of: question.dataset) } }

    /// The fields of `view` by the groups in which they are accounted for, in the order of the groups.
    func fields(of view: View) -> [(group: FieldGroup, fields: [View.Field])] {
        let numbers = policy.flows.groupNumbers(of: view)
        return policy.flows.groups.enumerated().compactMap { number, group in
            let fields = view.fields.filter { numbers[$0.name] == number }
            return fields.isEmpty ? nil : (group, fields)
        }
    }

    /// How public the record is.
    var publicity: Publicity { policy.flows.publicity(of: question.dataset, question.openness) }

    /// When it is released; nil for a data set that is not sealed.
    var seal: SealRule? { policy.flows.seal(of: question.dataset) }

    /// All who get it.
    var recipients: [Recipient] {
        guard refusals.isEmpty, release?.refusal == nil || !isReleaseAsked else { return [] }
        return policy.recipients(
            dataset: question.dataset,
            sender: question.sender,
            sector: question.sector,
            region: question.region ?? question.sender.region,
            department: question.department,
            concerned: question.caseOwner,
            openness: question.openness,
            at: question.time
        )
    }

    /// True when it is admitted and, where a recipient is named, goes there.
    var isAllowed: Bool { reasons.isEmpty }

    /// Everything that speaks against it.
    var reasons: [Reason] {
        // Of what may not be sent at all nobody is told whether it is sealed.
        let early = refusals.isEmpty && isReleaseAsked ? [release?.refusal].compactMap(\.self) : []
        return (refusals + early).map(Reason.init) + obstacles
    }

    /// What speaks not against it and should be known: that it would be refused before its release, where nobody said what
    /// is known of its case; that it goes less far than others; departments that narrow nothing.
    var remarks: [Reason] {
        guard refusals.isEmpty else { return strangeDepartments }
        let isLeftOpen = !question.isEncrypted && !isReleaseAsked
        let early = isLeftOpen ? [release?.refusal].compactMap(\.self) : []
        let restriction = PublicityRemark.problem(
            policy,
            question.dataset,
            from: question.sender.role,
            question.openness
        )
        return (early + [restriction].compactMap(\.self)).map(Reason.init) + strangeDepartments
    }

    /// How the record stands to the seal on its data set; nil where there is none.
    var release: ReleaseExplanation? {
        seal.map { ReleaseExplanation($0, question, policy) }
    }

    /// Whether the answer hangs on the release: what is known of the case was said, or cannot help a record that does not
    /// name its section. Ciphertext passes before.
    private var isReleaseAsked: Bool {
        !question.isEncrypted && (question.facts != nil || release?.state == .sectionless)
    }

    private var strangeDepartments: [Reason] {
        guard let recipient = question.recipient else { return [] }
        return policy.strangeDepartments(
            of: question.dataset,
            sender: question.sender,
            sector: question.sector,
            region: question.region ?? question.sender.region,
            department: question.department,
            to: recipient,
            at: question.time
        ).map { code in
            PolicyExplanation.reason(
                "department_unknown",
                zh: "没有主管此记录的监督平台代表部门 \(code)，视同未填",
                en: "no supervisor who is competent stands for the department \(code): as if it were not named"
            )
        }
    }

    /// What the recipient would see of the record; nil where there is none or it does not go.
    ///
    /// - Throws: ``CommandFailure`` with code 65 when the record is no JSON object.
    func output() throws(CommandFailure) -> [UInt8]? {
        guard isAllowed, let record = question.record, let view, let program else { return nil }
        var tape = JSONTape()
        let projection = try? ViewProjection(program: program, fields: view.fields.map { ($0.name, ViewMask($0)) })
        guard let output = projection?.project(record, tape: &tape, digest: digest) else {
            throw CommandFailure(.dataRefused, zh: "记录不是 JSON 对象", en: "the record is not a JSON object")
        }
        return output
    }

    /// What the recipient is shown in place of values.
    private var digest: any ValueDigest {
        question.recipient.flatMap { masking?.digest(for: $0.id) } ?? UnkeyedDigest()
    }

    private var program: ContractProgram? { contracts.program(named: question.dataset, version: nil) }

    private var refusals: [Problem] {
        policy.admission(of: question.dataset, from: question.sender, at: question.time)
    }

    private var obstacles: [Reason] {
        guard let recipient = question.recipient else { return [] }
        guard question.isEncrypted else {
            return deliveryObstacles(of: recipient).map { placed(PolicyExplanation.reason($0)) }
        }
        return policy.ciphertextObstacles(
            of: question.dataset,
            sender: question.sender,
            sector: question.sector,
            region: question.region ?? question.sender.region,
            department: question.department,
            openness: question.openness,
            to: recipient.id,
            at: question.time
        ).map(PolicyExplanation.reason)
    }

    private func deliveryObstacles(of recipient: RegisteredPlatform) -> [DeliveryObstacle] {
        policy.obstacles(
            of: question.dataset,
            sender: question.sender,
            sector: question.sector,
            region: question.region ?? question.sender.region,
            department: question.department,
            concerned: question.caseOwner,
            openness: question.openness,
            to: recipient,
            at: question.time
        )
    }

    /// What keeps the record from a recipient by its publicity names the attribute that says so, and the invariant.
    private func placed(_ reason: Reason) -> Reason {
        guard ["not_authorised", "not_public"].contains(reason.code) else { return reason }
        var placed = reason
        placed.place = PublicityRemark.place(question.openness)
        placed.rule = reason.code == "not_public" ? Invariant.classifiedIsNotPublished.rawValue : "policy.opentype"
        return placed
    }

    private static func reason(_ obstacle: DeliveryObstacle) -> Reason {
        switch obstacle {
        case .noFlow:
            reason("no_flow", zh: "没有通往接收方这类平台的流向", en: "no flow leads to what the recipient is")
        case .sender:
            reason("sender", zh: "接收方就是发送方", en: "the recipient is the sender")
        case .notCertified:
            reason("not_certified", zh: "接收方此时未获认证", en: "the recipient is not certified at that time")
        case .sector(nil):
            reason(
                "sector_unknown",
                zh: "行业未知；请用 --sector 或给出记录",
                en: "the sector is not known; give --sector or a record"
            )
        case .sector(let sector?):
            reason("sector", zh: "行业 \(sector) 不归接收方", en: "the sector \(sector) is none of the recipient's")
        case .region(let region):
            reason(
                "region",
                zh: "区划 \(region ?? "-") 不归接收方",
                en: "the region \(region ?? "-") is not the recipient's"
            )
        case .department(let codes):
            reason(
                "department",
                zh: "监督部门 \(codes) 由同级其他平台代表",
                en: "others at the recipient's level stand for the department \(codes)"
            )
        case .caseOwner(nil):
            reason(
                "case_owner_unknown",
                zh: "不知道项目由哪个交易平台登记；请用 --case-owner",
                en: "who registered the case is not known; give --case-owner"
            )
        case .caseOwner(let owner?):
            reason(
                "case_owner",
                zh: "项目由 \(owner) 登记，而非接收方",
                en: "the case was registered by \(owner), not by the recipient"
            )
        case .notAuthorised:
            reason(
                "not_authorised",
                zh: "授权使用(opentype 1)，接收方未登记为已授权",
                en: "for authorised use (opentype 1), and the registry does not authorise the recipient"
            )
        case .notPublic:
            reason(
                "not_public",
                zh: "不公开(opentype 2)或涉及国家安全：只送监督平台",
                en: "not for publication (opentype 2) or touching national security: for supervision alone"
            )
        case .noHub(let role):
            reason(
                "no_hub",
                zh: "该区划没有获认证的 \(role.rawValue) 类平台承接",
                en: "no certified platform of the role \(role.rawValue) covers the region"
            )
        }
    }

    private static func reason(_ obstacle: CiphertextObstacle) -> Reason {
        switch obstacle {
        case .notSealed: Reason(code: "encryption_not_sealed", message: obstacle.message)
        case .unknownRecipient: Reason(code: "encryption_recipient", message: obstacle.message)
        case .role: Reason(code: "encryption_plane", message: obstacle.message)
        case .notAccepted: Reason(code: "encryption_not_accepted", message: obstacle.message)
        case .delivery(let obstacle): reason(obstacle)
        }
    }

    private static func reason(_ code: String, zh: String, en: String) -> Reason {
        Reason(code: code, message: BilingualText(zh: zh, en: en))
    }
}
