import Bus
import Core
import RoutingPolicy

/// `run --strict`: a process starts only when its credentials can do no more than its workers need.
///
/// The list of rights does not name super users. They are told by what they see: the names of topics beyond the plan, be it
/// only the broker's own.
struct StrictAccess {
    /// Most topics that are named in one message.
    private static let shown = 5

    private let loaded: LoadedConfiguration
    private let alignment: AccessAlignment
    private let plans: [WorkerPlan]

    /// The check of a process that runs the part `scope` of what `loaded` describes.
    init(_ loaded: LoadedConfiguration, scope: GatewayScope) {
        self.loaded = loaded
        alignment = AccessAlignment(loaded)
        plans = WorkerPlan.all(
            loaded.artifacts.policy,
            scope,
            deliveryReceipts: loaded.configuration.worker.deliveryReceipts
        )
    }

    /// Looks at what the credentials of the process can do; what is too much is told on `console`.
    ///
    /// - Throws: ``CommandFailure``: 78 when it is more than the plan, or the configuration does not say whose credentials
    ///   they are; 77 when the list of rights may not be seen; 69 when the cluster does not answer.
    func require(on console: Console) throws(CommandFailure) {
        guard let principal = try principal() else { return }
        let plan = alignment.access.plan(of: plans)
        let live = try alignment.listing().list.allowed
        // Whoever sees the list without this right sees it by another: none of the list, or the end of every list.
        guard live.contains(where: { $0.covers(AccessRight(principal, .describe, .cluster)) }) else {
            throw CommandFailure(
                .configuration,
                zh: "\(principal.text) 无 cluster 的 Describe 权限却能查看权限列表：凭据是否属于超级用户？",
                en:
                    "\(principal.text) has no Describe on the cluster and sees the list of rights: are these the credentials "
                    + "of a super user, or of somebody else?"
            )
        }
        let surplus = StrictAccess.surplus(of: principal, in: live, beyond: plan)
        let strange = try visibleTopics().filter { name in
            !plan.rights.contains { $0.resource == .topic(name) }
        }
        for right in surplus { console.note(zh: "多余权限 \(right.text)", en: "surplus right \(right.text)") }
        if !strange.isEmpty {
            let names = strange.prefix(StrictAccess.shown).joined(separator: ", ")
            let more = strange.count > StrictAccess.shown ? ", …" : ""
            console.note(
                zh: "可见计划之外的 \(strange.count) 个主题（\(names)\(more)）：凭据是否属于超级用户？",
                en:
                    "\(strange.count) topics beyond the plan can be seen (\(names)\(more)): are these the credentials of a "
                    + "super user?"
            )
        }
        guard surplus.isEmpty, strange.isEmpty else {
            throw CommandFailure(
                .configuration,
                zh: "\(principal.text) 的权限超出本进程工作器所需；--strict 拒绝启动",
                en: "\(principal.text) can do more than the workers of this process need; --strict refuses to start"
            )
        }
    }

    /// The rights in `live` that `principal` has, by its own name or as anybody has them, and that `plan` does not give.
    static func surplus(
        of principal: Principal,
        in live: Set<AccessRight>,
        beyond plan: AccessPlan
    ) -> [AccessRight] {
        live.filter { $0.principal.covers(principal) }.filter { right in
            let own = AccessRight(principal, right.operation, right.resource, host: right.host)
            return !plan.allows(own)
        }.sorted()
    }

    /// Whose credentials the process has; nil when it has no workers.
    private func principal() throws(CommandFailure) -> Principal? {
        let principals = Set(plans.map(alignment.access.principal)).sorted()
        guard principals.count < 2 else {
            let names = principals.map(\.text).joined(separator: ", ")
            throw CommandFailure(
                .configuration,
                zh: "本进程的工作器分属多个主体（\(names)），而一个进程只有一份凭据；请以 --stage、--plane 拆分，或在 access.workers 中指定同一主体",
                en:
                    "the workers of this process have several principals (\(names)) and a process has one set of credentials: "
                    + "divide it by --stage and --plane, or name one principal in access.workers"
            )
        }
        guard let principal = principals.first else { return nil }
        if let name = loaded.configuration.kafka["sasl.username"], Principal(user: name) != principal {
            throw CommandFailure(
                .configuration,
                zh: "凭据属于 User:\(name)，而配置中本进程的主体为 \(principal.text)",
                en:
                    "the credentials are those of User:\(name), and the configuration gives this process \(principal.text)"
            )
        }
        return principal
    }

    private func visibleTopics() throws(CommandFailure) -> [String] {
        let connection = ClusterSettings.connection(loaded.configuration)
        return try CommandFailure.bus { () throws(BusFailure) in
            let administrator = try TopicAdministrator(connection)
            defer { administrator.close() }
            return try administrator.visibleTopics()
        }
    }
}
