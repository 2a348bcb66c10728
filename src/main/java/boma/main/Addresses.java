package boma.main;

import boma.config.Section;
import boma.control.AdminConfig;
import boma.net.SocketAddress;
import boma.server.ListenerConfig;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// Where Boma listens: no address may be in another's way, or the system refuses one of them at the start. Confined to
/// one reading.
final class Addresses {
    private record Taken(SocketAddress address, String whose) {}

    private final List<Taken> taken = new ArrayList<>();

    private Addresses() {}

    /// Reports each address of a listener that clashes with one before it, or with the admin address.
    ///
    /// @param sections of the listeners, in the same order
    static void requireApart(List<Section> sections, List<ListenerConfig> listeners, AdminConfig admin) {
        var addresses = new Addresses();
        InetSocketAddress asked = admin.address();
        if (asked != null) addresses.take(asked);
        for (int i = 0; i < listeners.size(); i++) addresses.take(sections.get(i), listeners.get(i));
    }

    private void take(InetSocketAddress admin) {
        String text = AdminConfig.text(admin);
        String whose = text + " of server.admin";
        if (admin.getAddress().isAnyLocalAddress()) {
            // Why: the JDK's server takes either of the two for both.
            taken.add(new Taken(SocketAddress.parse("0.0.0.0:" + admin.getPort()), whose));
            taken.add(new Taken(SocketAddress.parse("[::]:" + admin.getPort()), whose));
        } else {
            taken.add(new Taken(SocketAddress.parse(text), whose));
        }
    }

    private void take(Section s, ListenerConfig listener) {
        for (int i = 0; i < listener.bind().size(); i++) {
            SocketAddress address = listener.bind().get(i);
            for (Taken other : taken) {
                if (!address.clashesWith(other.address)) continue;
                s.problem("bind", i, "an address that does not clash with " + other.whose);
                break;
            }
            taken.add(new Taken(address, address + " of the listener \"" + listener.name() + '"'));
        }
    }
}
