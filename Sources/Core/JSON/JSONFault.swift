/// What the scanner found wrong, finer than the rejection code.
package enum JSONFault: UInt8, Sendable, Hashable, CaseIterable {
    case tooLarge
    case tooDeep
    case numberTooLong
    case byteOrderMark
    case invalidUTF8
    case loneSurrogate
    case duplicateKey
    case unexpectedEnd
    case unexpectedCharacter
    case trailingData
    case invalidNumber
    case invalidEscape
    case controlCharacter
    case expectedKey
    case expectedColon
    case expectedCommaOrEnd

    /// The stable code under which the fault is reported.
    package var code: RejectionCode {
        switch self {
        case .tooLarge: .payloadTooLarge
        case .tooDeep: .jsonTooDeep
        case .numberTooLong: .jsonNumberTooLong
        case .byteOrderMark, .invalidUTF8, .loneSurrogate: .jsonEncoding
        case .duplicateKey: .jsonDuplicateKey
        default: .jsonSyntax
        }
    }

    /// Id of the rule on a problem.
    package var rule: String {
        switch code {
        case .payloadTooLarge: "json.size"
        case .jsonTooDeep: "json.depth"
        case .jsonNumberTooLong: "json.number-length"
        case .jsonEncoding: "json.encoding"
        case .jsonDuplicateKey: "json.duplicate-key"
        default: "json.syntax"
        }
    }

    /// What it means, in words.
    var text: BilingualText {
        switch self {
        case .tooLarge: BilingualText(zh: "文本超出大小限制", en: "the text exceeds the size limit")
        case .tooDeep: BilingualText(zh: "嵌套过深", en: "nested too deeply")
        case .numberTooLong: BilingualText(zh: "数字过长", en: "the number is too long")
        case .byteOrderMark: BilingualText(zh: "不得以字节顺序标记(BOM)开头", en: "a byte order mark is not allowed")
        case .invalidUTF8: BilingualText(zh: "不是合法的 UTF-8", en: "not valid UTF-8")
        case .loneSurrogate: BilingualText(zh: "转义中的代理项不成对", en: "an escape holds an unpaired surrogate")
        case .duplicateKey: BilingualText(zh: "同一对象中键名重复", en: "a key occurs twice in one object")
        case .unexpectedEnd: BilingualText(zh: "文本意外结束", en: "the text ends unexpectedly")
        case .unexpectedCharacter: BilingualText(zh: "此处须为一个值", en: "a value is expected here")
        case .trailingData: BilingualText(zh: "文本结束后还有内容", en: "there is data after the text")
        case .invalidNumber: BilingualText(zh: "数字写法不合语法", en: "the number is malformed")
        case .invalidEscape: BilingualText(zh: "转义写法不合语法", en: "the escape is malformed")
        case .controlCharacter:
            BilingualText(zh: "字符串含未转义的控制字符", en: "an unescaped control character in a string")
        case .expectedKey: BilingualText(zh: "此处须为带引号的键名", en: "a quoted key is expected here")
        case .expectedColon: BilingualText(zh: "键名后须为冒号", en: "a colon is expected after the key")
        case .expectedCommaOrEnd:
            BilingualText(zh: "此处须为逗号或容器结束", en: "a comma or the end of the container is expected here")
        }
    }
}
