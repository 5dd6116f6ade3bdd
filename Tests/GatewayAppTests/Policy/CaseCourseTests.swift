import RoutingPolicy
import Testing

/// What the proof says of seals, facts and postponements against the course of a case through the real stages.
@Suite("The proof and what happens in the course of a case")
struct CaseCourseTests {
    /// Mutations that the proof refuses and that let nothing out as the stages are now: it does not rely on the reasons.
    private static let harmless: [(words: String, reason: String)] = [
        ("TENDER_PROJECT states", "the data set has no field for sections, so it states nothing"),
        ("TENDER_ANN_QUA_INQUERY_ANN states", "the rule names a field that the data set does not have"),
        ("TENDER_INVITATION states opened", "a set that is sealed until then does not get in to say so"),
        ("TENDER_LIST states opened", "a set that is sealed until then does not get in to say so"),
        ("PROJECT_ALERTING_INFO states", "only what a platform states itself releases what it sends"),
        (" encrypted ", "nothing is sent encrypted here; who gets ciphertext is in CiphertextMatrixTests"),
        ("by a section that it does not name", "what does not name its section stays sealed"),
    ]

    /// Nobody's record lets anything out before its time, another platform's opening included; after it everything comes.
    @Test func aCaseTakesItsCourse() throws {
        let course = try CaseCourse(try ProvincePolicy(), isWhole: true)
        #expect(try course.run() == [])
        #expect(course.neverReleased == [])
        #expect(course.questions >= 70)
        // Everything that may state or end a fact was taken, so it was looked at.
        #expect((course.accepted["BID_OPENING_RECORD"] ?? 0) >= 5)
        for (dataset, _) in CaseCourse.postponements { #expect((course.accepted[dataset] ?? 0) >= 2, "\(dataset)") }
        #expect((course.accepted["PROJECT_ALERTING_INFO"] ?? 0) >= 1)
        #expect(course.accepted.count >= 40, "\(course.accepted.keys.sorted())")
    }

    @Test func aSpoiltSealLetsSomethingOut() throws {
        var (seen, unseen) = (0, 0)
        for mutation in try PolicyMutationTests.mutations(of: .seals) {
            var policy = try ProvincePolicy()
            mutation.apply(&policy)
            let leaks = try CaseCourse(policy).run()
            let isHarmless = Self.harmless.contains { mutation.description.contains($0.words) }
            #expect(leaks.isEmpty == isHarmless, "\(mutation): \(leaks)")
            if leaks.isEmpty { unseen += 1 } else { seen += 1 }
        }
        print("\(seen) spoilt seals let a secret out, \(unseen) do not and are refused all the same")
        #expect(seen >= 20)
    }
}
