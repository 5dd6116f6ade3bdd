/// The headers of the gateway's seal (docs/specs/seal.md §2); a seal covers every header of its record but these two.
package enum SealHeader {
    /// What was signed about the whole transaction, and the signature.
    package static let statement = "hutong-seal"
    /// Where the record stands in the transaction's tree, and the hashes from there to the root.
    package static let path = "hutong-sealpath"
}
