import ContractEngine
import Core
import Pipeline
import RoutingPolicy
import Testing

/// The shipped flow table and the shipped contracts belong together.
@Suite struct FlowCatalogueTests {
    @Test func everyDataSetHasADeclaredTreatment() throws {
        let contracts = try Repository.contracts.get()
        let catalogue = Dictionary(
            uniqueKeysWithValues: contracts.programs.map { program in
                (DatasetName(number: program.number, name: program.name), Set(program.fields.map(\.name)))
            }
        )
        #expect(try Repository.flows().lint(against: catalogue, file: "national.json") == [])
    }

    @Test func viewsThatDoNotFitTheirContractAreReported() throws {
        let contracts = try Repository.contracts.get()
        let (views, mistakes) = ViewCatalog.compile(
            try Repository.flows(),
            contracts: contracts,
            schemaPrefix: "/contracts/elsewhere/",
            file: "flows.json"
        )
        #expect(views == nil)
        #expect(mistakes.count == (try Repository.flows().views.count))
        #expect(mistakes.first?.key == "views[0].contract")
    }

    /// A ledger record is cut by wire names; each list of sections must be split as the contract splits it.
    @Test func sectionsOfFactsAndSealsAreSeparatedAsTheContractsSay() throws {
        let contracts = try Repository.contracts.get()
        let flows = try Repository.flows()
        let fields = flows.facts.map { ($0.dataset, $0.sections) } + flows.seals.map { ($0.dataset, $0.section) }
        for (dataset, name) in fields {
            let program = try #require(contracts.program(schema: "/contracts/national/v2/\(dataset)"))
            let field = try #require(program.field(named: name))
            #expect(field.separator == nil || field.separator == ";", "\(dataset).\(name)")
        }
    }
}
