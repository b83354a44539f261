extension Field {
    /// An optional scalar field.
    public static func scalar<Value: Scalar>(
        _ name: String, _ summary: String, _ path: any WritableKeyPath<Root, Value?> & Sendable
    ) -> Field {
        Field(name, summary, .scalar(OptionalScalar(path: path)))
    }

    /// A scalar field that is always there, `empty` standing for absence.
    public static func scalar<Value: Scalar>(
        _ name: String, _ summary: String, _ path: any WritableKeyPath<Root, Value> & Sendable, empty: Value
    ) -> Field {
        Field(name, summary, .scalar(PlainScalar(path: path, empty: empty)))
    }

    /// A scalar field that is always there and always written; absence sets its usual value.
    public static func scalar<Value: Scalar>(
        _ name: String, _ summary: String, _ path: any WritableKeyPath<Root, Value> & Sendable, always usual: Value
    ) -> Field {
        Field(name, summary, .scalar(ConstantScalar(path: path, usual: usual)))
    }

    /// An optional record field.
    public static func record<Child: Record>(
        _ name: String, _ summary: String, _ path: any WritableKeyPath<Root, Child?> & Sendable
    ) -> Field {
        Field(name, summary, .record(OptionalRecord(path: path)))
    }

    /// A record field that is always there.
    public static func record<Child: Record>(
        _ name: String, _ summary: String, _ path: any WritableKeyPath<Root, Child> & Sendable
    ) -> Field {
        Field(name, summary, .record(PlainRecord(path: path)))
    }

    /// A list of records.
    public static func list<Element: Record>(
        _ name: String, _ summary: String, _ path: any WritableKeyPath<Root, [Element]> & Sendable
    ) -> Field {
        Field(name, summary, .list(RecordList(path: path)))
    }

    /// A list of scalars.
    public static func scalars<Value: Scalar>(
        _ name: String, _ summary: String, _ path: any WritableKeyPath<Root, [Value]> & Sendable
    ) -> Field {
        Field(name, summary, .scalars(ScalarList(path: path)))
    }
}
