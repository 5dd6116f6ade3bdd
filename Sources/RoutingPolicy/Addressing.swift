/// What decides about the recipients of a record, in the form in which it is compared.
struct Addressing {
    /// Who sent it.
    let sender: RegisteredPlatform
    /// Its transaction class; nil for none, and for what is no class.
    let sector: SectorCode?
    /// Whether it carries a transaction class, be it none.
    let hasSector: Bool
    /// Its region, if it carries one.
    let own: RegionCode?
    /// Its region, or that of its sender.
    let place: RegionCode?
    /// Registry id of the platform that registered its case, if one has.
    let concerned: String?
    /// What it says of its publicity.
    let openness: Openness
    /// The supervising departments that it names, as they stand there: few flows ask.
    private let department: String?

    /// How a record of `sender` is addressed that carries `sector`, `region` and `department`, in a case that `concerned`
    /// registered.
    init(
        sender: RegisteredPlatform,
        sector: String?,
        region: String?,
        department: String? = nil,
        concerned: String? = nil,
        openness: Openness = Openness()
    ) {
        self.openness = openness
        self.sender = sender
        self.concerned = concerned
        self.sector = sector.flatMap(SectorCode.init)
        hasSector = sector != nil
        own = region.flatMap(RegionCode.init)
        place = region == nil ? sender.place : own
        self.department = department
    }

    /// The supervising departments that it names; none for what is only separators.
    var departments: [Substring] { department?.split(separator: ";") ?? [] }
}
