package boma.antelope;

/// How the body of a call carries transactions.
public enum BodyForm {
    /// One transaction object is the body: `push_transaction`, `send_transaction`.
    ONE,
    /// An array of transaction objects: `push_transactions`.
    MANY,
    /// A transaction object in the member `transaction`: `send_transaction2`, `compute_transaction`,
    /// `send_read_only_transaction`.
    WRAPPED
}
