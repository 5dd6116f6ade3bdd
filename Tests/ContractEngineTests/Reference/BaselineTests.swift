import ContractEngine
import Core
import Testing

/// The national baseline beside the reference collection: everything is there, and what is otherwise is said here.
///
/// The reasons stand in Contracts/README.md and in the rows.
@Suite(.enabled(if: ReferenceDataset.directory != nil, "the reference collection is not beside the checkout"))
struct BaselineTests {
    /// Fields that rule version V4 added and that look provincial, beside those that the collection marks so.
    static let omitted: Set<String> = ["TENDER_FILE_CLARI_MODI.EVALUATION_TYPE"]
    /// Fields that the lists of a connector leave out and its texts name.
    static let added: Set<String> = [
        "WIN_CANDIDATE.TENDER_PROJECT_CODE", "WIN_CANDIDATE.BID_SECTION_CODE", "WIN_CANDIDATE.UNIFIED_DEAL_CODE",
        "OPENING_RECORD.TENDER_PROJECT_CODE", "QUALIFI_PRE_CLARI.TENDER_PROJECT_CODE",
        "QUALIFI_PRE_CLARI.BID_SECTION_CODES", "QUALIFI_PRE_FILE.TENDER_PROJECT_CODE",
        "QUALIFI_PRE_FILE.BID_SECTION_CODES", "QUALIFI_PRE_RESULT.TENDER_PROJECT_CODE",
        "QUALIFI_PRE_RESULT.BID_SECTION_CODE",
    ]
    /// Demanded by the source, optional here: agencies by a rule, a number that only V4 demands.
    static let optional: Set<String> = [
        "TENDER_PROJECT.TENDER_AGENCY_NAME", "TENDER_PROJECT.TENDER_AGENCY_CODE_TYPE",
        "TENDER_PROJECT.TENDER_AGENCY_CODE", "TENDER_PROJECT.TENDER_AGENCY_ROLE", "CONTRACT_PERFORMANCE.CONTRACT_CODE",
        "SL_TENDER_PROJECT.TENDER_AGENCY_NAME", "SL_TENDER_PROJECT.TENDER_AGENCY_CODE_TYPE",
        "SL_TENDER_PROJECT.TENDER_AGENCY_CODE", "SL_TENDER_PROJECT.TENDER_AGENCY_ROLE",
    ]
    /// Exact in a setting of the source that is misspelt and so has no effect.
    static let notExact: Set<String> = [
        "WIN_RESULT_ANNO.TENDER_AGENCY_CODE", "LETTER_OF_GUARANTEE.PROPOSER_CARD_TYPE",
    ]
    /// Longer than in the source, since published texts are.
    static let longer: Set<String> = ["CORRECTION_ITEM.TERMINATION_BULLETIN_TITLE"]
    /// Several values by the length of the field.
    static let several: Set<String> = [
        "TENDER_LIST.BIDDER_ORG_CODE", "TENDER_CANDIDATE.WIN_CANDIDATE_CODE", "CONTRACT_PERFORMANCE.TENDER_CODE",
        "CONTRACT_PERFORMANCE.BIDDER_CODE",
    ]
    /// Dictionary 10 where only rule version V4 binds it.
    static let unbound: Set<String> = [
        "PURCHASE_PROJECT.TENDER_PROJECT_TYPE", "LISTING_PUB_INFO.PROJECT_CLASSIFY_CODE",
        "STOCK_LISTING_PUB_INFO.PROJECT_CLASSIFY_CODE", "OTHER_TRADE_PUB_INFO.CLASSIFY_CODE",
    ]
    /// Twelve digits in the older copy of V3 and in a second province.
    static let minutes: Set<String> = [
        "DEAL_BEHAVIOR_INFO.LISTING_START_TIME", "DEAL_BEHAVIOR_INFO.LISTING_DEADLINE",
    ]

    /// A rule that is one by the meaning of its field alone holds within the case; one letter of guarantee belongs to one.
    @Test func whatFollowsFromMeaningAloneHoldsWithinTheCase() throws {
        let catalog = try ContractCatalog.load(from: NationalContractTests.directory)
        // What several platforms report about the same party is compared by case and sender anyway.
        let shared: Set<String> = ["subject", "credit", "expert", "supervision", "attachment"]
        var seen: [String] = []
        for dataset in try ReferenceDataset.all() where dataset.keyGrade == "INFERRED" {
            let program = try #require(catalog.program(named: dataset.name, version: nil))
            guard !shared.contains(program.domain) else { continue }
            for rule in program.registration
            where rule.kind == .unique && rule.fields == dataset.key && rule.policy != .off
                && !program.bindsToCase(rule.fields)
            {
                seen.append(dataset.name)
                #expect((rule.scope == nil) == (dataset.name == "LETTER_OF_GUARANTEE"), "\(dataset.name)")
            }
        }
        #expect(seen.count == 10)
    }

    @Test func everyDataSetAndEveryFieldIsThere() throws {
        let catalog = try ContractCatalog.load(from: NationalContractTests.directory)
        let datasets = try ReferenceDataset.all()
        #expect(datasets.count == 122)
        #expect(datasets.reduce(0) { $0 + $1.fields.count } == 1_897)
        // What the exchange adds is its own and says so by its domain.
        let own = Set(catalog.programs.filter { $0.domain == "exchange" }.map(\.name))
        #expect(own == ["INSTRUCTION_ACKNOWLEDGEMENT"])
        #expect(Set(catalog.programs.map(\.name)).subtracting(own) == Set(datasets.map(\.name)))
        for dataset in datasets {
            let program = try #require(catalog.program(named: dataset.name, version: nil), "\(dataset.name)")
            #expect(program.number == dataset.no)
            #expect(program.title.zh == dataset.title)
            #expect(program.completeness.rawValue == dataset.completeness)
            #expect(program.ruleVersion == (dataset.ruleVersion == "unknown" ? nil : dataset.ruleVersion))
            let expected = dataset.fields.filter { field in
                field.likelyProvincial != true && !Self.omitted.contains("\(dataset.name).\(field.name)")
            }
            let known = Set(program.fields.filter { $0.group == nil }.map(\.name))
            let inGroups = Set(program.fields.filter { $0.group != nil }.map(\.name))
            #expect(known.union(inGroups).isSuperset(of: expected.map(\.name)), "\(dataset.name)")
            let extra = known.subtracting(expected.map(\.name)).map { "\(dataset.name).\($0)" }
            #expect(Self.added.isSuperset(of: extra), "\(dataset.name)")
        }
    }

    @Test func everyFieldIsAsInTheCollection() throws {
        let catalog = try ContractCatalog.load(from: NationalContractTests.directory)
        for dataset in try ReferenceDataset.all() {
            let program = try #require(catalog.program(named: dataset.name, version: nil))
            let rows = Dictionary(uniqueKeysWithValues: program.fields.map { ($0.name, $0) })
            for field in dataset.fields {
                // The envelope fields of two sets come with the groups, which are stricter.
                guard let row = rows[field.name], row.group == nil else { continue }
                compare(row, field, "\(dataset.name).\(field.name)", key: program.routing.case)
            }
        }
    }

    private func compare(_ row: FieldDescription, _ field: ReferenceDataset.Field, _ path: String, key: String) {
        #expect(row.title == field.title, "\(path)")
        #expect(row.type.rawValue == (Self.minutes.contains(path) ? "T12" : field.type), "\(path)")
        #expect(row.grade.rawValue == field.grade, "\(path)")
        #expect(row.typeGrade.rawValue == (field.typeGrade ?? "FOUND"), "\(path)")
        #expect(row.integerDigits == field.integerDigits, "\(path)")
        // A unified deal code comes with hyphens (40) or without (36), and is mostly missing.
        let isDealCode = row.name.hasPrefix("UNIFIED_DEAL_CODE")
        if field.type == "C" {
            if !Self.longer.contains(path) {
                #expect(
                    row.length == (isDealCode && field.multi && field.fixed == true ? nil : field.length),
                    "\(path)"
                )
            }
            let isExact = field.fixed == true && !isDealCode && !Self.notExact.contains(path)
            #expect(row.isFixed == isExact, "\(path)")
        }
        let isDemanded = field.required == true && !isDealCode && !Self.optional.contains(path)
        // A data set whose duties are unknown demands the key of its case.
        #expect(row.isRequired == (isDemanded || field.required == nil && row.name == key), "\(path)")
        #expect((row.separator == ";") == (field.multi || Self.several.contains(path)), "\(path)")
        compareList(row, field, path)
    }

    private func compareList(_ row: FieldDescription, _ field: ReferenceDataset.Field, _ path: String) {
        if let dictionary = field.dictionary {
            let list = path == "TENDER_PROJECT.TENDER_AGENCY_CODE_TYPE" ? "AGENCY_CODE_TYPE" : String(dictionary)
            #expect(row.list == (Self.unbound.contains(path) ? nil : list), "\(path)")
            #expect(row.isSuspect == (field.suspect == true && row.list != nil), "\(path)")
        } else if let codes = field.values?.map(\.code), codes != ["F", "T"] {
            #expect(row.list != nil || !row.values.isEmpty, "\(path)")
        }
    }
}
