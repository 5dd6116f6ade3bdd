import Core

/// The journal of a register.
extension CaseRegister {
    /// How to take back one change. Numbers are not used: what was removed may come back under another one.
    enum Undo {
        case founded(String)
        case touched(String, UInt32)
        case inserted(EntryKey)
        case changed(EntryKey, timestamp: UInt64, codes: [UInt64])
        case removed(EntryKey, RecordEntry, codes: [UInt64], of: String)
        case remembered(EntryKey)
        case replaced(EntryKey, MessageEntry)
        case parked(String, [ParkedRecord])
        case stated(String, CaseFacts)
        case closed(String, CaseStore.Contents)
        case forgotten(String, CaseEntry)
    }

    /// Takes back the change for which `undo` was noted.
    func takeBack(_ undo: Undo) {
        switch undo {
        case .founded(let caseKey):
            if let number = store.number(of: caseKey) { store.removeCase(number) }
        case .touched(let caseKey, let activity):
            if let number = store.number(of: caseKey) { store[number].active = activity }
        case .inserted(let key):
            if let number = store.records.find(key) { store.removeRecord(number) }
        case .changed(let key, let timestamp, let codes):
            if let number = store.records.find(key) { store.replace(number, at: timestamp, codes: codes) }
        case .removed(let key, let entry, let codes, let caseKey):
            // The case may have come back under another number; the record's place in its chain means nothing.
            guard let number = store.number(of: caseKey) else { return }
            store.insert(entry.moved(to: number), under: key, codes: codes)
        case .remembered(let key):
            if let number = store.messages.find(key) { store.removeMessage(number) }
        case .replaced(let key, let entry):
            guard let number = store.messages.find(key) else { return }
            var back = entry
            back.next = store.messages[number].next
            store.replaceMessage(number, by: back.moved(to: store.messages[number].caseNumber))
        case .parked(let caseKey, let records):
            queue[caseKey] = records
        case .stated(let caseKey, let facts):
            if let number = store.number(of: caseKey) { store.setFacts(facts, of: number) }
        case .closed(let caseKey, let contents):
            guard let number = store.number(of: caseKey) else { return }
            store[number].isClosed = false
            store.putBack(contents, into: number)
        case .forgotten(let caseKey, let entry):
            store.insertCase(entry, under: caseKey)
        }
    }
}
