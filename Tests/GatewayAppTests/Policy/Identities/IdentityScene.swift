import Core
import Foundation
import Platform
import RoutingPolicy
import Testing
import Trust

@testable import GatewayApp
@testable import Pipeline

/// A registry with real certificates, and the real admission under it: who can speak as whom. It knows nothing of the
/// proof; who holds which key follows from the registry.
final class IdentityScene {
    /// Somebody whose record in another platform's name was admitted.
    struct Impostor: Hashable, CustomStringConvertible {
        let holder: String
        let named: String

        var description: String { "\(holder) as \(named)" }
    }

    /// The file of a person's certificate, which names nobody; every other one names a body.
    static let person = "person.pem"

    private static let issuer = Result {
        try CertificateIssuer.root(
            .authority(
                "Ground truth",
                notBefore: CaseEvents.start.advanced(byMilliseconds: -86_400_000),
                notAfter: CaseEvents.start.advanced(byMilliseconds: 86_400_000 * 365)
            ),
            key: .generate(.p256)
        )
    }
    /// A certificate and who signs with its key.
    private struct Credential: Sendable {
        let signer: EventSigner
        let certificate: Certificate
    }

    private static let flows = Result { try #require(try ProvincePolicy().table()) }
    private static let relations = Result {
        RelationRules(try ProvincePolicy.contracts.get(), flows: try flows.get())
    }
    private static let keys = Locked<[String: Credential]>([:])

    /// The certificate of the file `path`, which names `body`; each is made once.
    private static func credential(_ path: String, naming body: String?) throws -> Credential {
        let name = "\(path) \(body ?? "-")"
        if let known = keys.withLock({ $0[name] }) { return known }
        let issuer = try issuer.get()
        let key = try SigningKey.generate(.p256)
        let certificate = try issuer.issue(
            .platform(
                path,
                code: body,
                notBefore: CaseEvents.start.advanced(byMilliseconds: -86_400_000),
                notAfter: CaseEvents.start.advanced(byMilliseconds: 86_400_000 * 365)
            ),
            for: key
        )
        let made = Credential(signer: try EventSigner(key: key, certificate: certificate), certificate: certificate)
        keys.withLock { $0[name] = made }
        return made
    }

    let policy: ExchangePolicy
    let file: String
    private let directory: TemporaryDirectory
    private let admission: AdmissionStage
    private let events: CaseEvents
    /// The keys that each platform holds: those of every certificate that its entry names.
    private var held: [String: [EventSigner]] = [:]
    /// What each platform may send, and admission takes when it signs it with a key of its own; nil for who sends nothing.
    private var datasets: [String: String?] = [:]

    /// - Parameter spoilt: a registry whose platforms name certificates. A file that begins with `copy-of-` holds the same
    ///   certificate as the file whose name follows.
    init(_ spoilt: ProvincePolicy, events: CaseEvents) throws {
        self.events = events
        directory = try TemporaryDirectory()
        var credentials: [String: Credential] = [:]
        for platform in spoilt.platforms {
            let persons = (platform["persons"] as? [[String: Any]] ?? []).compactMap { $0["certificate"] as? String }
            for path in (platform["certificates"] as? [String] ?? []) + persons {
                let original = path.replacing("copy-of-", with: "")
                // It was issued to the platform after which it is called, else to whoever names it first.
                let owner = spoilt.platforms.first { "\($0["id"] as? String ?? "").pem" == original } ?? platform
                let body = original.hasSuffix(Self.person) ? nil : owner["body"] as? String
                let credential = try credentials[original] ?? Self.credential(original, naming: body)
                credentials[original] = credential
                credentials[path] = credential
                try directory.write(path, credential.certificate.pem)
                held[platform["id"] as? String ?? "", default: []].append(credential.signer)
            }
        }
        file = try directory.write(
            "registry.json",
            bytes: Array(try JSONSerialization.data(withJSONObject: spoilt.registry))
        )
        let (registry, mistakes) = Registry.load(file: file, leavingToProof: true)
        #expect(mistakes == [])
        policy = ExchangePolicy(registry: try #require(registry), flows: try Self.flows.get())
        var problems: [ConfigurationProblem] = []
        let persons = RegisteredPersons.bindings(of: policy.registry, file: file, &problems)
        let certificates = Dictionary(
            uniqueKeysWithValues: policy.registry.platforms.map { platform in
                let found = platform.certificates.compactMap { credentials[$0]?.certificate }
                return (platform.id, Dictionary(found.map { ($0.thumbprint, $0) }) { first, _ in first })
            }
        )
        #expect(problems == [])
        admission = try Self.admission(policy, certificates, persons)
    }

    private static func admission(
        _ policy: ExchangePolicy,
        _ certificates: [String: [CertificateThumbprint: Certificate]],
        _ persons: PersonBindings
    ) throws -> AdmissionStage {
        let authority = TrustAuthority(
            id: "ground-truth",
            name: BilingualText(zh: "机构", en: "Authority"),
            history: [RecognitionPeriod(.recognised, from: CaseEvents.start.advanced(byMilliseconds: -86_400_000))],
            certificates: [try issuer.get().certificate],
            uses: [.platformSigning, .personalSigning],
            identity: [.extension(oid: CertificateTemplate.identityExtension)]
        )
        let verifier = SignatureVerifier(
            store: try TrustStore(list: TrustList(authorities: [authority]), generation: 1)
        )
        let broker = InMemoryBroker()
        broker.setTime(CaseEvents.start)
        for plane in Plane.allCases { broker.createTopic(TopicName.facts(plane), partitions: 1) }
        let contracts = try ProvincePolicy.contracts.get()
        let stage = AdmissionStage(
            configuration: AdmissionConfiguration(),
            policy: policy,
            contracts: contracts,
            signatures: .verifier(verifier, registered: certificates, persons: persons),
            facts: FactsTable(
                sources: Plane.allCases.map { InMemoryTable(broker: broker, topic: TopicName.facts($0)) }
            ),
            relations: try relations.get()
        )
        try stage.refresh()
        return stage
    }

    /// The model that the command makes of these files.
    func model() -> PolicyModel {
        PolicyModel(
            registry: policy.registry,
            flows: policy.flows,
            datasets: [],
            certificates: PolicyMaterial.certificates(of: policy.registry, in: directory.path),
            clients: []
        )
    }

    /// Everybody of `holders` who can speak as one of `named`, by trying each key that he holds.
    ///
    /// - Parameter tried: counts the records that were judged.
    func impostors(_ holders: [String], as named: [String], tried: inout Int) throws -> Set<Impostor> {
        var found: Set<Impostor> = []
        for name in named {
            guard let platform = policy.registry[name], let dataset = try dataset(of: platform) else { continue }
            for holder in holders where holder != name {
                for signer in held[holder] ?? [] {
                    tried += 1
                    if try isAdmitted(dataset, from: platform, by: signer) {
                        found.insert(Impostor(holder: holder, named: name))
                    }
                }
            }
        }
        return found
    }

    /// True when admission takes a record of its own of `platform`: else a refusal of others' says nothing.
    func speaksForItself(_ id: String) throws -> Bool {
        guard let platform = policy.registry[id] else { return false }
        return try dataset(of: platform) != nil
    }

    private func dataset(of platform: RegisteredPlatform) throws -> String? {
        if let known = datasets[platform.id] { return known }
        let candidates = ["PROJECT", "ADMIN_SUPER_ITEM_INFO", "BLACK_LIST"] + policy.flows.datasets.map(\.name)
        let sent = try candidates.first { dataset in
            guard policy.admission(of: dataset, from: platform, at: CaseEvents.start).isEmpty,
                policy.flows.seal(of: dataset) == nil, events.canBeMade(dataset)
            else { return false }
            return try (held[platform.id] ?? []).contains { try isAdmitted(dataset, from: platform, by: $0) }
        }
        datasets.updateValue(sent, forKey: platform.id)
        return sent
    }

    /// Whether a record in the name of `platform`, in its topic and signed by `signer`, gets through.
    private func isAdmitted(_ dataset: String, from platform: RegisteredPlatform, by signer: EventSigner) throws -> Bool
    {
        let event = try events.next(dataset, from: platform).inbound
        let envelope = EventEnvelope.parse(event.headers).envelope
        let record = InboundRecord(
            source: event.source,
            offset: 0,
            timestamp: event.timestamp,
            key: event.key,
            value: event.value,
            headers: try signer.headers(for: envelope, payload: event.value ?? [])
        )
        let outputs = try admission.process(RecordBatch(records: [record]), at: record.timestamp).outputs
        admission.committed()
        return outputs.contains { $0.topic == TopicName.admitted(platform.plane) }
    }
}
