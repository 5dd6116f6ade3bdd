import Core

/// A code that says for whom and of what it was asked for, where a real one would hide it.
struct SpokenDigest: ValueDigest {
    let reader: String

    func text(of value: String, in domain: String) -> String? { "hm1:\(reader)/\(domain)/\(value)" }
}
