import ContractEngine
import Core
import Testing

/// The profile of Fujian beside the reference collection, which is read from Fujian's rules: it restores every field.
@Suite(.enabled(if: ReferenceDataset.directory != nil, "the reference collection is not beside the checkout"))
struct FujianProfileTests {
    /// The source demands a value of dictionary 2001 by a rule of the record, with a hyphen where there is no agency.
    static let byRule: Set<String> = [
        "TENDER_PROJECT.TENDER_AGENCY_CODE_TYPE", "SL_TENDER_PROJECT.TENDER_AGENCY_CODE_TYPE",
    ]

    @Test func everyFieldIsThatOfTheCollection() throws {
        let catalog = try ContractCatalog.load(from: NationalContractTests.directory)
        for dataset in try ReferenceDataset.all() where dataset.completeness == "full" {
            let program = try #require(catalog.program(named: dataset.name, version: nil, profile: "fujian"))
            #expect(program.ruleVersion == dataset.ruleVersion)
            let rows = Dictionary(uniqueKeysWithValues: program.fields.map { ($0.name, $0) })
            let inGroups = Set(program.fields.filter { $0.group != nil }.map(\.name))
            #expect(Set(rows.keys).subtracting(inGroups) == Set(dataset.fields.map(\.name)).subtracting(inGroups))
            for field in dataset.fields {
                guard let row = rows[field.name], row.group == nil else { continue }
                compare(row, field, "\(dataset.name).\(field.name)")
            }
        }
    }

    private func compare(_ row: FieldDescription, _ field: ReferenceDataset.Field, _ path: String) {
        #expect(row.title == field.title, "\(path)")
        #expect(row.type.rawValue == field.type, "\(path)")
        #expect(row.grade.rawValue == field.grade, "\(path)")
        #expect(row.isRequired == (field.required == true), "\(path)")
        #expect((row.separator == ";") == field.multi, "\(path)")
        #expect(row.integerDigits == field.integerDigits, "\(path)")
        #expect(row.fractionDigits == (field.type == "N" ? field.fractionDigits ?? 0 : nil), "\(path)")
        #expect(row.minimumLength == field.minLength, "\(path)")
        #expect(!row.todayMeansNever, "\(path)")
        // A misspelt setting of the source switches the limit off.
        if field.type == "C" {
            #expect(row.length == (field.enforcedBySource == false ? nil : field.length), "\(path)")
            #expect(row.isFixed == (field.fixed == true && field.enforcedBySource != false), "\(path)")
        }
        #expect(row.checks.contains(.region) == (field.regionCheck?.offset == 0), "\(path)")
        #expect(!row.checks.contains(.uscc), "\(path)")
        if let dictionary = field.dictionary {
            #expect(row.list == (Self.byRule.contains(path) ? "AGENCY_CODE_TYPE" : String(dictionary)), "\(path)")
            #expect(row.isSuspect == (field.suspect == true), "\(path)")
        } else if let codes = field.values?.map(\.code) {
            #expect((row.list == "CQ_TRUE_OR_FALSE") == (codes == ["F", "T"]), "\(path)")
        }
    }

    /// What only other records can tell is refused there, where the baseline leaves it open.
    @Test func registrationIsThatOfTheCollection() throws {
        let catalog = try ContractCatalog.load(from: NationalContractTests.directory)
        for dataset in try ReferenceDataset.all() where dataset.completeness == "full" {
            let program = try #require(catalog.program(named: dataset.name, version: nil, profile: "fujian"))
            for field in dataset.fields {
                for (kind, isDemanded) in [
                    (RegistrationRule.Kind.unique, field.unique == true), (.immutable, field.immutable == true),
                    (.parent, field.references != nil && program.parent != nil),
                ] where isDemanded {
                    let rule = program.registration.first { $0.kind == kind && $0.fields == [field.name] }
                    #expect(rule?.policy == .reject, "\(dataset.name).\(field.name)")
                }
            }
        }
    }
}
