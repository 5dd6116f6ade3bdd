package import RoutingPolicy

/// Who comes to the broker as whom, but for the platforms, of which the registry tells.
package struct AccessSettings: Sendable, Hashable {
    /// The operator unless the configuration says otherwise.
    package static let standardOperator = Principal(user: "hutong-operator")

    /// Principals by worker (`delivery.fuzhou-water`) or by stage and plane (`delivery.supervision`); of both the worker's
    /// counts.
    package var workers: [String: Principal]
    /// Who makes topics and rights, looks after quarantine and shares trust data.
    package var operatorPrincipal: Principal
    /// Whose rights on the cluster itself are nobody's surplus: brokers and their administrators.
    package var administrators: [Principal]
    /// What each platform may use of the brokers.
    package var quota: QuotaSettings

    /// All values, with the documented defaults.
    package init(
        workers: [String: Principal] = [:],
        operatorPrincipal: Principal = standardOperator,
        administrators: [Principal] = [],
        quota: QuotaSettings = QuotaSettings()
    ) {
        self.workers = workers
        self.operatorPrincipal = operatorPrincipal
        self.administrators = administrators
        self.quota = quota
    }

    /// The principal of a worker: what `run --stage --plane` needs one set of credentials for has one by default.
    package func principal(of plan: WorkerPlan) -> Principal {
        let place = AccessSettings.place(plan.stage, plan.plane)
        return workers[plan.name] ?? workers[place] ?? AccessSettings.standardWorker(plan.stage, plan.plane)
    }

    /// `<stage>.<plane>`.
    static func place(_ stage: GatewayStage, _ plane: Plane) -> String { stage.worker(for: plane.rawValue) }

    /// The principal of a worker of which the configuration says nothing.
    static func standardWorker(_ stage: GatewayStage, _ plane: Plane) -> Principal {
        Principal(user: "hutong.\(place(stage, plane))")
    }
}
