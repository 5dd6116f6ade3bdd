/// One complete life cycle of a tender, as a template: `{n}` in a code stands for the serial of the instance.
struct DemoLifecycle: Codable, Sendable {
    /// One record of the life cycle.
    struct Step: Codable, Sendable {
        /// Wire name of the data set.
        let contract: String
        /// Body under wire names.
        let record: [String: DemoValue]
    }

    /// Short name, part of the row ids.
    let id: String
    /// What the tender is, for a person.
    let title: String
    /// Which public notice it is built on, and what is fictitious.
    let note: String
    /// Transaction class (dictionary 10), the signed attribute `sector`.
    let sector: String
    /// Region of the tender (GB/T 2260), the signed attribute `region`.
    let region: String
    /// `first` or `second` trading platform.
    let tradingPlatform: DemoSender
    /// The records in the order in which they are sent.
    let steps: [Step]
}
