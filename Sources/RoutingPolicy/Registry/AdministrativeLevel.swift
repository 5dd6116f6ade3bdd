/// Administrative level of a platform; it says how much of a region code binds it.
package enum AdministrativeLevel: String, Sendable, Hashable, CaseIterable {
    /// 国家: every region.
    case nation
    /// 省: the first two digits of GB/T 2260.
    case province
    /// 市: the first four digits; counties belong to their city (苏政办发〔2017〕106号 二(一)1: counties build none).
    case city
}
