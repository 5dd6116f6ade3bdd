/// What a topic is for, from its name (docs/specs/topics.md §1).
enum TopicKind: Hashable {
    /// Topics of one platform.
    case submit(String), receipt(String), deliver(String), quarantine(String), viewUsage(String)
    /// Topics of one plane.
    case admitted(Plane), ledger(Plane), facts(Plane), cases(Plane), claims(Plane), index(Plane), finding(Plane)
    case redrive(Plane), alert(Plane)
    /// Where a group stands.
    case position
    case trust
    case certificateUsage

    /// The kind of the topic `name`; nil for a topic that is none of the exchange's.
    init?(_ name: String) {
        switch name {
        case TopicName.trust: self = .trust
        case TopicName.certificateUsage: self = .certificateUsage
        default:
            guard let dot = name.firstIndex(of: ".") else { return nil }
            let subject = String(name[name.index(after: dot)...])
            switch name[..<dot] {
            case "submit": self = .submit(subject)
            case "receipt": self = .receipt(subject)
            case "deliver": self = .deliver(subject)
            case "quarantine": self = .quarantine(subject)
            case "view-usage": self = .viewUsage(subject)
            case "position": self = .position
            default:
                guard let plane = Plane(rawValue: subject), let kind = TopicKind.ofPlane(name[..<dot], plane) else {
                    return nil
                }
                self = kind
            }
        }
    }

    /// The plane whose records the topic holds; nil for what belongs to a platform or to all.
    var plane: Plane? {
        switch self {
        case .admitted(let plane), .ledger(let plane), .facts(let plane), .cases(let plane), .claims(let plane),
            .index(let plane), .finding(let plane), .redrive(let plane), .alert(let plane):
            plane
        case .submit, .receipt, .deliver, .quarantine, .viewUsage, .position, .trust, .certificateUsage: nil
        }
    }

    /// The platform whose topic it is; nil for all others.
    var platform: String? {
        switch self {
        case .submit(let id), .receipt(let id), .deliver(let id), .quarantine(let id), .viewUsage(let id): id
        default: nil
        }
    }

    private static func ofPlane(_ prefix: Substring, _ plane: Plane) -> TopicKind? {
        switch prefix {
        case "admitted": .admitted(plane)
        case "ledger": .ledger(plane)
        case "facts": .facts(plane)
        case "case": .cases(plane)
        case "claims": .claims(plane)
        case "index": .index(plane)
        case "finding": .finding(plane)
        case "redrive": .redrive(plane)
        case "alert": .alert(plane)
        default: nil
        }
    }
}
