/// Whose object identifiers a SignedData bears; its structure is the same.
package enum CMSFamily: String, Sendable, Hashable, CaseIterable {
    /// Those of RFC 5652 (PKCS#7).
    case international = "rfc-5652"
    /// Those of GM/T 0010 and GB/T 35275, outside and inside.
    case national = "gm-t-0010"
    /// One outside and the other inside, as some middleware writes.
    case mixed
}
