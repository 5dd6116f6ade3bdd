/// One permission: these data sets may go from one plane to another, to recipients chosen by the condition, cut by
/// the view. A flow only ever allows; what no flow allows is denied.
package struct Flow: Sendable, Hashable {
    /// Name of the flow.
    package let id: String
    /// Wire names of the data sets.
    package let datasets: Set<String>
    /// Plane of the sender.
    package let from: Plane
    /// Plane of the recipients.
    package let to: Plane
    /// The plane whose platform carries the exchange; set wherever trading and supervision meet (rule R2: the
    /// public-service platform is the hub). Such a flow is open only while a certified platform of that plane covers
    /// the region.
    package let via: Plane?
    /// Which way it goes.
    package let direction: FlowDirection
    /// How recipients are selected.
    package let condition: FlowCondition
    /// Name of the view family.
    package let view: String
    /// Legal sources, R1 to R20.
    package let basis: [String]

    /// A flow as declared in the flow table.
    package init(
        id: String,
        datasets: Set<String>,
        from: Plane,
        to: Plane,
        via: Plane?,
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
