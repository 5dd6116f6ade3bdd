/// The order in which the platforms of the demonstration send: of each case one record after the other, each when the one
/// before has its verdict, as a platform does that builds on what was registered; different cases side by side.
struct DemoQueue {
    private let submissions: [DemoSubmission]
    /// Records of each case that are still to be sent, the next one last.
    private var waiting: [String: [Int]] = [:]
    /// The last record sent of each case that has more to send.
    private var inFlight: [String: Int] = [:]
    /// Cases whose next record may go, in a fixed order.
    private var ready: [String] = []

    /// A queue of all of `submissions`, in their order within each case.
    init(_ submissions: [DemoSubmission]) {
        self.submissions = submissions
        for (index, submission) in submissions.enumerated() {
            if waiting[submission.key] == nil { ready.append(submission.key) }
            waiting[submission.key, default: []].append(index)
        }
        for key in ready { waiting[key]?.reverse() }
        ready.reverse()
    }

    /// Takes out up to `maximum` records that may go now; `isSettled` tells of a record by its id.
    mutating func take(_ maximum: Int, isSettled: (String) -> Bool) -> [Int] {
        for (key, index) in inFlight where isSettled(submissions[index].id) {
            inFlight[key] = nil
            ready.insert(key, at: 0)
        }
        var taken: [Int] = []
        while taken.count < maximum, let key = ready.popLast() {
            guard let index = waiting[key]?.popLast() else { continue }
            taken.append(index)
            if waiting[key]?.isEmpty == false { inFlight[key] = index }
        }
        return taken
    }
}
