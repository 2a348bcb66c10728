package boma.client;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Reads clients as operators write them.
final class ClientText {
    static final int NO_LISTENER = -1;

    private static final String CIRCUIT = "circuit:";
    private static final String GID = "gid:";
    private static final String UNKNOWN = "unknown:";
    private static final String NETWORK = "/64";

    private final String text;
    private final int listener;

    private ClientText(String text, int listener) {
        this.text = text;
        this.listener = listener;
    }

    static Client parse(String text, int listener) {
        return new ClientText(text, listener).client();
    }

    private Client client() {
        if (text.startsWith(UNKNOWN)) return new Client.Unknown(listener(text.substring(UNKNOWN.length())));
        if (text.startsWith(CIRCUIT)) return circuit(text.substring(CIRCUIT.length()));
        if (text.startsWith(GID)) return circuit(decimal(text.substring(GID.length())));
        if (text.endsWith(NETWORK)) return network(text.substring(0, text.length() - NETWORK.length()));
        return address(text);
    }

    private Client circuit(String rest) {
        int slash = rest.indexOf('/');
        if (slash < 0) return circuit(hex(rest));
        return new Client.Circuit(listener(rest.substring(0, slash)), hex(rest.substring(slash + 1)));
    }

    private Client circuit(long id) {
        if (listener == NO_LISTENER) {
            throw new IllegalArgumentException(
                    "expected circuit:LISTENER/ID, because circuits of two listeners are two, found \"" + text + '"');
        }
        return new Client.Circuit(listener, id);
    }

    private Client network(String rest) {
        IpAddress base = read(rest);
        if (base.isIpv4() || base.low() != 0) throw wrong();
        return new Client.Address(base.high(), 0);
    }

    private Client address(String rest) {
        IpAddress address = read(rest);
        if (address.high() == IpAddress.TOR_HIGH) return circuit(address.low() & Client.Circuit.ID_MAX);
        return new Client.Address(address.high(), address.low());
    }

    private IpAddress read(String rest) {
        try {
            return IpAddress.parse(rest);
        } catch (IllegalArgumentException _) { // the message for a client names its other forms too
            throw wrong();
        }
    }

    private int listener(String digits) {
        byte[] bytes = digits.getBytes(StandardCharsets.ISO_8859_1);
        int value = AddressReader.decimal(MemorySegment.ofArray(bytes), 0, bytes.length, 9999);
        if (value < 0) throw wrong();
        return value;
    }

    private long decimal(String digits) {
        if (!digits.matches("[0-9]{1,10}")) throw wrong();
        return fits(Long.parseLong(digits));
    }

    private long hex(String digits) {
        if (!digits.matches("[0-9a-fA-F]{1,8}")) throw wrong();
        return fits(Long.parseLong(digits, 16));
    }

    private long fits(long id) {
        if (id > Client.Circuit.ID_MAX) throw wrong();
        return id;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "expected an address, its /64, circuit:LISTENER/ID or unknown:LISTENER, found \"" + text + '"');
    }
}
