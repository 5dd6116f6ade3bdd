import Core
import RoutingPolicy

/// Reading the state back.
extension CaseRegister {
    /// Takes in an entry of `case.<plane>`, as another worker wrote it.
    func restore(_ caseKey: String, _ state: CaseState) {
        switch state {
        case .founded(let owner, let isClosed, let active):
            var entry = self.entry(of: caseKey) ?? CaseEntry(active: 0, owner: 0)
            entry.owner = platforms.number(of: owner)
            entry.isClosed = isClosed
            entry.active = active
            if let number = store.number(of: caseKey) {
                store[number] = entry
            } else {
                store.insertCase(entry, under: caseKey)
            }
        case .record(let key, let dataset, let timestamp, let codes, let isRoot):
            // A record that was deleted and came again within one transaction is another one under the same key.
            if let number = store.records.find(key) { store.removeRecord(number) }
            restoreCase(caseKey)
            _ = insertRecord(key, caseKey, dataset, timestamp, codes, isRoot)
        case .message(let key, let digest, let refusal, let isCorrected):
            // So is a message in a case that was closed, forgotten and founded again.
            if let number = store.messages.find(key) { store.removeMessage(number) }
            restoreCase(caseKey)
            _ = insertMessage(key, caseKey, digest, refusal, isCorrected)
        case .parked(let record):
            queue[caseKey] = queue[caseKey].filter { $0.offset != record.offset } + [record]
        case .facts(let facts):
            restoreCase(caseKey)
            guard let number = store.number(of: caseKey) else { return }
            let list = facts.map {
                CaseFacts.Fact(fact: $0.fact, section: $0.section, platform: platforms.number(of: $0.by))
            }
            store.setFacts(CaseFacts(list, of: caseKey), of: number)
        case .removed(let name):
            remove(name, of: caseKey)
        }
    }

    /// An entry may come before that of its case, which was written again later.
    private func restoreCase(_ caseKey: String) {
        guard store.number(of: caseKey) == nil else { return }
        store.insertCase(CaseEntry(active: 0, owner: platforms.number(of: "")), under: caseKey)
    }

    private func remove(_ name: CaseState.Name, of caseKey: String) {
        switch name {
        case .record(let key):
            if let number = store.records.find(key) { store.removeRecord(number) }
        case .message(let key):
            if let number = store.messages.find(key) { store.removeMessage(number) }
        case .parked(let offset):
            queue[caseKey].removeAll { $0.offset == offset }
        case .facts:
            if let number = store.number(of: caseKey) { store.setFacts(CaseFacts(), of: number) }
        case .founded:
            // Whatever is left of it is taken away under its own name.
            guard let number = store.number(of: caseKey) else { return }
            _ = store.takeContents(of: number)
            store.removeCase(number)
        }
    }
}
