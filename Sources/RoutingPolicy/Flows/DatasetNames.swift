import Core

/// Resolves references to data sets, which may be written by number or by wire name.
struct DatasetNames {
    private let byNumber: [Int: String]
    private let names: Set<String>

    init(_ datasets: [Declared<DatasetName>]) {
        byNumber = Dictionary(
            datasets.compactMap { dataset in dataset.value.number.map { ($0, dataset.value.name) } }
        ) { first, _ in first }
        names = Set(datasets.map(\.value.name))
    }

    /// The data set under the key `name`; reports a reference to nothing.
    func resolve(_ name: String, of object: ConfigurationObject) -> String? {
        guard let value = object.value(name) else {
            object.log.report(.missing, at: object.key(name), zh: "缺少必备的键", en: "required key is missing")
            return nil
        }
        return resolve(value, at: object.key(name), log: object.log)
    }

    /// The data sets in the list under the key `name`.
    func resolveAll(_ name: String, of object: ConfigurationObject) -> [String] {
        object.list(name).compactMap { path, value in resolve(value, at: path, log: object.log) }
    }

    private func resolve(_ value: JSONNode, at path: String, log: MistakeLog) -> String? {
        switch value {
        case .string(let text) where names.contains(text):
            return text
        case .number(let number):
            if let name = Int(number).flatMap({ byNumber[$0] }) { return name }
        default:
            break
        }
        log.report(
            .dangling,
            at: path,
            zh: "不是 datasets 中声明的数据集",
            en: "not a data set declared under datasets"
        )
        return nil
    }
}
