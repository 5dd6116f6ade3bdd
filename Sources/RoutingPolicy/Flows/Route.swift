/// A flow for one of its data sets, with the view found: what a decision about a record needs of it. What every decision
/// reads stands in the value itself; the rest is needed for who receives.
struct Route: Sendable {
    /// What stands on a delivery.
    final class Grant: Sendable {
        /// Id of the flow.
        let flow: String
        /// The allow-list.
        let view: View

        /// What `flow` grants by `view`.
        init(flow: String, view: View) {
            self.flow = flow
            self.view = view
        }
    }

    /// Role of the recipients.
    let to: ExchangeRole
    /// The role through which it goes.
    let via: ExchangeRole?
    /// How recipients are selected.
    let condition: FlowCondition
    /// How public a record is that does not say.
    let standard: Publicity
    /// What a recipient gets.
    let grant: Grant

    /// `flow` for the data set that `view` cuts, whose records are as public as `standard` where they do not say.
    init(_ flow: Flow, view: View, standard: Publicity) {
        self.standard = standard
        to = flow.to
        via = flow.via
        condition = flow.condition
        grant = Grant(flow: flow.id, view: view)
    }
}
