extension Catalogue {
    static let xmlEnglish: [Code: Entry] = [
        "xml.too-large": Entry(
            "The document has {value} bytes; {limit} are allowed.",
            rule: "A document's size is limited before it is read.",
            fix: "Ask the sender to split the document, or raise `limits: { largestXML: … }` in milepost.yaml."
        ),
        "xml.too-deep": Entry(
            "Elements are nested deeper than {limit} levels.",
            rule: "Elements may be nested {limit} deep.",
            fix: "No order is built like this: ask the sender what made the document."
        ),
        "xml.too-many-nodes": Entry(
            "The document has more than {limit} elements and attributes.",
            rule: "A document may hold {limit} elements and attributes.",
            fix: "Ask the sender to split the document."
        ),
        "xml.too-many-attributes": Entry(
            "An element has more than {limit} attributes.",
            rule: "An element may have {limit} attributes, namespace declarations included.",
            fix: "No order is built like this: ask the sender what made the document."
        ),
        "xml.too-many-namespaces": Entry(
            "More than {limit} namespace declarations are in force at one element.",
            rule: "At one element {limit} namespace declarations may be in force.",
            fix: "Ask the sender to declare each namespace once, at the root element."
        ),
        "xml.too-many-names": Entry(
            "The document uses more than {limit} different names.",
            rule: "A document may use {limit} different names of elements, attributes, prefixes and namespaces.",
            fix: "No order is built like this: ask the sender what made the document."
        ),
        "xml.name-too-long": Entry(
            "A name is longer than {limit} bytes.",
            rule: "Names of elements and attributes may have {limit} bytes.",
            fix: "No order is built like this: ask the sender what made the document."
        ),
        "xml.dtd-refused": Entry(
            "The document has a document type declaration (<!DOCTYPE {value}).",
            rule:
                "A document type declaration can make a small document fetch files or grow without bound; none is read.",
            fix: "Ask the sender to leave the <!DOCTYPE …> line out; the document's meaning does not need it."
        ),
        "xml.dtd-skipped": Entry(
            "The document type declaration (<!DOCTYPE {value}) was skipped.",
            rule: "Nothing that a document type declaration refers to is read.",
            fix: "Nothing to do."
        ),
        "xml.entity-undeclared": Entry(
            "The entity &{value}; is not known.",
            rule:
                "Without a document type declaration XML has five entities: &lt; &gt; &amp; &quot; &apos; (XML 1.0, 4.6).",
            fix: "Ask the sender to write the character itself, or its number as in &#233;."
        ),
        "xml.prefix-undeclared": Entry(
            "The namespace prefix {value} is used but not declared.",
            rule: "A prefix is declared by xmlns:prefix=\"…\" at the element or above it (Namespaces in XML 1.0, 5).",
            fix: "Ask the sender to declare the prefix at the root element."
        ),
        "xml.tag-mismatch": Entry(
            "A closing tag does not fit the element that is open: {reason}.",
            rule: "Elements close in the reverse order of their opening (XML 1.0, 3).",
            fix: "Correct the closing tag. Characters such as < in texts must be written &lt;."
        ),
        "xml.malformed": Entry(
            "This is not well-formed XML: {reason}.",
            rule: "A document must be well-formed (XML 1.0, 2.1).",
            fix: "Correct the place named, or ask the sender for the document again: nothing of it can be trusted."
        ),
        "xml.truncated": Entry(
            "The document ends before its root element is closed.",
            rule: "Every element is closed (XML 1.0, 3.1).",
            fix: "The transfer was cut off, or the file was read while it was being written: have it sent again."
        ),
        "xml.empty": Entry(
            "There is no XML document in these bytes.",
            rule: "A document has one root element (XML 1.0, 2.1).",
            fix: "Ask the sender to send the document again."
        ),
        "xml.nul-byte": Entry(
            "The document holds a NUL character.",
            rule: "NUL is no character of XML (XML 1.0, 2.2).",
            fix: "Ask the sender which program padded or damaged the file, and to send it again."
        ),
        "xml.invalid-byte": Entry(
            "The byte {value} is no character of {charset}.",
            rule:
                "All bytes must be characters of the declared charset; without a declaration it is UTF-8 (XML 1.0, 4.3.3).",
            fix: "Ask the sender to declare the charset that the bytes are in, or to convert them to the declared one."
        ),
        "xml.encoding-unknown": Entry(
            "The document's charset {value} cannot be read.",
            rule:
                "UTF-8, UTF-16, ISO-8859, windows-125x, KOI8, the DOS code pages and the usual East Asian charsets are read.",
            fix: "Ask the sender for UTF-8."
        ),
        "xml.encoding-contradicted": Entry(
            "The document declares {value}, but its bytes are {actual}; they were read as {actual}.",
            rule: "The declaration names the charset of the bytes (XML 1.0, 4.3.3).",
            fix: "Ask the sender to correct the declaration: another reader may refuse the document."
        ),
        "xml.leading-blanks": Entry(
            "Blanks stand before the document; they were skipped.",
            rule: "The XML declaration stands at the very start (XML 1.0, 2.8).",
            fix: "Ask the sender to leave the blanks out: another reader may refuse the document."
        ),
        "xml.mixed-content": Entry(
            "The text “{value}” stands between elements; it was not read.",
            rule: "In order documents an element holds either text or elements.",
            fix: "Ask the sender to put the text into an element of its own, such as a note."
        ),
        "xml.root-unknown": Entry(
            "A document with the root element {value} (namespace {namespace}) is not known.",
            rule: "The root element and its namespace say what a document is.",
            fix: "Check that the partner sends the document that was agreed; a new kind needs a shape and a mapping."
        ),
        "xml.schema-unavailable": Entry(
            "The document was not checked: the schema {value} cannot be used ({reason}).",
            rule: "Documents are checked against the schemas that are installed beside the program.",
            fix: "Install Milepost completely: the folder milepost_XMLFormat.resources belongs beside the program."
        ),
    ]
    .merging(xmlSchemaEnglish) { entry, _ in entry }
    .merging(xmlStructureEnglish) { entry, _ in entry }

    private static let xmlSchemaEnglish: [Code: Entry] = [
        "xml.schema": Entry(
            "The document breaks its schema: {rule}",
            rule: "{rule}",
            fix: "Ask the sender to check the document against the standard's schema before sending."
        ),
        "xml.schema-unexpected": Entry(
            "This element may not stand here; expected here: {expected}.",
            rule: "Elements stand in the order and number that the schema gives.",
            fix:
                "Remove the element, or put it where the schema has it. Often an element before it is missing or doubled."
        ),
        "xml.schema-missing": Entry(
            "Something is missing at the end of this element; expected: {expected}.",
            rule: "The schema makes these elements mandatory.",
            fix: "Add the missing element with its value."
        ),
        "xml.schema-value": Entry(
            "The value “{value}” is not allowed here.",
            rule: "{rule}",
            fix:
                "Correct the value. Dates are written 2026-09-28, times 07:30:00, decimals with a point and without blanks."
        ),
        "xml.schema-attribute": Entry(
            "The attribute {attribute} may not stand at this element.",
            rule: "The schema lists the attributes of every element.",
            fix: "Remove the attribute, or correct its name."
        ),
        "xml.schema-attribute-missing": Entry(
            "The attribute {attribute} is missing at this element.",
            rule: "The schema makes this attribute mandatory: an amount needs its currency.",
            fix: "Add the attribute with its value."
        ),
    ]

    /// Documents of providers' formats against the shapes under mappings/shapes.
    private static let xmlStructureEnglish: [Code: Entry] = [
        "xml.element-unknown": Entry(
            "The format has no {value} in {in}.",
            rule: "A format's elements and attributes stand in its file under mappings/shapes.",
            fix: "Nothing needs to be done if it can be left out. To read it, add it to the shape with `extends`."
        ),
        "xml.element-missing": Entry(
            "{element} is missing here.",
            rule: "The format's shape makes it mandatory.",
            fix: "Ask the sender to send it, or make it optional with `extends` if it may be left out."
        ),
        "xml.element-repeated": Entry(
            "{value} stands more than {maximum} time(s) in {in}.",
            rule: "The format's shape says how often an element may stand.",
            fix: "Ask the sender which of them counts, or let it repeat with `extends`."
        ),
        "xml.element-order": Entry(
            "{value} stands behind {after}, but belongs before it.",
            rule: "The format's elements have an order.",
            fix: "Nothing needs to be done: the document is read all the same."
        ),
        "xml.value-unfit": Entry(
            "“{value}” is not what stands here: {expected}.",
            rule: "The format's shape gives length and kind of each value.",
            fix: "Check the value; if it is right, give the element another type with `extends`."
        ),
        "xml.code-unlisted": Entry(
            "“{value}” is none of the values that the format lists here.",
            rule: "The format's shape lists the values.",
            fix: "Check the value; if it is right, list it with `extends`."
        ),
        "xml.documents-too-many": Entry(
            "The file holds {value} documents, more than can be taken apart within the limits.",
            rule: "What stands around the documents counts for each of them: no more than {limit} in all.",
            fix: "Ask the sender to send fewer documents in a file."
        ),
    ]
}
