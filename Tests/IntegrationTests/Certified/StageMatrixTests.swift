import Core
import Foundation
import RoutingPolicy
import Testing

extension SecuredClusterTests {
    /// Every stage of a project on a broker that enforces its rights: who may say, change and take back what, and who gets
    /// it, is what `policy explain`, the law's time and the specification of registration say.
    ///
    /// Complete: stages of ``TenderStage`` × all platforms × the data sets that belong to a tender or a purchase × `add`,
    /// `change` and `delete`; of the owner also of a record that is not there, of all others also of the owner's. The
    /// other data sets have no stage; ``DatasetMatrixTests`` asks about them. Nothing is drawn.
    @Suite(.enabled(if: CertifiedExchange.lacks.isEmpty, "\(CertifiedExchange.lacks)"))
    struct StageMatrixTests {
        @Test(.timeLimit(.minutes(20))) func everyStageIsAsExplained() throws {
            let exchange = try CertifiedExchange()
            defer { exchange.remove() }
            try exchange.prepare()
            // What the matrix finds is what was proven of this configuration.
            let proof = try exchange.answer(exchange.administrator, "policy", "prove")
            #expect(proof.status == 0 && proof.members["holds"] as? Bool == true)
            let course = try StageCourse(exchange)
            try course.bringTheProjectsOn()
            try course.ask()
            try course.explained.compareDeliveries()
            course.explained.running.stop()
            let explained = course.explained
            print("\(TenderStage.all.count) stages, \(course.datasets.count) data sets, \(explained.count) submissions")
            print("\(explained.verdicts.sorted { $0.key < $1.key }), \(explained.deliveries) deliveries as explained")
            #expect(TenderStage.secret == Set(explained.running.policy.flows.seals.map(\.dataset)))
            // Nothing was agreed upon because nothing happened.
            for code in ["not_released", "not_owner", "data_key_unknown", "code_taken"] {
                #expect((explained.verdicts[code] ?? 0) >= TenderStage.all.count, "\(code)")
            }
            for operation in [RecordOperation.add, .change, .delete] {
                #expect(explained.taken[operation] == explained.allowed, "\(operation)")
            }
        }
    }
}
