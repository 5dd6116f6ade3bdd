/// Why a record does not go to a recipient.
package enum DeliveryObstacle: Sendable, Hashable {
    /// No flow leads from the sender's role to the recipient's.
    case noFlow
    /// The recipient is the sender.
    case sender
    /// The recipient is not certified at the time.
    case notCertified
    /// The record's sector is none of the recipient's, or unknown where it must be known.
    case sector(String?)
    /// The record's region is not the recipient's, or unknown where it must be known.
    case region(String?)
    /// The recipient did not register the case; who did, where it is known.
    case caseOwner(String?)
    /// Others at the recipient's level stand for the departments that the record names.
    case department(String)
    /// The record is for who is authorised, and the recipient is not.
    case notAuthorised
    /// The record is never published, and goes to supervision alone.
    case notPublic
    /// No certified platform of the role that carries the exchange covers the region.
    case noHub(ExchangeRole)
}
