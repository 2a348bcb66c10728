package boma.rule;

import boma.antelope.BodyForm;
import boma.antelope.Endpoint;
import boma.antelope.ReadCall;
import boma.antelope.TransactionFault;
import boma.antelope.TransactionLimits;
import boma.bytes.ByteView;
import boma.exchange.Exchange;

/// Exchanges whose head and body were read, for tests of what decides about them.
public final class Decoded {
    private static final TransactionLimits LIMITS = new TransactionLimits(100, 100, 100, 1000, 1 << 20);

    private Decoded() {}

    /// As if the body had been read whole.
    public static Exchange whole(Requests request) {
        Exchange x = head(request);
        BodyForm form = x.endpoint.bodyForm();
        if (form == null) readCall(x, request);
        else transactions(x, request, form);
        return x;
    }

    /// As if only the head had been read.
    public static Exchange head(Requests request) {
        Exchange x = request.exchange;
        ByteView view = x.reading.view;
        x.method = x.reading.request.method();
        x.reading.request.target(view);
        x.endpoint = Endpoint.of(view.segment(), view.from(), view.length());
        return x;
    }

    private static void readCall(Exchange x, Requests request) {
        ReadCall call = x.reading.read;
        call.reset(x.endpoint);
        if (!call.readBody(request.bytes, request.bodyFrom, request.bodyTo)) {
            throw new IllegalArgumentException("unreadable parameters");
        }
        x.code = call.code();
        x.table = call.table();
        x.account = call.account();
    }

    private static void transactions(Exchange x, Requests request, BodyForm form) {
        TransactionFault fault = x.reading
                .reader(LIMITS)
                .read(form, request.bytes, request.bodyFrom, request.bodyTo, x.reading.transactions);
        if (fault != TransactionFault.NONE) throw new IllegalArgumentException(fault.toString());
        x.carriesTransactions = true;
    }
}
