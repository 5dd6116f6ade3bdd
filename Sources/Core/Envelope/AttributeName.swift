/// The attributes of a Hutong event: CloudEvents 1.0 context attributes and our extensions.
///
/// In the Kafka binary content mode each is a header `ce_<name>`; `contenttype` alone is the header `content-type`.
/// The order of the cases is the order of the signing base (docs/specs/envelope.md §4).
package enum AttributeName: String, CaseIterable, Sendable, Hashable {
    case specversion
    case id
    case source
    case type
    case subject
    case time
    case dataschema
    case contenttype
    case partitionkey
    case datakey
    case operation
    case sector
    case region
    /// `id` of an earlier submission in whose place this one comes.
    case corrects
    /// Codes of the supervising departments (SUPERVISE_DEPT_CODE), several separated by `;`.
    case supervisedept
    /// Registry id of the one platform for which the content is encrypted.
    case encryptedfor
    /// When the sender lets that platform open the content: a promise between the two, which no stage acts upon.
    case releasetime
    /// 公开属性: `0` may be published, `1` is for who is authorised, `2` is not for publication.
    case opentype
    /// `none`, or `national-security`: then it is never published.
    case classification

    /// Name of the Kafka header that carries this attribute.
    package var header: String {
        switch self {
        case .specversion: "ce_specversion"
        case .id: "ce_id"
        case .source: "ce_source"
        case .type: "ce_type"
        case .subject: "ce_subject"
        case .time: "ce_time"
        case .dataschema: "ce_dataschema"
        case .contenttype: "content-type"
        case .partitionkey: "ce_partitionkey"
        case .datakey: "ce_datakey"
        case .operation: "ce_operation"
        case .sector: "ce_sector"
        case .region: "ce_region"
        case .corrects: "ce_corrects"
        case .supervisedept: "ce_supervisedept"
        case .encryptedfor: "ce_encryptedfor"
        case .releasetime: "ce_releasetime"
        case .opentype: "ce_opentype"
        case .classification: "ce_classification"
        }
    }

    /// True for attributes that every submission carries.
    package var isRequired: Bool {
        switch self {
        case .subject, .sector, .region, .corrects, .supervisedept, .encryptedfor, .releasetime,
            .opentype, .classification:
            false
        default: true
        }
    }
}
