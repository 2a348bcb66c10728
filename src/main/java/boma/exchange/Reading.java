package boma.exchange;

import boma.antelope.ReadCall;
import boma.antelope.TransactionLimits;
import boma.antelope.TransactionReader;
import boma.antelope.Transactions;
import boma.bytes.ByteView;
import boma.http.Request;
import org.jspecify.annotations.Nullable;

/// What is seen of the request under decision. Each event loop has one, which all of its exchanges share: it is
/// valid only from the parsing of a head to the moment when the request is handed to a node.
///
/// Confined to one event loop.
public final class Reading {
    /// The head, always valid during a decision.
    public final Request request;

    /// What the body carries; valid once they were read, see [Exchange#carriesTransactions].
    public final Transactions transactions;

    /// Parameters of a read call; valid once they were read.
    public final ReadCall read;

    /// For whoever looks at a part of the head; nobody expects to find in it what it held before.
    public final ByteView view = new ByteView();

    /// What the limits are about to take.
    public final Charges charges = new Charges();

    private @Nullable TransactionLimits readerLimits;
    private @Nullable TransactionReader reader;

    public Reading(Request request, Transactions transactions, ReadCall read) {
        this.request = request;
        this.transactions = transactions;
        this.read = read;
    }

    /// Decodes bodies into [#transactions] within these limits; a new one only after a reload that has changed them.
    public TransactionReader reader(TransactionLimits limits) {
        TransactionReader r = reader;
        if (r == null || !limits.equals(readerLimits)) {
            reader = r = new TransactionReader(limits);
            readerLimits = limits;
        }
        return r;
    }
}
