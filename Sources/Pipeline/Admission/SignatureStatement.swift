import Core
import Trust

/// What a submission says about its own signature, folded into the names that metrics may carry.
struct SignatureStatement {
    /// `raw`, `cms`, `batch`, or `none`.
    let form: String
    /// A name of `SignatureAlgorithm`, or `none`.
    let algorithm: String

    init(_ headers: [RecordHeader]) {
        func text(_ name: String) -> String {
            guard let value = headers.first(where: { $0.name == name })?.value, value.count <= 32 else { return "" }
            return String(decoding: value, as: UTF8.self)
        }
        let form = text(SignatureHeader.form)
        self.form = SignerIdentity.Form(rawValue: form)?.rawValue ?? "none"
        algorithm = SignatureAlgorithm(rawValue: text(SignatureHeader.algorithm))?.rawValue ?? "none"
    }
}
