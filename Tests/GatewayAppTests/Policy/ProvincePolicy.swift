import ContractEngine
import Core
import Foundation
import GatewayApp
import Platform
import RoutingPolicy
import Testing

/// The example of a province as JSON that a test may spoil, and what follows from it.
struct ProvincePolicy {
    /// The registry's file, as Foundation reads it.
    var registry: [String: Any] { didSet { registryFile = nil } }
    /// The flow table's file.
    var flows: [String: Any] { didSet { flowFile = nil } }
    /// ``registry`` as bytes, where it has not changed since they were made.
    private var registryFile: Data?
    /// ``flows`` as bytes, likewise.
    private var flowFile: Data?
    /// What happens to the rights that follow from both.
    var clients: ([ExchangeClient]) -> [ExchangeClient] = { $0 }

    static let configuration = ConfigurationReader(CapturedConsole().console).read(
        ProvinceExampleTests.directory + "/hutong.json"
    ).configuration
    static let contracts = Result { try ContractCatalog.load(from: Checkout.contracts) }
    static let profiles = Result {
        try contracts.get().programs.filter(\.isCurrent).map { DatasetProfile($0) }
    }

    /// What the files say, read once for all tests.
    private static let shipped = Result {
        (
            registry: try object(ProvinceExampleTests.directory + "/registry.json"),
            flows: try object(Checkout.contracts + "/flows/national.json")
        )
    }

    private static func object(_ path: String) throws -> Shipped {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return Shipped(object: object, file: try bytes(of: object))
    }

    /// A file that is shipped. `@unchecked Sendable`: Foundation's JSON values are immutable, and nobody changes these.
    private struct Shipped: @unchecked Sendable {
        let object: [String: Any]
        let file: Data
    }

    private static func bytes(of object: [String: Any]) throws -> Data {
        try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
    }

    init() throws {
        let shipped = try Self.shipped.get()
        registry = shipped.registry.object
        flows = shipped.flows.object
        registryFile = shipped.registry.file
        flowFile = shipped.flows.file
    }

    /// What rights follow from: of many mutations the same.
    private struct Ground: Hashable {
        let registry: Data
        let ways: Set<String>
    }

    private static let known = Locked<[Ground: [ExchangeClient]]>([:])

    /// The clients of `policy`, whose registry came from `file`: worked out once for all policies from which the same rights
    /// follow.
    private static func clients(of policy: ExchangePolicy, registry file: Data) throws -> [ExchangeClient] {
        var ways = Set(policy.flows.flows.map { "\($0.from) \($0.to)" })
        // Facts and alerts, too, are followed and written by what the table says.
        for stage in [GatewayStage.admission, .index] {
            ways.insert("\(stage) alerts \(policy.flows.alertedPlanes(by: stage).map(\.rawValue).sorted())")
            for plane in Plane.allCases {
                ways.insert("\(stage) \(plane) facts \(policy.flows.planesOfFacts(for: stage, of: plane))")
            }
        }
        let ground = Ground(registry: file, ways: ways)
        if let clients = known.withLock({ $0[ground] }) { return clients }
        let clients = ExchangeClients.all(policy, try #require(configuration))
        known.withLock { $0[ground] = clients }
        return clients
    }

    private static let registries = Locked<[Data: Registry]>([:])

    /// The registry of `file`: loaded once for all policies that have the same.
    private static func registry(of file: Data) throws -> Registry? {
        if let registry = registries.withLock({ $0[file] }) { return registry }
        let (registry, mistakes) = Registry.load(file, name: "registry.json", leavingToProof: true)
        #expect(mistakes == [])
        registries.withLock { $0[file] = registry }
        return registry
    }

    /// The model of what the files say now.
    func model() throws -> PolicyModel {
        let file = try registryFile ?? Self.bytes(of: registry)
        let (registry, flows) = (try Self.registry(of: file), try table())
        let policy = ExchangePolicy(registry: try #require(registry), flows: try #require(flows))
        return PolicyModel(
            registry: policy.registry,
            flows: policy.flows,
            datasets: try Self.profiles.get(),
            certificates: Dictionary(
                policy.registry.platforms.map { ($0.id, Set($0.certificates)) },
                uniquingKeysWith: { first, _ in first }
            ),
            clients: clients(try Self.clients(of: policy, registry: file))
        )
    }

    /// The flow table as the file says now.
    func table() throws -> FlowTable? {
        let (table, mistakes) = FlowTable.load(
            try flowFile ?? Self.bytes(of: flows),
            name: "flows.json",
            leavingToProof: true
        )
        #expect(mistakes == [])
        return table
    }

    /// The invariants that do not hold.
    func broken() throws -> Set<Invariant> {
        Set(PolicyProof(try model()).results().filter { !$0.holds }.map(\.invariant))
    }

    // MARK: Spoiling

    /// Changes each member of the list `name` of the flow table that `isRight`.
    mutating func change(_ name: String, where isRight: ([String: Any]) -> Bool, _ body: (inout [String: Any]) -> Void)
    {
        flows[name] = (flows[name] as? [[String: Any]] ?? []).map { item in
            var item = item
            if isRight(item) { body(&item) }
            return item
        }
    }

    /// Changes the flow `id`.
    mutating func changeFlow(_ id: String, _ body: (inout [String: Any]) -> Void) {
        change("flows", where: { $0["id"] as? String == id }, body)
    }

    /// Removes the members of the list `name` of the flow table that `isWrong`.
    mutating func remove(_ name: String, where isWrong: ([String: Any]) -> Bool) {
        flows[name] = (flows[name] as? [[String: Any]] ?? []).filter { !isWrong($0) }
    }

    /// Adds a member to the list `name` of the flow table.
    mutating func add(_ item: [String: Any], to name: String) {
        flows[name] = (flows[name] as? [[String: Any]] ?? []) + [item]
    }

    /// Changes the platform `id`.
    mutating func changePlatform(_ id: String, _ body: (inout [String: Any]) -> Void) {
        registry["platforms"] = (registry["platforms"] as? [[String: Any]] ?? []).map { item in
            var item = item
            if item["id"] as? String == id { body(&item) }
            return item
        }
    }

    /// Gives the client `name`, a platform's id or a worker's name, more rights.
    mutating func grant(_ name: String, reads: Set<String> = [], writes: Set<String> = []) {
        let before = clients
        clients = { all in
            before(all).map { client in
                guard client.principal == "User:\(name)" || client.principal == "User:hutong.\(name)" else {
                    return client
                }
                return ExchangeClient(
                    principal: client.principal,
                    role: client.role,
                    reads: client.reads.union(reads),
                    writes: client.writes.union(writes)
                )
            }
        }
    }

    // MARK: What the files name

    /// The entries of the registry.
    var platforms: [[String: Any]] { registry["platforms"] as? [[String: Any]] ?? [] }

    /// Wire names of the data sets that a flow of the table carries, numbers resolved.
    func datasets(of flow: String) -> [String] {
        let items = flows["flows"] as? [[String: Any]] ?? []
        let listed = items.first { $0["id"] as? String == flow }?["datasets"] as? [Any] ?? []
        return listed.compactMap { $0 as? String ?? ($0 as? Int).flatMap { names[$0] } }
    }

    /// Wire names by number.
    var names: [Int: String] {
        let items = flows["datasets"] as? [[String: Any]] ?? []
        return Dictionary(
            items.compactMap { item in
                (item["number"] as? Int).flatMap { number in (item["name"] as? String).map { (number, $0) } }
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The name by which `item`, an entry of the flow table, names its data set.
    func dataset(_ item: Any?) -> String? { item as? String ?? (item as? Int).flatMap { names[$0] } }
}
