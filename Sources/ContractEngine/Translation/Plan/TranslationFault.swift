internal import Core

/// Why a value could not be converted.
struct TranslationFault {
    let code: RejectionCode
    let zh: String
    let en: String

    init(_ code: RejectionCode, zh: String, en: String) {
        self.code = code
        self.zh = zh
        self.en = en
    }
}
