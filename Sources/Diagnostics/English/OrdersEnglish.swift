extension Catalogue {
    static let ordersEnglish: [Code: Entry] = [
        "orders.number-missing": Entry(
            "The document does not say which order it is about.",
            rule:
                "Every document carries a number: an order, change, cancellation or response the order's, given by the buyer; a "
                + "despatch advice or invoice its own. Canonical JSON has it as `number`.",
            fix: "Ask the sender for the number, or map the element in which this sender puts it to `number`."
        ),
        "orders.check-digit": Entry(
            "{value} is no valid {key}.",
            rule: "A {key} has {lengths} digits, the last of which is the check digit: modulo 10, weights 3 and 1 from "
                + "the right (GS1 General Specifications, 7.9).",
            fix: "Have the sender correct its master data, or set the partner's check of GS1 keys to accept."
        ),
        "orders.line-number-duplicate": Entry(
            "Line number {value} stands twice; the first is {first}.",
            rule: "The number of a line names it within its document, and changes and responses refer to it.",
            fix:
                "Have the sender number its lines (`lines[].number` of canonical JSON), or let the mapping number them by index."
        ),
        "orders.quantity-negative": Entry(
            "The quantity {value} is below zero.",
            rule: "An order asks for goods; what is taken back or reduced is said by a change or a return.",
            fix: "Ask the sender what is meant, or weigh this fault otherwise in the partner's file if it is agreed."
        ),
        "orders.issued-missing": Entry(
            "The order does not say when it was issued.",
            rule: "An order carries the day on which it was made out.",
            fix: "Ask the sender for it, or weigh this fault otherwise in the partner's file if it is agreed."),
        "orders.buyer-missing": Entry(
            "The order does not say who buys.",
            rule: "The buyer makes an order what it is: its number is the buyer's.",
            fix: "Ask the sender for it, or weigh this fault otherwise in the partner's file if it is agreed."),
        "orders.lines-missing": Entry(
            "The order has no lines.",
            rule: "An order asks for something: at least one line, unless it cancels what was ordered before.",
            fix: "Look whether lines were lost on the way; the mapping says where they are looked for."),
        "orders.quantity-missing": Entry(
            "The line does not say how much is ordered.",
            rule: "A line orders a quantity, in one piece or in deliveries.",
            fix: "Ask the sender for it, or weigh this fault otherwise in the partner's file if it is agreed."),
        "orders.price-negative": Entry(
            "The price {value} is below zero.",
            rule: "A price is what a unit costs; what is taken off is an allowance.",
            fix: "Ask the sender what is meant, or weigh this fault otherwise in the partner's file if it is agreed."),
        "orders.period-reversed": Entry(
            "Delivery is wanted until {value}, which is before {earliest}.",
            rule: "A window of delivery ends on or after the day on which it begins.",
            fix: "Ask the sender which day is meant."),
        "orders.currency-unknown": Entry(
            "`{value}` is no currency.",
            rule: "A currency is one of ISO 4217, in three capitals.",
            fix: "Ask the sender for the code, or translate it with a code table in the partner's mapping."),
        "orders.unit-unknown": Entry(
            "`{value}` is no unit that is known.",
            rule: "A unit is one of UN/ECE Recommendation 20, or a package of Recommendation 21.",
            fix:
                "Translate the partner's unit with a code table in its mapping, or accept the fault in the partner's file."
        ),
        "orders.type-unknown": Entry(
            "`{value}` is no type of order.",
            rule: "The type of an order is one of UN/EDIFACT 1001, or a word that the partner's mapping gives.",
            fix: "Ask the sender what is meant, or translate the code in the partner's mapping."),
        "orders.total-differs": Entry(
            "{path} says {value}, but the document adds up to {computed}.",
            rule:
                "A total that the sender states is the sum of what it is the total of, within the partner's tolerance.",
            fix:
                "Look for a line that was lost or doubled on the way; if only the sender's rounding differs, widen the "
                + "partner's tolerance."
        ),
        "orders.document-type": Entry(
            "The document does not say what it is.",
            rule: "The member document names the type: one of {expected}.",
            fix: "Put \"document\" with one of these names into the object."
        ),
        "orders.json-syntax": Entry(
            "This is no JSON: {expected} was expected here.",
            rule: "RFC 8259: one value in UTF-8, with nothing behind it.",
            fix: "Correct the text at this place, or have the program that wrote it corrected."
        ),
        "orders.json-duplicate-key": Entry(
            "The key {key} stands twice in one object.",
            rule:
                "RFC 8259, section 4: names in an object are unique; programs differ in which of two values they take.",
            fix: "Remove one of the two."
        ),
        "orders.json-limit": Entry(
            "The JSON is larger than what is read: more than {limit}.",
            rule: "Size, depth and number of values are limited, so that no input can exhaust the gateway.",
            fix: "Send fewer documents at a time, or raise the limit in the configuration."
        ),
        "orders.json-unknown-field": Entry(
            "{expected} has no field at {path}.",
            rule:
                "A canonical document holds the fields of its JSON Schema and no others; values beyond the model stand in "
                + "extensions.",
            fix: "Correct the field's name, or put the value into extensions."
        ),
        "orders.json-type": Entry(
            "{path} is {actual}, not {expected}.",
            rule: "Each field has the JSON type that the JSON Schema gives; decimals and dates are texts in quotes.",
            fix: "Write {expected} there."
        ),
        "orders.json-value": Entry(
            "{path} holds {value}, which is not {expected}.",
            rule: "The JSON Schema says which texts the field takes.",
            fix: "Write {expected} there."
        ),
    ]
}
