package boma.rule;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import boma.antelope.ReadCall;
import boma.antelope.Transactions;
import boma.bytes.Ascii;
import boma.client.IpAddress;
import boma.exchange.Exchange;
import boma.exchange.Reading;
import boma.http.HeadFault;
import boma.http.Request;
import boma.http.RequestReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A request as it comes over the wire, and the exchange that its head was parsed into. Nothing is decided yet: the
/// exchange knows its client's address and listener only.
public final class Requests {
    public final Exchange exchange;
    public final MemorySegment bytes;
    public final int bodyFrom;
    public final int bodyTo;

    private Requests(String head, String body) {
        byte[] wire = (head + body).getBytes(ISO_8859_1);
        bytes = Arena.ofAuto().allocate(wire.length);
        MemorySegment.copy(wire, 0, bytes, Ascii.BYTE, 0, wire.length);
        var request = new Request();
        HeadFault fault = new RequestReader().read(bytes, 0, wire.length, request);
        if (fault != HeadFault.NONE) throw new IllegalArgumentException(fault + ": " + head);
        exchange = new Exchange(new Reading(request, new Transactions(), new ReadCall()));
        exchange.clientIsPeer = true;
        bodyFrom = request.head().length();
        bodyTo = wire.length;
        from("192.0.2.1");
    }

    /// A request of HTTP/1.1.
    ///
    /// @param line   such as `GET /v1/chain/get_info`
    /// @param body   none when null
    /// @param fields more header lines without their ends
    public static Requests of(String line, @Nullable String body, String... fields) {
        var head = new StringBuilder(line).append(" HTTP/1.1\r\n");
        boolean hasHost = Arrays.stream(fields).anyMatch(f -> f.startsWith("Host:"));
        if (!hasHost) head.append("Host: api.example.org\r\n");
        for (String field : fields) head.append(field).append("\r\n");
        if (body != null) head.append("Content-Length: ").append(body.length()).append("\r\n");
        return new Requests(head.append("\r\n").toString(), body == null ? "" : body);
    }

    public static Requests get(String target, String... fields) {
        return of("GET " + target, null, fields);
    }

    public static Requests post(String target, String body, String... fields) {
        return of("POST " + target, body, fields);
    }

    /// A `push_transaction` with these actions, in the words of [PushBody].
    public static Requests push(String... actions) {
        return post("/v1/chain/push_transaction", PushBody.of(actions));
    }

    public Requests from(String address) {
        IpAddress ip = IpAddress.parse(address);
        exchange.addressHigh = ip.high();
        exchange.addressLow = ip.low();
        return this;
    }

    public Requests at(int listener) {
        exchange.listener = listener;
        return this;
    }
}
