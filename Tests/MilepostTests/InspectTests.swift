import Foundation
import Testing

@Suite struct InspectTests {
    private static let keys = ["file", "bytes", "valid", "interchanges"]

    @Test("a valid file is one JSON object with exactly the promised keys, and status 0")
    func valid() async throws {
        let file = Program.samples + "/01-order-north.edi"
        let result = try await Program.run(["inspect", "--json", file])
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(Set(result.json.keys) == Set(Self.keys))
        #expect(result.json["bytes"] as? Int == 521 && result.json["valid"] as? Bool == true)
        let interchange = try #require((result.json["interchanges"] as? [[String: Any]])?.first)
        #expect(
            Set(interchange.keys) == [
                "syntax", "version", "charset", "sender", "receiver", "reference", "valid", "documents", "diagnostics",
                "omitted",
            ])
        #expect(interchange["syntax"] as? String == "EDIFACT" && interchange["reference"] as? String == "10001")
        let document = try #require((interchange["documents"] as? [[String: Any]])?.first)
        #expect(
            Set(document.keys) == ["type", "version", "reference", "segments", "valid", "diagnostics", "omitted"])
        #expect(document["omitted"] as? Int == 0 && interchange["omitted"] as? Int == 0)
        #expect(document["type"] as? String == "ORDERS" && document["segments"] as? Int == 21)
        #expect(interchange["charset"] as? String == "UNOA", "as the sender names it")
        #expect(document["version"] as? String == "D.96A/EAN008", "with the subset of the directory")
    }

    @Test("a fault has its code, its place and its fix, and the status is 1")
    func invalid() async throws {
        let result = try await Program.run(
            ["inspect", "--json", Program.samples + "/problems/wrong-segment-count.edi"])
        #expect(result.status == 1)
        let interchange = try #require((result.json["interchanges"] as? [[String: Any]])?.first)
        let document = try #require((interchange["documents"] as? [[String: Any]])?.first)
        let fault = try #require((document["diagnostics"] as? [[String: Any]])?.first)
        #expect(fault["code"] as? String == "edifact.unt-count")
        #expect(fault["line"] as? Int == 11 && fault["offset"] as? Int == 243 && fault["tag"] as? String == "UNT")
        for name in ["message", "rule", "fix"] { #expect((fault[name] as? String)?.isEmpty == false) }
    }

    @Test("what is counted and not listed is told by its number")
    func omitted() async throws {
        let lines = (1...300).map { "LIN+\($0)++4000862141404:EN'QTY+21:X'" }.joined()
        let text =
            "UNB+UNOA:3+A+B+260921:0930+1'UNH+1+ORDERS:D:96A:UN'BGM+220+PO-1+9'DTM+137:20260921:102'"
            + lines + "UNS+S'UNT+605+1'UNZ+1+1'"
        let result = try await Program.run(["inspect", "--json", "-"], input: text)
        let interchange = try #require((result.json["interchanges"] as? [[String: Any]])?.first)
        let document = try #require((interchange["documents"] as? [[String: Any]])?.first)
        #expect((document["diagnostics"] as? [Any])?.count == 200 && document["omitted"] as? Int == 100)
    }

    @Test("several files are one object a line, in their order; the worst decides the status")
    func several() async throws {
        let names = ["01-order-north.edi", "problems/truncated.edi", "07-order-south.xml"]
        let result = try await Program.run(["inspect", "--json"] + names.map { Program.samples + "/" + $0 })
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 3 && result.status == 1)
        for (line, name) in zip(lines, names) {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect((object?["file"] as? String)?.hasSuffix(name) == true)
            #expect(object?["valid"] as? Bool == (name != "problems/truncated.edi"))
        }
    }

    @Test("what cannot be read is status 2, with the reason on standard error and in an object of its own")
    func unreadable() async throws {
        for file in ["/nonexistent/x.edi", Program.samples] {
            let result = try await Program.run(["inspect", "--json", file])
            #expect(result.status == 2 && Set(result.json.keys) == Set(Self.keys))
            #expect(result.json["valid"] as? Bool == false && result.json["bytes"] as? Int == 0)
            let interchange = try #require((result.json["interchanges"] as? [[String: Any]])?.first)
            let fault = try #require((interchange["diagnostics"] as? [[String: Any]])?.first)
            #expect(fault["code"] as? String == "client.file-unreadable")
            #expect(result.errors.hasPrefix("error[client.file-unreadable]: "))
        }
    }

    @Test("standard input is read as a file named -")
    func standardInput() async throws {
        let text = try String(contentsOfFile: Program.samples + "/01-order-north.edi", encoding: .utf8)
        let result = try await Program.run(["inspect", "--json", "-"], input: text)
        #expect(result.status == 0 && result.json["file"] as? String == "-" && result.json["bytes"] as? Int == 521)
    }

    @Test("a pipe with a name is read once, and its faults are told without the lines that they stand in")
    func pipe() async throws {
        let script =
            "mkfifo p && (cat '\(Program.samples)/06-ten-orders.edi' >p &) && exec timeout 60 milepost inspect p"
        let folder = try ScratchFolder()
        let result = try await Program.run(["-c", script], shell: true, in: folder.path)
        #expect(result.status == 1 && result.output.contains("directory.number-invalid"))
    }

    @Test("bytes of no known syntax, and none at all, are invalid with a reason", arguments: ["", "hello", "?"])
    func rubbish(text: String) async throws {
        let result = try await Program.run(["inspect", "--json", "-"], input: text)
        #expect(result.status == 1 && result.json["valid"] as? Bool == false)
        let interchange = try #require((result.json["interchanges"] as? [[String: Any]])?.first)
        #expect(interchange["syntax"] is NSNull)
        #expect((interchange["diagnostics"] as? [Any])?.isEmpty == false)
    }

    @Test("for people the faulty line stands there with a mark under the fault, and no colour in a pipe")
    func people() async throws {
        let result = try await Program.run(["inspect", Program.samples + "/06-ten-orders.edi"])
        #expect(result.status == 1 && !result.output.contains("\u{1B}"))
        let lines = result.output.split(separator: "\n").map(String.init)
        let line = try #require(lines.firstIndex { $0.hasSuffix("QTY+21:TEN'") })
        let mark = lines[line + 1]
        #expect(lines[line].dropFirst(mark.prefix { $0 == " " }.count).hasPrefix("TEN") && mark.hasSuffix("^^^"))
    }

    @Test("the tree names segments, elements and codes in words, and a fault stands below the element it speaks of")
    func tree() async throws {
        let result = try await Program.run(
            ["inspect", "--tree", Program.samples + "/problems/wrong-segment-count.edi"])
        #expect(result.status == 1)
        let lines = result.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(lines.contains("4 NAD  Name and address"))
        #expect(lines.contains("3035 Party qualifier: BY = Buyer"))
        #expect(lines.contains("3039 Party id. identification: 5412345000013"))
        let count = try #require(lines.firstIndex { $0.hasPrefix("0074") && $0.hasSuffix(": 12") })
        #expect(lines[count + 1].hasPrefix("error[edifact.unt-count]"))
    }

    @Test("the tree of an XML order shows its elements, attributes and values")
    func treeOfXML() async throws {
        let result = try await Program.run(["inspect", "--tree", Program.samples + "/07-order-south.xml"])
        #expect(result.status == 0 && result.output.contains("cbc:ID: 34") && result.output.contains("@currencyID: "))
    }

    @Test("figures count documents by type, invalid ones, and faults by code; a table sums up several files")
    func statistics() async throws {
        let result = try await Program.run(
            ["inspect", "--stats", Program.samples + "/06-ten-orders.edi", Program.samples + "/01-order-north.edi"])
        #expect(result.status == 1)
        let rows = result.output.split(separator: "\n").map { $0.split(whereSeparator: { $0 == " " }).map(String.init) }
        #expect(rows.contains(["ORDERS", "D.96A", "EAN008", "10", "1", "195", "491"]))
        #expect(rows.contains(["directory.number-invalid", "error", "1"]))
        #expect(result.output.hasSuffix("1 of 2 files are valid\n"))
    }

    @Test("a fault of standard input stands below its line too")
    func peopleOnStandardInput() async throws {
        let text = try String(contentsOfFile: Program.samples + "/06-ten-orders.edi", encoding: .utf8)
        let result = try await Program.run(["inspect", "-"], input: text)
        #expect(result.status == 1 && result.output.contains("QTY+21:TEN'\n"))
    }

    @Test("the acknowledgement of EDIFACT is a CONTRL that is valid itself, and names the fault")
    func acknowledgement() async throws {
        let good = try await Program.run(["inspect", "--ack", Program.samples + "/01-order-north.edi"])
        #expect(good.status == 0 && good.output.contains("UNH+") && good.output.contains("+CONTRL:"))
        // The interchange (UCI) is acknowledged: 7 of 0083.
        #expect(good.output.contains(":14+7'"), "\(good.output)")
        let read = try await Program.run(["inspect", "-"], input: good.output)
        #expect(read.status == 0 && read.output.contains("CONTRL"), "\(read.output)")
        let bad = try await Program.run(
            ["inspect", "--ack", Program.samples + "/problems/wrong-segment-count.edi"])
        #expect(bad.status == 1 && bad.output.contains("UCM+"), "\(bad.output)")
    }

    @Test("the acknowledgement of X12 is a 997 that is valid itself, and rejects what is faulty")
    func acknowledgementOfX12() async throws {
        let samples = Program.root.appendingPathComponent("Tests/Corpus/x12/synthetic").path
        let good = try await Program.run(["inspect", "--ack", samples + "/850_004010.edi"])
        #expect(good.status == 0 && good.output.contains("ST*997*") && good.output.contains("AK9*A*1*1*1"))
        let read = try await Program.run(["inspect", "-"], input: good.output)
        #expect(read.status == 0 && read.output.contains("997"), "\(read.output)")
        let bad = try await Program.run(["inspect", "--ack", samples + "/bad_850_se_count.edi"])
        #expect(bad.status == 1 && bad.output.contains("AK5*") && !bad.output.contains("AK5*A"), "\(bad.output)")
    }

    @Test("one name of the charset, the sender's, in the text and in JSON")
    func charset() async throws {
        let xml = try String(contentsOfFile: Program.samples + "/07-order-south.xml", encoding: .utf8)
        let folder = try ScratchFolder()
        let path = folder.path + "/wide.xml"
        let wide = xml.replacing(#/encoding="[^"]*"/#, with: #"encoding="UTF-16""#)
        try #require(wide.data(using: .utf16)).write(to: URL(fileURLWithPath: path))
        let json = try await Program.run(["inspect", "--json", path])
        let interchange = try #require((json.json["interchanges"] as? [[String: Any]])?.first)
        let name = try #require(interchange["charset"] as? String)
        let text = try await Program.run(["inspect", path])
        #expect(name == "UTF-16" && text.output.contains(", UTF-16, "), "\(text.output)")
    }

    @Test("a file is opened whose name is no UTF-8, and its name cannot disturb the terminal")
    func names() async throws {
        let folder = try ScratchFolder()
        for suffix in ["\\xe9", "\\xe8\u{2028}"] {
            let made = try await Program.run(
                ["-c", "printf 'hello' > $'order\(suffix).edi'; milepost inspect $'order\(suffix).edi'"], shell: true,
                in: folder.path)
            #expect(made.status == 1 && made.errors.isEmpty, "\(made.errors)")
            #expect(made.output.hasPrefix("order·") && !made.output.contains("\u{2028}"), "\(made.output)")
        }
        let json = try await Program.run(
            ["-c", "milepost inspect --json $'order\\xe9.edi'"], shell: true, in: folder.path)
        #expect(json.json["file"] as? String == "order\u{FFFD}.edi")
    }

    @Test("standard input can be named once")
    func standardInputTwice() async throws {
        for command in [["inspect", "-", "-"], ["submit", "-", "-"]] {
            let result = try await Program.run(command, input: "x")
            #expect(result.status == 2 && result.errors.contains("name it once"), "\(result.errors)")
        }
    }

    @Test("flags that exclude each other are refused")
    func exclusive() async throws {
        let result = try await Program.run(["inspect", "--tree", "--json", Program.samples + "/01-order-north.edi"])
        #expect(result.status == 2 && result.errors.contains("exclude each other"))
    }
}
