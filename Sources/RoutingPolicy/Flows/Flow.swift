/// One permission: these data sets may go from one role to another, to recipients chosen by the condition, cut by
/// the view. A flow only ever allows; what no flow allows is denied.
package struct Flow: Sendable, Hashable {
    /// Name of the flow.
    package let id: String
    /// Wire names of the data sets.
    package let datasets: Set<String>
    /// Role of the sender.
    package let from: ExchangeRole
    /// Role of the recipients.
    package let to: ExchangeRole
    /// The role whose platform carries the exchange; set wherever trading meets supervision or an adjacent system (rules R2
    /// and R14: the public-service platform is the hub). Such a flow is open only while a certified platform of that role
    /// covers the region.
    package let via: ExchangeRole?
    /// Which way it goes.
    package let direction: FlowDirection
    /// How recipients are selected.
    package let condition: FlowCondition
    /// Name of the view family.
    package let view: String
    /// Legal sources, R1 to R20.
    package let basis: [String]

    /// True where trading meets somebody who is beyond the hub, and not through it.
    var lacksHub: Bool {
        (from == .trading && to.isBeyondTheHub || to == .trading && from.isBeyondTheHub) && via != .service
    }

    /// A flow as declared in the flow table.
    package init(
        id: String,
        datasets: Set<String>,
        from: ExchangeRole,
        to: ExchangeRole,
        via: ExchangeRole?,
        direction: FlowDirection,
        condition: FlowCondition,
        view: String,
        basis: [String]
    ) {
        self.id = id
        self.datasets = datasets
        self.from = from
        self.to = to
        self.via = via
        self.direction = direction
        self.condition = condition
        self.view = view
        self.basis = basis
    }
}
